-- grain: one child with any work in the week
with work as (
    select student from practice where week = $week and last_on is not null
    union all
    select student from activities where occurred_on between $week and $last
    union all
    select student from usage where value > 0 and occurred_on between $week and $last
        and datediff('day', coalesce(starts_on, occurred_on), coalesce(ends_on, occurred_on)) < 7
    union all
    select student from assessments where occurred_on between $week and $last
)
select distinct student
from work
order by student
