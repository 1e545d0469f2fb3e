-- Grain: one measure of one child's use between two neighbouring cumulative snapshots of one report.
--
-- A snapshot's value counts from a start to its day, so a period is a difference. The order of arrival plays no part;
-- where a week's file never came, the next one closes a longer period, which is neither split nor filled.
-- A value lower than one before it is no period. Where the program's start has changed it is a new base, as a new
-- school year or a new grade of material always is; else it is set aside as went_down and the next compared without it.
with
-- Two snapshots of one day, from two files, are one: the higher, which is the later in that day.
snapshots as (
    select
        student, program, report, school_year, metric, resource, place, material_grade,
        max(definition) as definition,
        coalesce(ends_on, occurred_on) as day,
        max(value) as value,
        -- A start that is the day itself tells nothing: the report named one day only.
        max(case when starts_on < coalesce(ends_on, occurred_on) then starts_on end) as began
    from usage
    where cumulative and value is not null
    group by
        student, program, report, school_year, metric, resource, place, material_grade,
        coalesce(ends_on, occurred_on)
),
told as (
    select
        snapshots.*,
        last_value(began ignore nulls) over (
            partition by student, program, report, school_year, metric, resource, place, material_grade
            order by day
            rows between unbounded preceding and 1 preceding
        ) as began_before
    from snapshots
),
-- Runs of snapshots with one start.
runs as (
    select
        told.*,
        began <> began_before as begins_anew,
        sum(case when began <> began_before then 1 else 0 end) over (
            partition by student, program, report, school_year, metric, resource, place, material_grade
            order by day
        ) as run
    from told
),
runs_beside as (
    select
        runs.*,
        max(value) over (
            partition by student, program, report, school_year, metric, resource, place, material_grade
            order by run
            range between 1 preceding and 1 preceding
        ) as highest_of_run_before
    from runs
),
-- A run that begins below what stood before it counts from its own start.
based as (
    select
        runs_beside.*,
        sum(case when begins_anew and value < highest_of_run_before then 1 else 0 end) over (
            partition by student, program, report, school_year, metric, resource, place, material_grade
            order by day
        ) as base
    from runs_beside
),
compared as (
    select
        based.*,
        max(value) over (
            partition by student, program, report, school_year, metric, resource, place, material_grade, base
            order by day
            rows between unbounded preceding and 1 preceding
        ) as reached
    from based
),
counted as (
    select
        compared.*,
        case when reached is null or value >= reached then day end as counted_day
    from compared
),
bounded as (
    select
        counted.*,
        max(counted_day) over (
            partition by student, program, report, school_year, metric, resource, place, material_grade, base
            order by day
            rows between unbounded preceding and 1 preceding
        ) as day_before
    from counted
)
select
    student, program, report, school_year, metric, resource, place, material_grade, definition,
    case when day_before is null then began else cast(day_before + interval '1' day as date) end as starts_on,
    day as ends_on,
    case when counted_day is not null then value - coalesce(reached, 0) end as value,
    cast(case when day_before is null then 1 else 2 end as smallint) as snapshots,
    case
        when counted_day is null then 'went_down'
        when day_before is null and base > 0 then 'new_base'
        when day_before is null then 'first'
    end as flag
from bounded
