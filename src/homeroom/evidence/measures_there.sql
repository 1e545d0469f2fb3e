-- One row a measure that has results as numbers: of how many of these children, and since when, until when.
select
    program,
    assessment,
    method,
    coalesce(objective, '') as objective,
    count(distinct student) as children,
    min(occurred_on) as first_on,
    max(occurred_on) as last_on
from assessments
where result_number is not null
  and list_contains($students, student)
group by program, assessment, method, coalesce(objective, '')
order by program, assessment, objective, method
