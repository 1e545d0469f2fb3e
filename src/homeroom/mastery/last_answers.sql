-- Grain: one child of `wanted` with answers this school year: the last so many of them, all programs in order of time,
-- how many of these have a time, and how many were too fast to have been read.
--
-- Fast is what `practice.sql` calls rapid, where enough children's times say what the item usually takes. `limits` is
-- one row: how many answers count, the percent of the usual time, the least timed answers of an item.
with
limits_typed as (
    select cast(answers as integer) as answers, cast(percent as double) as percent, cast(timed as integer) as timed
    from limits
),
wanted_typed as (
    select distinct cast(student as integer) as student
    from wanted
),
-- An answer counts at the end of its day where no moment is told, at the end of its week where no day is.
numbered as (
    select
        attempts.student, attempts.program, attempts.school_year, attempts.content_item, attempts.seconds,
        row_number() over (
            partition by attempts.student
            order by
                case
                    when attempts.precision = 'week' then cast(attempts.occurred_on + interval '6' day as date)
                    else attempts.occurred_on
                end desc nulls first,
                attempts.occurred_at desc nulls first,
                attempts.content_item desc nulls first,
                attempts.program desc nulls first,
                attempts.attempt_no desc nulls first,
                attempts.correct desc nulls first,
                attempts.seconds desc nulls first
        ) as from_last
    from attempts
    inner join wanted_typed on wanted_typed.student = attempts.student
    where attempts.correct is not null and not coalesce(attempts.contradiction, false)
),
last_ones as (
    select numbered.*
    from numbered
    cross join limits_typed
    where numbered.from_last <= limits_typed.answers
),
items as (
    select distinct program, school_year, content_item
    from last_ones
    where content_item is not null and seconds is not null
),
item_times as (
    select
        attempts.program, attempts.school_year, attempts.content_item,
        median(attempts.seconds) as usual_seconds, count(attempts.seconds) as timed
    from attempts
    inner join items
        on items.program = attempts.program
        and items.school_year = attempts.school_year
        and items.content_item = attempts.content_item
    where attempts.seconds is not null and not coalesce(attempts.contradiction, false)
    group by attempts.program, attempts.school_year, attempts.content_item
)
select
    last_ones.student,
    cast(count(*) as integer) as answers,
    cast(count(last_ones.seconds) as integer) as timed,
    cast(
        sum(
            case
                when item_times.timed >= limits_typed.timed
                    and 100 / limits_typed.percent * last_ones.seconds < item_times.usual_seconds then 1
                else 0
            end
        ) as integer
    ) as fast
from last_ones
cross join limits_typed
left join item_times
    on item_times.program = last_ones.program
    and item_times.school_year = last_ones.school_year
    and item_times.content_item = last_ones.content_item
group by last_ones.student
