-- Grain: one child on one day: minutes of one modality and program of the flexible block, by what became of them.
--
-- Planned minutes are those of the sessions, each in one row, so they add up to what the child had. Of technology the
-- programs tell, of all else the sheets; nothing is filled in. What is more than was planned stands apart.
with
asked_typed as (
    select cast(as_of as date) as as_of
    from asked
),
sheets_typed as (
    select
        cast(student as integer) as student, cast(date as date) as date, cast(session as integer) as session,
        cast(modality as varchar) as modality, cast(took_place as boolean) as took_place,
        cast(minutes as integer) as minutes
    from sheets
),
sessions as (
    select
        placements.student, placements.school_year, placements.school, placements.week, placements.date,
        placements.session, placements.modality, placements.program, placements.minutes, placements.plan_version
    from placements
    inner join asked_typed on placements.date <= asked_typed.as_of
),
days as (
    select distinct student, school_year, school, week, date, plan_version
    from sessions
),
used as (
    select
        student, program, occurred_on as date,
        sum(cast(value as decimal(28, 12))) as minutes,
        nullif(
            array_to_string(list_sort(array_agg(distinct definition) filter (where definition is not null)), '; '), ''
        ) as definition
    from usage
    where
        metric = 'MinutesOnTask' and value is not null and not coalesce(cumulative, false) and precision <> 'week'
        -- What a week or a range of days counts is of no one day.
        and coalesce(starts_on, occurred_on) = coalesce(ends_on, occurred_on)
    group by student, program, occurred_on
),
lessons as (
    select
        student, program, occurred_on as date,
        sum(cast(minutes as decimal(28, 12))) as minutes,
        nullif(
            array_to_string(
                list_sort(array_agg(distinct minutes_definition) filter (where minutes_definition is not null)), '; '
            ),
            ''
        ) as definition
    from activities
    where minutes is not null and precision <> 'week'
    group by student, program, occurred_on
),
-- A program that counts a day's minutes by itself has its lessons among them.
spent as (
    select student, program, date, minutes, definition
    from used
    union all
    select lessons.student, lessons.program, lessons.date, lessons.minutes, lessons.definition
    from lessons
    left join used
        on used.student = lessons.student and used.program = lessons.program and used.date = lessons.date
    where used.student is null
),
told as (
    select
        student, program, occurred_on as date,
        precision <> 'week' and coalesce(starts_on, occurred_on) = coalesce(ends_on, occurred_on) as by_day
    from usage
    where metric = 'MinutesOnTask' and value is not null and not coalesce(cumulative, false)
    union all
    select student, program, occurred_on as date, precision <> 'week' as by_day
    from activities
    where minutes is not null
),
schools as (
    select distinct student, school
    from days
),
-- Up to which day a program has told of anybody at the school; blank where it tells of no single days.
reached as (
    select
        schools.school, told.program,
        max(case when told.by_day then told.date end) as through
    from told
    inner join schools on schools.student = told.student
    group by schools.school, told.program
),
technology as (
    select
        student, school_year, school, week, date, program, plan_version,
        cast(sum(minutes) as decimal(28, 12)) as planned
    from sessions
    where modality = 'technology'
    group by student, school_year, school, week, date, program, plan_version
),
technology_told as (
    select
        technology.*, spent.minutes as spent, spent.definition,
        case
            when spent.minutes is not null then 'delivered'
            when reached.program is not null and reached.through is null then 'not recorded'
            when reached.through >= technology.date and technology.date < asked_typed.as_of then 'delivered'
            else 'late'
        end as state
    from technology
    cross join asked_typed
    left join spent
        on spent.student = technology.student
        and spent.program = technology.program
        and spent.date = technology.date
    left join reached on reached.school = technology.school and reached.program = technology.program
),
beyond_technology as (
    select
        days.student, days.school_year, days.school, days.week, days.date, spent.program, days.plan_version,
        spent.minutes - coalesce(technology.planned, 0) as minutes, spent.definition
    from spent
    inner join days on days.student = spent.student and days.date = spent.date
    left join technology
        on technology.student = spent.student
        and technology.program = spent.program
        and technology.date = spent.date
    where spent.minutes > coalesce(technology.planned, 0)
),
led as (
    select
        sessions.*,
        case
            when sheets_typed.student is null then 'not recorded'
            when sheets_typed.took_place and sheets_typed.modality = sessions.modality then 'delivered'
            else 'did not take place'
        end as state,
        least(sheets_typed.minutes, sessions.minutes) as ticked
    from sessions
    left join sheets_typed
        on sheets_typed.student = sessions.student
        and sheets_typed.date = sessions.date
        and sheets_typed.session = sessions.session
    where sessions.modality <> 'technology'
),
beyond_led as (
    select
        days.student, days.school_year, days.school, days.week, days.date, sheets_typed.modality, days.plan_version,
        sheets_typed.minutes - least(sheets_typed.minutes, coalesce(sessions.minutes, 0)) as minutes
    from sheets_typed
    inner join days on days.student = sheets_typed.student and days.date = sheets_typed.date
    left join sessions
        on sessions.student = sheets_typed.student
        and sessions.date = sheets_typed.date
        and sessions.session = sheets_typed.session
        and sessions.modality = sheets_typed.modality
    where sheets_typed.took_place and sheets_typed.modality <> 'technology'
),
parts as (
    select
        student, school_year, school, week, date, 'technology' as modality, program,
        planned,
        case when state = 'delivered' then least(coalesce(spent, 0), planned) end as delivered,
        definition, state, plan_version
    from technology_told
    union all
    select
        student, school_year, school, week, date, 'technology' as modality, program,
        0 as planned, minutes as delivered, definition, 'beyond the plan' as state, plan_version
    from beyond_technology
    union all
    select
        student, school_year, school, week, date, modality, '' as program,
        minutes as planned,
        case state when 'delivered' then ticked when 'did not take place' then 0 end as delivered,
        case when state = 'delivered' then 'minutes of the session, as its sheet says' end as definition,
        state, plan_version
    from led
    union all
    select
        student, school_year, school, week, date, modality, '' as program,
        0 as planned, minutes as delivered, 'minutes of the session, as its sheet says' as definition,
        'beyond the plan' as state, plan_version
    from beyond_led
    where minutes > 0
)
select
    student, school_year, school, week, date, modality, program,
    cast(sum(planned) as integer) as planned,
    cast(sum(delivered) as double) as delivered,
    max(definition) as minutes_definition,
    state, plan_version
from parts
group by student, school_year, school, week, date, modality, program, state, plan_version
