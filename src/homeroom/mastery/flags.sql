-- Grain: one rule that one child's work meets; a blank standard is about no single one.
select
    cast(student as integer) as student, cast(rule as varchar) as rule, cast(standard as varchar) as standard,
    cast(evidence as varchar) as evidence
from flagged
