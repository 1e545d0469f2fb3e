-- Grain: one child and standard that stands in the child's list of next steps.
select next_steps.student, next_steps.standard
from next_steps
inner join (select distinct cast(student as integer) as student from wanted) as wanted_typed
    on wanted_typed.student = next_steps.student
order by next_steps.student, next_steps.place
