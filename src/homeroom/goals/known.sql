-- Grain: one child and standard with evidence of the child's own, as last estimated, of the children and standards that
-- `wanted` and `asked` name.
select
    mastery.student, mastery.standard, mastery.p_mastered, mastery.evidence_weight, mastery.attempts,
    mastery.last_evidence_on
from mastery
inner join (select distinct cast(student as integer) as student from wanted) as wanted_typed
    on wanted_typed.student = mastery.student
inner join (select distinct cast(standard as varchar) as standard from asked) as asked_typed
    on asked_typed.standard = mastery.standard
where not mastery.inferred and mastery.evidence_weight > 0
