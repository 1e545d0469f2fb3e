-- One row a child and part of an assessment: the latest result of that part in the window, with its day. Parts are named
-- as the assessment names them, such as the code of a standard.
with sat as (
    select student, objective, result_number, occurred_on,
        row_number() over (
            partition by student, objective order by occurred_on desc, delivery desc, row desc
        ) as nth
    from assessments
    where program = $program
      and assessment = $assessment
      and method = $method
      and coalesce(objective, '') <> ''
      and occurred_on between $begins_on and $ends_on
      and result_number is not null
      and list_contains($students, student)
)
select student, objective, result_number as result, occurred_on
from sat
where nth = 1
order by student, objective
