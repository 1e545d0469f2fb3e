-- One row a delivery that brought results of a measure from within its window, of the children asked about.
select delivery, count(distinct student) as children
from assessments
where program = $program
  and assessment = $assessment
  and method = $method
  and coalesce(objective, '') = $objective
  and occurred_on between $begins_on and $ends_on
  and list_contains($students, student)
group by delivery
order by delivery
