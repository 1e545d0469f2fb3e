-- Grain: one candidate of one child, with the types of the table of offers.
select
    cast(student as integer) as student,
    cast(school_year as smallint) as school_year,
    cast(offered_at as timestamp_ms) as offered_at,
    cast(policy_version as varchar) as policy_version,
    cast(seed as bigint) as seed,
    cast(exploration_share as double) as exploration_share,
    cast(switched_on_by as integer) as switched_on_by,
    cast(place as smallint) as place,
    cast(standard as varchar) as standard,
    cast(goal as integer) as goal,
    cast(program as varchar) as program,
    cast(lesson as varchar) as lesson,
    cast(channel as varchar) as channel,
    cast(score as double) as score,
    cast(propensity as double) as propensity,
    cast(reasons as varchar) as reasons,
    cast(codes as varchar) as codes,
    cast(blocked_by as varchar) as blocked_by,
    cast(chosen as boolean) as chosen,
    cast(chosen_by as varchar) as chosen_by
from offered
