-- grain: one program and day; what it saw of the child
with seen as (
    select program, occurred_on, count(*) as answers, null as lessons, null as minutes, null as sittings
    from attempts
    where student = $child and occurred_on between $first and $last
    group by all
    union all
    select program, occurred_on, null, count(*), sum(minutes), null
    from activities
    where student = $child and occurred_on between $first and $last
    group by all
    union all
    select program, occurred_on, null, null, sum(value) filter (metric = 'MinutesOnTask'), null
    from usage
    where student = $child and occurred_on between $first and $last and value > 0
        and not coalesce(cumulative, false)
        and datediff('day', coalesce(starts_on, occurred_on), coalesce(ends_on, occurred_on)) < 7
    group by all
    union all
    select program, occurred_on, null, null, null, count(distinct assessment)
    from assessments
    where student = $child and occurred_on between $first and $last
    group by all
)
select
    program,
    occurred_on,
    coalesce(sum(answers), 0)::int as answers,
    coalesce(sum(lessons), 0)::int as lessons,
    max(minutes) as minutes,
    coalesce(sum(sittings), 0)::int as sittings
from seen
group by all
order by all
