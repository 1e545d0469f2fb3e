-- grain: one room, program and fact table; the last day it tells of the room's children, and how many did anything in it
with told as (
    select program, 'practice' as fact, student, last_on as told_on, true as did
    from practice
    union all
    select program, 'activities', student, occurred_on, true
    from activities
    union all
    select program, 'usage', student, least(coalesce(ends_on, occurred_on), $today),
        -- A month or a year so far tells of no day on which somebody worked.
        value > 0 and datediff('day', coalesce(starts_on, occurred_on), coalesce(ends_on, occurred_on)) < 7
    from usage
    union all
    select program, 'assessments', student, occurred_on, true
    from assessments
    union all
    select program, 'claims', student, occurred_on, true
    from claims
),
-- grain: one program, fact table and child
by_child as (
    select program, fact, student, max(told_on) as told_on, max(told_on) filter (did) as did_on
    from told
    where told_on <= $today
    group by all
)
select rooms.room, program, fact, max(told_on) as through, count(did_on) as children,
    max(did_on) filter (fact in ('practice', 'activities', 'usage')) as worked
from by_child
inner join rooms on rooms.student = by_child.student
group by all
order by all
