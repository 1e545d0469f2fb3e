-- Grain: one child's time on one lesson, quiz or unit, or on one item outside of them, on one day, in whole seconds.
--
-- The same time as `practice` counts, before it is divided among standards: a lesson's own minutes, and of answers only
-- those that no row of their lesson on that day or later tells of. What has no id is told apart by the standard it names.
with
spellings_typed as (
    select cast(spelling as varchar) as spelling, cast(standard as varchar) as standard
    from spellings
),
lessons_closed as (
    select
        student, program, school_year, content_item as activity,
        max(case when precision = 'week' then cast(occurred_on + interval '6' day as date) else occurred_on end)
            as closed_on
    from activities
    where minutes is not null and content_item is not null
    group by student, program, school_year, content_item
),
time_told as (
    select
        student, program, school_year, occurred_on, content_item, standard,
        case when kind = 'unit' then 'unit' else 'lesson' end as kind,
        cast(minutes * 60 as decimal(18, 6)) as seconds
    from activities
    where minutes > 0
    union all
    select
        attempts.student, attempts.program, attempts.school_year, attempts.occurred_on, attempts.content_item,
        attempts.standard, 'item' as kind, cast(attempts.seconds as decimal(18, 6)) as seconds
    from attempts
    left join lessons_closed
        on lessons_closed.student = attempts.student
        and lessons_closed.program = attempts.program
        and lessons_closed.school_year = attempts.school_year
        and lessons_closed.activity = attempts.activity
    where
        attempts.seconds > 0
        and not coalesce(attempts.contradiction, false)
        and not coalesce(lessons_closed.closed_on >= attempts.occurred_on, false)
)
select
    time_told.student, time_told.program, time_told.school_year, time_told.occurred_on,
    cast(date_trunc('week', time_told.occurred_on) as date) as week,
    time_told.kind,
    coalesce(time_told.content_item, '') as content_item,
    coalesce(spellings_typed.standard, '') as standard,
    cast(round(sum(time_told.seconds), 0) as integer) as seconds
from time_told
left join spellings_typed on spellings_typed.spelling = time_told.standard
group by
    time_told.student, time_told.program, time_told.school_year, time_told.occurred_on, time_told.kind,
    coalesce(time_told.content_item, ''), coalesce(spellings_typed.standard, '')
