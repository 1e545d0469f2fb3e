-- Grain: one child of one class in one week for which the class has a plan: the child's lab time by what it was for.
--
-- The parts add to the whole, second by second: each is rounded down and what is left goes to the largest remainders;
-- of equal ones to the part that stands first. What no tag tells of, and the doubt of inferred tags, is unknown.
with
tags_typed as (
    select
        cast(program as varchar) as program,
        cast(kind as varchar) as kind,
        cast(content_item as varchar) as content_item,
        cast(spelled as varchar) as spelled,
        cast(standard as varchar) as standard,
        cast(share as decimal(18, 15)) as share
    from tags
),
members_typed as (
    select cast(student as integer) as student, cast(school_class as integer) as school_class, cast(week as date) as week
    from members
),
counted_typed as (
    select cast(school_class as integer) as school_class, cast(program as varchar) as program
    from counted
),
purposes_typed as (
    select
        cast(student as integer) as student, cast(school_class as integer) as school_class, cast(week as date) as week,
        cast(standard as varchar) as standard, cast(purpose as varchar) as purpose
    from purposes
),
figures_typed as (
    select
        cast(school_class as integer) as school_class,
        cast(week as date) as week,
        cast(as_of as date) as as_of,
        cast(class_seconds as bigint) as class_seconds,
        cast(class_lessons as integer) as class_lessons,
        cast(class_children as integer) as class_children,
        cast(class_through as date) as class_through,
        cast(class_sure as double) as class_sure,
        cast(class_share as double) as class_share,
        cast(class_low as double) as class_low,
        cast(class_high as double) as class_high,
        cast(class_least as double) as class_least,
        cast(class_most as double) as class_most,
        cast(class_gap_repair as double) as class_gap_repair,
        cast(class_overlap as double) as class_overlap,
        cast(class_coverage as double) as class_coverage,
        cast(class_need_fit as double) as class_need_fit,
        cast(class_beyond_chance as double) as class_beyond_chance,
        cast(class_lag_minus_4 as double) as class_lag_minus_4,
        cast(class_lag_minus_3 as double) as class_lag_minus_3,
        cast(class_lag_minus_2 as double) as class_lag_minus_2,
        cast(class_lag_minus_1 as double) as class_lag_minus_1,
        cast(class_lag_0 as double) as class_lag_0,
        cast(class_lag_plus_1 as double) as class_lag_plus_1,
        cast(class_lag_plus_2 as double) as class_lag_plus_2,
        cast(class_lag_plus_3 as double) as class_lag_plus_3,
        cast(class_lag_plus_4 as double) as class_lag_plus_4
    from figures
),
time_of_class as (
    select
        lesson_time.student, members_typed.school_class, lesson_time.school_year, lesson_time.week, lesson_time.program,
        lesson_time.kind, lesson_time.content_item, lesson_time.standard as spelled,
        sum(lesson_time.seconds) as seconds
    from lesson_time
    inner join members_typed
        on members_typed.student = lesson_time.student and members_typed.week = lesson_time.week
    inner join counted_typed
        on counted_typed.school_class = members_typed.school_class and counted_typed.program = lesson_time.program
    group by
        lesson_time.student, members_typed.school_class, lesson_time.school_year, lesson_time.week, lesson_time.program,
        lesson_time.kind, lesson_time.content_item, lesson_time.standard
),
totals as (
    select
        student, school_class, school_year, week,
        cast(sum(seconds) as integer) as seconds,
        cast(count(*) as integer) as lessons
    from time_of_class
    group by student, school_class, school_year, week
),
known as (
    select
        time_of_class.student, time_of_class.school_class, time_of_class.week,
        coalesce(purposes_typed.purpose, 'unrelated') as purpose,
        sum(cast(time_of_class.seconds * tags_typed.share as decimal(28, 12))) as seconds
    from time_of_class
    inner join tags_typed
        on tags_typed.program = time_of_class.program
        and tags_typed.kind = time_of_class.kind
        and tags_typed.content_item = time_of_class.content_item
        and tags_typed.spelled = time_of_class.spelled
    left join purposes_typed
        on purposes_typed.student = time_of_class.student
        and purposes_typed.school_class = time_of_class.school_class
        and purposes_typed.week = time_of_class.week
        and purposes_typed.standard = tags_typed.standard
    group by
        time_of_class.student, time_of_class.school_class, time_of_class.week,
        coalesce(purposes_typed.purpose, 'unrelated')
),
known_in_all as (
    select student, school_class, week, sum(seconds) as seconds
    from known
    group by student, school_class, week
),
every_part as (
    select student, school_class, week, purpose, seconds
    from known
    union all
    select
        totals.student, totals.school_class, totals.week, 'unknown' as purpose,
        greatest(totals.seconds - coalesce(known_in_all.seconds, 0), 0) as seconds
    from totals
    left join known_in_all
        on known_in_all.student = totals.student
        and known_in_all.school_class = totals.school_class
        and known_in_all.week = totals.week
),
rounded_down as (
    select
        student, school_class, week, purpose, floor(seconds) as whole, seconds - floor(seconds) as rest,
        case purpose
            when 'on_plan_needed' then 1
            when 'on_plan_mastered' then 2
            when 'gap_repair' then 3
            when 'due_review' then 4
            when 'ahead' then 5
            when 'unrelated' then 6
            else 7
        end as place
    from every_part
),
ranked as (
    select
        rounded_down.*,
        row_number() over (partition by student, school_class, week order by rest desc, place) as turn,
        sum(whole) over (partition by student, school_class, week) as given
    from rounded_down
),
parts as (
    select
        ranked.student, ranked.school_class, ranked.week, ranked.purpose,
        cast(ranked.whole + case when ranked.turn <= totals.seconds - ranked.given then 1 else 0 end as integer)
            as seconds
    from ranked
    inner join totals
        on totals.student = ranked.student
        and totals.school_class = ranked.school_class
        and totals.week = ranked.week
),
budgets as (
    select
        student, school_class, week,
        cast(sum(case when purpose = 'on_plan_needed' then seconds else 0 end) as integer) as on_plan_needed,
        cast(sum(case when purpose = 'on_plan_mastered' then seconds else 0 end) as integer) as on_plan_mastered,
        cast(sum(case when purpose = 'gap_repair' then seconds else 0 end) as integer) as gap_repair,
        cast(sum(case when purpose = 'due_review' then seconds else 0 end) as integer) as due_review,
        cast(sum(case when purpose = 'ahead' then seconds else 0 end) as integer) as ahead,
        cast(sum(case when purpose = 'unrelated' then seconds else 0 end) as integer) as unrelated,
        cast(sum(case when purpose = 'unknown' then seconds else 0 end) as integer) as unknown
    from parts
    group by student, school_class, week
)
select
    totals.student, totals.school_class, totals.school_year, totals.week,
    figures_typed.as_of,
    totals.seconds, totals.lessons,
    budgets.on_plan_needed, budgets.on_plan_mastered, budgets.gap_repair, budgets.due_review, budgets.ahead,
    budgets.unrelated, budgets.unknown,
    figures_typed.class_seconds, figures_typed.class_lessons, figures_typed.class_children,
    figures_typed.class_through, figures_typed.class_sure, figures_typed.class_share, figures_typed.class_low,
    figures_typed.class_high, figures_typed.class_least, figures_typed.class_most, figures_typed.class_gap_repair,
    figures_typed.class_overlap, figures_typed.class_coverage, figures_typed.class_need_fit,
    figures_typed.class_beyond_chance, figures_typed.class_lag_minus_4, figures_typed.class_lag_minus_3,
    figures_typed.class_lag_minus_2, figures_typed.class_lag_minus_1, figures_typed.class_lag_0,
    figures_typed.class_lag_plus_1, figures_typed.class_lag_plus_2, figures_typed.class_lag_plus_3,
    figures_typed.class_lag_plus_4
from totals
inner join budgets
    on budgets.student = totals.student
    and budgets.school_class = totals.school_class
    and budgets.week = totals.week
inner join figures_typed
    on figures_typed.school_class = totals.school_class and figures_typed.week = totals.week
union all
-- Weeks that are not worked out anew stay as they are.
select
    student, school_class, school_year, week, as_of, seconds, lessons, on_plan_needed, on_plan_mastered,
    gap_repair, due_review, ahead, unrelated, unknown, class_seconds, class_lessons, class_children,
    class_through, class_sure, class_share, class_low, class_high, class_least, class_most, class_gap_repair,
    class_overlap, class_coverage, class_need_fit, class_beyond_chance, class_lag_minus_4, class_lag_minus_3,
    class_lag_minus_2, class_lag_minus_1, class_lag_0, class_lag_plus_1, class_lag_plus_2, class_lag_plus_3,
    class_lag_plus_4
from alignment
where week not in (select cast(week as date) from renewed)
