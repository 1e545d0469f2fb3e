-- grain: what one kind of evidence from one program did to the estimate; scores of the whole subject have no standard
select coalesce(standard, '') <> '' as is_own, coalesce(program, '') as program, kind, rows, weight, shift, last_on
from mastery_sources
where student = $child and school_year = $year and coalesce(standard, '') in ($standard, '')
order by is_own desc, abs(shift) desc, program, kind
