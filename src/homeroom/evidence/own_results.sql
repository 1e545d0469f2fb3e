-- One row a child: its first and its latest result of a measure between two days, where they lie apart.
with sat as (
    select student, result_number, occurred_on, delivery, row
    from assessments
    where program = $program
      and assessment = $assessment
      and method = $method
      and coalesce(objective, '') = $objective
      and occurred_on between $begins_on and $ends_on
      and result_number is not null
      and list_contains($students, student)
),
numbered as (
    select student, result_number, occurred_on,
        row_number() over (partition by student order by occurred_on, delivery, row) as from_first,
        row_number() over (partition by student order by occurred_on desc, delivery desc, row desc) as from_last
    from sat
)
select
    before.student,
    before.result_number as before,
    latest.result_number as latest
from (select * from numbered where from_first = 1) as before
join (select * from numbered where from_last = 1) as latest on latest.student = before.student
where latest.occurred_on - before.occurred_on >= $apart
order by 1
