-- Grain: one lesson of one program: tries by children who had not passed work on its standard before and did other work
-- on the standard later; and how many of them passed that.
with
finished as (
    select
        activities.student, activities.program, activities.content_item, tags.standard,
        activities.outcome = 'passed' as passed, activities.minutes,
        activities.occurred_on, activities.occurred_at, activities.attempt_no
    from activities
    inner join tags
        on tags.program = activities.program
        and tags.kind = case activities.kind when 'quiz' then 'item' when 'unit' then 'unit' else 'lesson' end
        and tags.content_item = activities.content_item
    where activities.outcome in ('passed', 'not passed')
),
in_order as (
    select
        program, content_item, minutes,
        lead(passed) over by_time as passed_next,
        lead(program) over by_time <> program or lead(content_item) over by_time <> content_item as other_next,
        coalesce(max(cast(passed as integer)) over (by_time rows between unbounded preceding and 1 preceding), 0) = 1
            as passed_before
    from finished
    window by_time as (
        partition by student, standard
        order by occurred_on, occurred_at nulls first, program, content_item, attempt_no nulls first
    )
)
select
    program, content_item,
    cast(count(*) filter (where other_next and not passed_before) as integer) as tries,
    cast(count(*) filter (where other_next and not passed_before and passed_next) as integer) as passed,
    median(minutes) as minutes
from in_order
group by program, content_item
order by program, content_item
