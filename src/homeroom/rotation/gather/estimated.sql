-- Grain: one child and standard as last estimated, by the child's own work or, without any, by its other work alone.
select mastery.student, mastery.standard, mastery.p_mastered
from mastery
inner join (select distinct cast(student as integer) as student from wanted) as wanted_typed
    on wanted_typed.student = mastery.student
inner join (select distinct cast(standard as varchar) as standard from asked) as asked_typed
    on asked_typed.standard = mastery.standard
where mastery.p_mastered is not null
