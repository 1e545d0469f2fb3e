-- Grain: one child's work on one standard in one week of one program. A blank standard is work tied to none.
--
-- An answer to an item on q standards is one answer on each of them, with weights (`share`) that sum to 1: within one
-- standard count answers, over several standards add up shares. Time and lessons follow the same shares.
-- Sums run over decimals: sums of doubles would change in the last digit with the order of the rows.
with
tags_typed as (
    select
        cast(program as varchar) as program,
        cast(kind as varchar) as kind,
        cast(content_item as varchar) as content_item,
        cast(standard as varchar) as standard,
        cast(share as double) as share
    from tags
),
spellings_typed as (
    select cast(spelling as varchar) as spelling, cast(standard as varchar) as standard
    from spellings
),
-- An answer whose sitting contradicts itself says nothing that can be relied on: it is counted as such, nowhere else.
answers_told as (
    select
        student, program, school_year, occurred_on, occurred_at, content_item, activity, standard, attempt_no,
        -- An answer's time counts to the end of its day, or of its week where no day is told.
        case when precision = 'week' then cast(occurred_on + interval '6' day as date) else occurred_on end as ended_on,
        coalesce(contradiction, false) as contradicts,
        case when coalesce(contradiction, false) then null else correct end as correct,
        case when coalesce(contradiction, false) then null else seconds end as seconds
    from attempts
),
answers as (
    select
        answers_told.*,
        row_number() over (
            partition by student, program, school_year, content_item, contradicts
            order by
                ended_on asc nulls last,
                occurred_at asc nulls last,
                attempt_no asc nulls last,
                -- Of two answers at one time, the wrong one came first; then only what they are about tells them apart.
                correct asc nulls last,
                standard asc nulls last
        ) as try_seen
    from answers_told
),
-- What an item usually takes, all children of the school year together.
item_times as (
    select program, school_year, content_item, median(seconds) as usual_seconds
    from answers_told
    where content_item is not null and seconds is not null
    group by program, school_year, content_item
),
-- A lesson's row holds all its time up to that row. What a child answers in it later is new work.
lessons_closed as (
    select
        student, program, school_year, content_item as activity,
        max(case when precision = 'week' then cast(occurred_on + interval '6' day as date) else occurred_on end)
            as closed_on
    from activities
    where minutes is not null and content_item is not null
    group by student, program, school_year, content_item
),
-- Rapid is an answer in under a tenth of what its item usually takes: no time to read it. Blank where no time is known.
answers_timed as (
    select
        answers.*,
        10 * answers.seconds < item_times.usual_seconds as is_rapid,
        case when lessons_closed.closed_on >= answers.occurred_on then null else answers.seconds end as own_seconds
    from answers
    left join item_times
        on item_times.program = answers.program
        and item_times.school_year = answers.school_year
        and item_times.content_item = answers.content_item
    left join lessons_closed
        on lessons_closed.student = answers.student
        and lessons_closed.program = answers.program
        and lessons_closed.school_year = answers.school_year
        and lessons_closed.activity = answers.activity
),
answers_placed as (
    select
        answers_timed.student, answers_timed.program, answers_timed.school_year, answers_timed.occurred_on,
        answers_timed.correct, answers_timed.contradicts, answers_timed.is_rapid, answers_timed.own_seconds,
        answers_timed.content_item is not null
            and answers_timed.try_seen = 1
            and coalesce(answers_timed.attempt_no, 1) = 1 as is_first,
        coalesce(tags_typed.standard, spellings_typed.standard, '') as standard,
        coalesce(tags_typed.share, 1.0) as share
    from answers_timed
    left join tags_typed
        on tags_typed.program = answers_timed.program
        and tags_typed.kind = 'item'
        and tags_typed.content_item = answers_timed.content_item
    left join spellings_typed on spellings_typed.spelling = answers_timed.standard
),
answer_work as (
    select
        student, standard, program, school_year,
        cast(date_trunc('week', occurred_on) as date) as week,
        sum(case when correct is not null then 1 else 0 end) as attempts,
        sum(case when correct then 1 else 0 end) as correct,
        sum(case when correct is null and not contradicts then 1 else 0 end) as unscored,
        sum(case when contradicts then 1 else 0 end) as contradicting,
        sum(cast(case when correct is not null then share else 0 end as decimal(18, 15))) as share,
        sum(case when correct is not null and is_first then 1 else 0 end) as first_tries,
        sum(case when correct and is_first then 1 else 0 end) as first_correct,
        sum(cast(own_seconds * share / 60.0 as decimal(28, 12))) as active_minutes,
        max(case when own_seconds is not null then 'the time of each answer, added up' end) as minutes_definition,
        0 as lessons,
        0 as lessons_passed,
        sum(case when correct is null or is_rapid is null then null when is_rapid then 1 else 0 end) as rapid,
        max(case when not contradicts then occurred_on end) as last_on
    from answers_placed
    group by student, standard, program, school_year, cast(date_trunc('week', occurred_on) as date)
),
lessons_placed as (
    select
        activities.student, activities.program, activities.school_year, activities.occurred_on,
        activities.content_item, activities.minutes, activities.minutes_definition, activities.outcome,
        cast(date_trunc('week', activities.occurred_on) as date) as week,
        coalesce(tags_typed.standard, spellings_typed.standard, '') as standard,
        coalesce(tags_typed.share, 1.0) as share
    from activities
    left join tags_typed
        on tags_typed.program = activities.program
        and tags_typed.kind = case when activities.kind = 'unit' then 'unit' else 'lesson' end
        and tags_typed.content_item = activities.content_item
    left join spellings_typed on spellings_typed.spelling = activities.standard
),
-- A lesson tried three times in a week is one lesson; tries of lessons without an id can't be told apart.
lesson_by_lesson as (
    select
        student, standard, program, school_year, week, content_item,
        case when content_item is null then count(*) else 1 end as lessons,
        case
            when content_item is null then sum(case when outcome = 'passed' then 1 else 0 end)
            else max(case when outcome = 'passed' then 1 else 0 end)
        end as lessons_passed,
        sum(cast(minutes * share as decimal(28, 12))) as active_minutes,
        max(occurred_on) as last_on
    from lessons_placed
    group by student, standard, program, school_year, week, content_item
),
lesson_definitions as (
    select distinct student, standard, program, school_year, week, minutes_definition
    from lessons_placed
    where minutes is not null
),
work as (
    select * from answer_work
    union all
    select
        student, standard, program, school_year, week,
        0 as attempts, 0 as correct, 0 as unscored, 0 as contradicting, 0 as share, 0 as first_tries,
        0 as first_correct, active_minutes, null as minutes_definition, lessons, lessons_passed, null as rapid, last_on
    from lesson_by_lesson
    union all
    select
        student, standard, program, school_year, week,
        0 as attempts, 0 as correct, 0 as unscored, 0 as contradicting, 0 as share, 0 as first_tries,
        0 as first_correct, null as active_minutes, minutes_definition, 0 as lessons, 0 as lessons_passed,
        null as rapid, null as last_on
    from lesson_definitions
)
select
    student, standard, program, school_year, week,
    cast(sum(attempts) as integer) as attempts,
    cast(sum(correct) as integer) as correct,
    cast(sum(unscored) as integer) as unscored,
    cast(sum(contradicting) as integer) as contradicting,
    cast(sum(share) as double) as share,
    cast(sum(first_tries) as integer) as first_tries,
    cast(sum(first_correct) as integer) as first_correct,
    cast(sum(active_minutes) as double) as active_minutes,
    nullif(
        array_to_string(
            list_sort(array_agg(distinct minutes_definition) filter (where minutes_definition is not null)), '; '
        ),
        ''
    ) as minutes_definition,
    cast(sum(lessons) as integer) as lessons,
    cast(sum(lessons_passed) as integer) as lessons_passed,
    cast(sum(rapid) as integer) as rapid,
    max(last_on) as last_on
from work
group by student, standard, program, school_year, week
