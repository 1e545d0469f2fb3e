-- grain: one rule that the child's work meets, and the standard it is about, if any
select rule, coalesce(standard, '') as standard, evidence
from flags
where student = $child and school_year = $year
order by rule, standard
