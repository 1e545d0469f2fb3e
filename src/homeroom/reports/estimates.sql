-- grain: one child and standard that the child's own work speaks of, or whose state a teacher has set in the past
select
    student, standard, state, attempts, evidence_weight, low80, high80, last_evidence_on
from mastery
where not inferred
order by student, standard
