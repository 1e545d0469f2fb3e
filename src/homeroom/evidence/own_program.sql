-- One row where the children worked in the program on these days at all: its own score moves with that work.
select count(*) as rows
from (
    select student, program, occurred_on from usage
    union all
    select student, program, occurred_on from activities
    union all
    select student, program, occurred_on from attempts
) as worked
where program = $program
  and occurred_on between $begins_on and $ends_on
  and list_contains($students, student)
