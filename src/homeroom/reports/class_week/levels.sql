-- grain: one result (vendor's column) of a child's latest sitting of one assessment and objective, up to $last
select
    student, program, assessment, coalesce(objective, '') as objective, method, result, result_kind,
    coalesce(period, '') as period, occurred_on
from assessments
where occurred_on <= $last and coalesce(result, '') <> ''
qualify rank() over (
    partition by student, program, assessment, coalesce(objective, '')
    order by occurred_on desc, coalesce(sitting, '') desc
) = 1
order by student, program, assessment, objective, length(method), method
