-- grain: one child and one standard with work of the child's own
select distinct student, standard
from mastery
where coalesce(attempts, 0) > 0
order by student, standard
