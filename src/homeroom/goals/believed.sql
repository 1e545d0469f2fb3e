-- grain: one child and standard with evidence of the child's own, as last estimated
select student, standard, p_mastered, evidence_weight
from mastery
where student in (select unnest($students)) and standard in (select unnest($standards)) and not inferred
order by all
