-- grain: one child and program; different lessons tried and passed in the week, and this school year up to its end
select
    student,
    program,
    count(distinct content_item) filter (occurred_on >= $week) as tried_this_week,
    count(distinct content_item) filter (occurred_on >= $week and outcome = 'passed') as passed_this_week,
    count(distinct content_item) as tried,
    count(distinct content_item) filter (outcome = 'passed') as passed,
    bool_or(coalesce(standard, '') <> '') as names_a_standard
from activities
where occurred_on <= $last
group by all
order by all
