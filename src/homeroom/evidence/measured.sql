-- One row a child: the latest result of a measure in its window, how many earlier ones it takes the place of, and how
-- many results that are no number were set aside. Of two sittings at one moment the one delivered last counts.
with sat as (
    select student, result_number, occurred_on, delivery, row
    from assessments
    where program = $program
      and assessment = $assessment
      and method = $method
      and coalesce(objective, '') = $objective
      and occurred_on between $begins_on and $ends_on
      and list_contains($students, student)
),
numbered as (
    select student, result_number,
        row_number() over (partition by student order by occurred_on desc, delivery desc, row desc) as nth,
        count(*) over (partition by student) as sittings
    from sat
    where result_number is not null
),
unread as (
    select student, count(*) as unread from sat where result_number is null group by student
)
select
    coalesce(numbered.student, unread.student) as student,
    numbered.result_number as result,
    coalesce(numbered.sittings - 1, 0) as superseded,
    coalesce(unread.unread, 0) as unread
from (select * from numbered where nth = 1) as numbered
full join unread on unread.student = numbered.student
order by 1
