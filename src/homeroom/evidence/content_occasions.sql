-- Grain: one result of a child on a standard in one fortnight outside of the program that is judged, and for each lesson
-- of that program that the child had worked on in the school days before it one row more (a blank lesson is the result).
--
-- In: `seats`, `tags`, `spellings` as for the tries; `days`, the number and the fortnight of each day at each school: a
-- day without school has the number of the last one before it; `within`, the school days that work counts for.
-- The result is the first answer to an item, the first of its fortnight. What the child knew is told as of the days
-- before the window, so that the work that is judged is no part of it; `before_` is the last such result before the
-- window, with what was known before that.
with
within_typed as (select cast(school_days as integer) as school_days from within),
seats_typed as (
    select
        cast(student as integer) as student, cast(school_class as integer) as school_class,
        cast(school as integer) as school
    from seats
),
days_typed as (
    select
        cast(school as integer) as school, cast(day as date) as day, cast(number as integer) as number,
        cast(fortnight as integer) as fortnight
    from days
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
        attempts.student, seats_typed.school_class, attempts.program, attempts.content_item,
        attempts.activity as lesson, attempts.occurred_at, attempts.attempt_no, attempts.correct,
        coalesce(tags_numbered.standard, spelled.standard) as standard,
        days_typed.number, days_typed.fortnight,
        row_number() over (
            partition by attempts.student, attempts.program, attempts.content_item
            order by
                attempts.occurred_on, attempts.occurred_at nulls last, attempts.attempt_no nulls last,
                attempts.correct nulls last
        ) as nth
    from attempts
    inner join seats_typed on seats_typed.student = attempts.student
    inner join days_typed on days_typed.school = seats_typed.school and days_typed.day = attempts.occurred_on
    left join tags_numbered
        on tags_numbered.program = attempts.program
        and tags_numbered.kind = 'item'
        and tags_numbered.content_item = attempts.content_item
        and tags_numbered.nth = 1
    left join spelled on spelled.spelling = attempts.standard
    where
        not coalesce(attempts.contradiction, false)
        and attempts.precision <> 'week'
        and coalesce(tags_numbered.standard, spelled.standard) is not null
),
work as (
    select distinct student, standard, program, coalesce(lesson, '') as lesson, number
    from answers
    union
    select
        activities.student, coalesce(tags_numbered.standard, spelled.standard) as standard, activities.program,
        coalesce(activities.content_item, '') as lesson, days_typed.number
    from activities
    inner join seats_typed on seats_typed.student = activities.student
    inner join days_typed on days_typed.school = seats_typed.school and days_typed.day = activities.occurred_on
    left join tags_numbered
        on tags_numbered.program = activities.program
        and tags_numbered.kind = 'lesson'
        and tags_numbered.content_item = activities.content_item
        and tags_numbered.nth = 1
    left join spelled on spelled.spelling = activities.standard
    where
        activities.precision <> 'week'
        and activities.kind <> 'unit'
        and coalesce(tags_numbered.standard, spelled.standard) is not null
),
judged as (select distinct program from work),
shown as (
    select student, standard, number,
        sum(case when correct then 1 else 0 end) as right_, sum(case when correct then 0 else 1 end) as wrong
    from answers
    where correct is not null
    group by student, standard, number
),
results as (
    select *
    from answers
    where nth = 1 and coalesce(attempt_no, 1) = 1 and content_item is not null and correct is not null
),
outside as (
    select
        judged.program as judged, results.*,
        row_number() over (
            partition by judged.program, student, standard, fortnight
            order by number, occurred_at nulls last, results.program, content_item
        ) as of_fortnight,
        -- The order of a child's results: of one day's the first alone can be the one before.
        row_number() over (
            partition by judged.program, student, standard, number
            order by occurred_at nulls last, results.program, content_item
        ) as of_day
    from results
    cross join judged
    where results.program <> judged.program
),
occasions as (
    select outside.*, outside.number - within_typed.school_days as since
    from outside
    cross join within_typed
    where of_fortnight = 1
),
-- What had been shown before the window, and when something was worked on last.
known as (
    select
        occasions.judged, occasions.student, occasions.standard, occasions.fortnight,
        sum(shown.right_) as right_before, sum(shown.wrong) as wrong_before
    from occasions
    inner join shown
        on shown.student = occasions.student
        and shown.standard = occasions.standard
        and shown.number < occasions.since
    group by occasions.judged, occasions.student, occasions.standard, occasions.fortnight
),
touched as (
    select
        occasions.judged, occasions.student, occasions.standard, occasions.fortnight,
        max(case when work.number < occasions.since then work.number end) as last_number
    from occasions
    inner join work on work.student = occasions.student and work.standard = occasions.standard
    group by occasions.judged, occasions.student, occasions.standard, occasions.fortnight
),
in_window as (
    select distinct occasions.judged, occasions.student, occasions.standard, occasions.fortnight, work.lesson
    from occasions
    inner join work
        on work.student = occasions.student
        and work.standard = occasions.standard
        and work.program = occasions.judged
        and work.number >= occasions.since
        and work.number < occasions.number
),
worked as (
    select distinct judged, student, standard, fortnight
    from in_window
),
earlier as (
    select
        occasions.judged, occasions.student, occasions.standard, occasions.fortnight,
        outside.number, outside.correct, outside.program,
        row_number() over (
            partition by occasions.judged, occasions.student, occasions.standard, occasions.fortnight
            order by outside.number desc
        ) as nth
    from occasions
    inner join outside
        on outside.judged = occasions.judged
        and outside.student = occasions.student
        and outside.standard = occasions.standard
        and outside.of_day = 1
        and outside.number < occasions.since
),
known_earlier as (
    select
        earlier.judged, earlier.student, earlier.standard, earlier.fortnight,
        sum(shown.right_) as right_before, sum(shown.wrong) as wrong_before
    from earlier
    inner join shown
        on shown.student = earlier.student
        and shown.standard = earlier.standard
        and shown.number < earlier.number
    where earlier.nth = 1
    group by earlier.judged, earlier.student, earlier.standard, earlier.fortnight
),
told as (
    select
        occasions.judged as program, occasions.student, occasions.school_class, occasions.standard,
        occasions.fortnight, occasions.program as told_by, cast(occasions.correct as integer) as correct,
        case when worked.student is null then 0 else 1 end as worked,
        coalesce(known.right_before, 0) as right_before, coalesce(known.wrong_before, 0) as wrong_before,
        occasions.since - touched.last_number as since_work,
        cast(earlier.correct as integer) as before_correct, earlier.program as before_told_by,
        coalesce(known_earlier.right_before, 0) as before_right, coalesce(known_earlier.wrong_before, 0) as before_wrong
    from occasions
    left join known
        on known.judged = occasions.judged and known.student = occasions.student
        and known.standard = occasions.standard and known.fortnight = occasions.fortnight
    left join touched
        on touched.judged = occasions.judged and touched.student = occasions.student
        and touched.standard = occasions.standard and touched.fortnight = occasions.fortnight
    left join worked
        on worked.judged = occasions.judged and worked.student = occasions.student
        and worked.standard = occasions.standard and worked.fortnight = occasions.fortnight
    left join earlier
        on earlier.judged = occasions.judged and earlier.student = occasions.student
        and earlier.standard = occasions.standard and earlier.fortnight = occasions.fortnight
        and earlier.nth = 1
    left join known_earlier
        on known_earlier.judged = occasions.judged and known_earlier.student = occasions.student
        and known_earlier.standard = occasions.standard and known_earlier.fortnight = occasions.fortnight
)
select
    told.program, '' as lesson, told.student, told.school_class, told.standard, told.fortnight, told.told_by,
    told.correct, told.worked,
    cast(told.right_before as integer) as right_before, cast(told.wrong_before as integer) as wrong_before,
    cast(told.since_work as integer) as since_work,
    told.before_correct, told.before_told_by,
    cast(told.before_right as integer) as before_right, cast(told.before_wrong as integer) as before_wrong
from told
union all
select
    told.program, in_window.lesson, told.student, told.school_class, told.standard, told.fortnight, told.told_by,
    told.correct, told.worked,
    cast(told.right_before as integer) as right_before, cast(told.wrong_before as integer) as wrong_before,
    cast(told.since_work as integer) as since_work,
    told.before_correct, told.before_told_by,
    cast(told.before_right as integer) as before_right, cast(told.before_wrong as integer) as before_wrong
from told
inner join in_window
    on in_window.judged = told.program
    and in_window.student = told.student
    and in_window.standard = told.standard
    and in_window.fortnight = told.fortnight
where in_window.lesson <> ''
