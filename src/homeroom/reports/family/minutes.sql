-- grain: one child and program with minutes in the four weeks from $first to $last; minutes since $week, and in all
with spent as (
    select student, program, week as spent_on, active_minutes as minutes
    from practice
    union all
    select student, program, occurred_on, value
    from usage
    where metric = 'MinutesOnTask' and not coalesce(cumulative, false)
        -- What a month or a range of days counts is of no one week.
        and datediff('day', coalesce(starts_on, occurred_on), coalesce(ends_on, occurred_on)) < 7
)
select
    student,
    program,
    sum(minutes) filter (spent_on >= $week) as this_week,
    sum(minutes) as four_weeks
from spent
where minutes is not null and spent_on between $first and $last
group by all
order by all
