-- Grain: one child's first try at one item or lesson in this school year, with what the child had shown on its standard
-- before that day, in all programs.
--
-- In: `seats`, one row a child that counts: its class and school; `terms`, which do not overlap; `tags` and `spellings`.
-- Of an item on several standards the one with the largest share counts. A lesson's first try is right where the first
-- outcome that decides is a pass. `left_here` says that a lesson was never finished and, of an item, that the child's
-- last answer in such a lesson was to it; blank where nothing is told of the lesson.
with
seats_typed as (
    select
        cast(student as integer) as student, cast(school_class as integer) as school_class,
        cast(school as integer) as school
    from seats
),
terms_typed as (
    select cast(term as varchar) as term, cast(begins_on as date) as begins_on, cast(ends_on as date) as ends_on
    from terms
),
tags_numbered as (
    select
        cast(program as varchar) as program, cast(kind as varchar) as kind,
        cast(content_item as varchar) as content_item, cast(standard as varchar) as standard,
        row_number() over (
            partition by program, kind, content_item order by cast(share as double) desc, standard
        ) as nth
    from tags
),
spelled as (
    select cast(spelling as varchar) as spelling, min(cast(standard as varchar)) as standard
    from spellings
    group by spelling
),
answers as (
    select
        attempts.student, attempts.program, attempts.school_year, attempts.content_item, attempts.activity as lesson,
        case when precision = 'week' then cast(occurred_on + interval '6' day as date) else occurred_on end as ended_on,
        attempts.occurred_at, attempts.attempt_no, attempts.correct, attempts.seconds,
        coalesce(tags_numbered.standard, spelled.standard) as standard
    from attempts
    inner join seats_typed on seats_typed.student = attempts.student
    left join tags_numbered
        on tags_numbered.program = attempts.program
        and tags_numbered.kind = 'item'
        and tags_numbered.content_item = attempts.content_item
        and tags_numbered.nth = 1
    left join spelled on spelled.spelling = attempts.standard
    where not coalesce(attempts.contradiction, false)
),
answers_numbered as (
    select
        answers.*,
        row_number() over (
            partition by student, program, content_item
            order by
                ended_on, occurred_at nulls last, attempt_no nulls last, correct nulls last, seconds nulls last,
                standard nulls last
        ) as nth,
        row_number() over (
            partition by student, program, lesson
            order by
                ended_on desc, occurred_at desc nulls last, attempt_no desc nulls last, content_item desc nulls last
        ) as nth_from_last
    from answers
),
-- One row a child, standard and day; before it is all that came on earlier days.
days as (
    select
        student, standard, ended_on,
        sum(case when correct then 1 else 0 end) as right_, sum(case when correct then 0 else 1 end) as wrong
    from answers
    where standard is not null and correct is not null
    group by student, standard, ended_on
),
known as (
    select
        student, standard, ended_on, right_, wrong,
        sum(right_) over (partition by student, standard order by ended_on) - right_ as right_before,
        sum(wrong) over (partition by student, standard order by ended_on) - wrong as wrong_before
    from days
),
lessons as (
    select
        activities.student, activities.program, activities.school_year, activities.content_item,
        case when precision = 'week' then cast(occurred_on + interval '6' day as date) else occurred_on end as ended_on,
        activities.occurred_at, activities.attempt_no, activities.outcome, activities.minutes,
        coalesce(tags_numbered.standard, spelled.standard) as standard
    from activities
    inner join seats_typed on seats_typed.student = activities.student
    left join tags_numbered
        on tags_numbered.program = activities.program
        and tags_numbered.kind = 'lesson'
        and tags_numbered.content_item = activities.content_item
        and tags_numbered.nth = 1
    left join spelled on spelled.spelling = activities.standard
    where activities.content_item is not null and activities.kind <> 'unit'
),
lessons_numbered as (
    select
        lessons.*,
        row_number() over (
            partition by student, program, content_item, coalesce(outcome in ('passed', 'not passed'), false)
            order by ended_on, occurred_at nulls last, attempt_no nulls last, outcome
        ) as nth
    from lessons
),
lessons_once as (
    select
        student, program, school_year, content_item,
        min(ended_on) as ended_on,
        max(case when nth = 1 and outcome = 'passed' then 1 when nth = 1 and outcome = 'not passed' then 0 end) as passed,
        sum(cast(minutes as decimal(28, 12))) as minutes,
        max(case when outcome in ('passed', 'not passed', 'completed') then 1 else 0 end) as finished,
        min(standard) as standard
    from lessons_numbered
    group by student, program, school_year, content_item
),
each_one as (
    select
        first_.student, first_.program, first_.school_year, 'item' as kind, first_.content_item, first_.lesson,
        first_.standard, first_.ended_on, first_.correct, cast(first_.seconds as double) as seconds,
        case
            when lessons_once.finished is null then null
            else lessons_once.finished = 0 and last_.content_item = first_.content_item
        end as left_here
    from answers_numbered as first_
    left join lessons_once
        on lessons_once.student = first_.student
        and lessons_once.program = first_.program
        and lessons_once.content_item = first_.lesson
    left join answers_numbered as last_
        on last_.student = first_.student
        and last_.program = first_.program
        and last_.lesson = first_.lesson
        and last_.nth_from_last = 1
    where first_.nth = 1 and first_.content_item is not null and coalesce(first_.attempt_no, 1) = 1
    union all
    select
        student, program, school_year, 'lesson' as kind, content_item, content_item as lesson,
        standard, ended_on, passed = 1 as correct, cast(minutes * 60 as double) as seconds, finished = 0 as left_here
    from lessons_once
),
-- Of a lesson, and of a day without answers on the standard, what was shown by the last day before.
placed as (
    select
        each_one.student, each_one.program, each_one.kind, each_one.content_item,
        sum(days.right_) as right_before, sum(days.wrong) as wrong_before
    from each_one
    inner join days
        on days.student = each_one.student and days.standard = each_one.standard and days.ended_on < each_one.ended_on
    where each_one.kind = 'lesson'
    group by each_one.student, each_one.program, each_one.kind, each_one.content_item
)
select
    each_one.student, seats_typed.school_class, seats_typed.school, each_one.program, each_one.school_year,
    coalesce(terms_typed.term, '') as term, each_one.kind, each_one.content_item, each_one.lesson, each_one.standard, each_one.ended_on,
    each_one.correct, each_one.seconds, each_one.left_here,
    cast(coalesce(placed.right_before, known.right_before, 0) as integer) as right_before,
    cast(coalesce(placed.wrong_before, known.wrong_before, 0) as integer) as wrong_before
from each_one
inner join seats_typed on seats_typed.student = each_one.student
left join terms_typed on each_one.ended_on between terms_typed.begins_on and terms_typed.ends_on
left join known
    on each_one.kind = 'item'
    and known.student = each_one.student
    and known.standard = each_one.standard
    and known.ended_on = each_one.ended_on
left join placed
    on each_one.kind = placed.kind
    and placed.student = each_one.student
    and placed.program = each_one.program
    and placed.content_item = each_one.content_item
