-- Grain: as in delivered.sql. A new version takes over what was delivered on days that are over; its other days wait
-- until they are worked out anew.
select
    rotation_minutes.student, rotation_minutes.school_year, rotation_minutes.school, rotation_minutes.week,
    rotation_minutes.date, rotation_minutes.modality, rotation_minutes.program, rotation_minutes.planned,
    rotation_minutes.delivered, rotation_minutes.minutes_definition, rotation_minutes.state,
    case
        when
            rotation_minutes.school = cast(changing.school as integer)
            and rotation_minutes.week = cast(changing.week as date)
            and rotation_minutes.plan_version = cast(changing.before as integer)
            then cast(changing.version as integer)
        else rotation_minutes.plan_version
    end as plan_version
from rotation_minutes
cross join changing
where
    rotation_minutes.school <> cast(changing.school as integer)
    or rotation_minutes.week <> cast(changing.week as date)
    or rotation_minutes.date < cast(changing.today as date)
