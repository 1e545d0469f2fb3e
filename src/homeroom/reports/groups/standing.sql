-- grain: the newest estimate of one child's mastery of one of the standards
select student, standard, state, coalesce(attempts, 0) as attempts
from mastery
where list_contains($standards, standard)
qualify row_number() over (partition by student, standard order by school_year desc) = 1
order by student, standard
