-- Grain: one child in one session, as published. The rows of one school's week from a day on give way to new ones.
select
    cast(student as integer) as student, cast(school_year as smallint) as school_year, cast(school as integer) as school,
    cast(week as date) as week, cast(date as date) as date, cast(session as smallint) as session,
    cast(minutes as smallint) as minutes, cast(modality as varchar) as modality,
    cast(plan_group as integer) as plan_group, cast(staff as integer) as staff, cast(room as integer) as room,
    cast(program as varchar) as program, cast(standard as varchar) as standard, cast(drawn as boolean) as drawn,
    cast(pair as integer) as pair, cast(propensity as double) as propensity,
    cast(plan_version as integer) as plan_version
from published
union all
select
    placements.student, placements.school_year, placements.school, placements.week, placements.date,
    placements.session, placements.minutes, placements.modality, placements.plan_group, placements.staff,
    placements.room, placements.program, placements.standard, placements.drawn, placements.pair,
    placements.propensity, placements.plan_version
from placements
cross join changing
where
    placements.school <> cast(changing.school as integer)
    or placements.week <> cast(changing.week as date)
    or placements.date < cast(changing.since as date)
