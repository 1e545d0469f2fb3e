-- grain: one child, program and definition of a minute; minutes in the week, and this school year up to its end
with spent as (
    select student, program, minutes_definition as definition, week as spent_on, active_minutes as minutes
    from practice
    union all
    select student, program, definition, occurred_on, value
    from usage
    where metric = 'MinutesOnTask' and not coalesce(cumulative, false)
        -- What a month or a range of days counts is of no one week.
        and datediff('day', coalesce(starts_on, occurred_on), coalesce(ends_on, occurred_on)) < 7
)
select
    student,
    program,
    coalesce(definition, '') as definition,
    sum(minutes) filter (spent_on >= $week) as this_week,
    sum(minutes) as so_far
from spent
where minutes is not null and spent_on <= $last
group by all
order by all
