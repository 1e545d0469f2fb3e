-- grain: one of the first standards that the child should work on next
select standard, reason
from next_steps
where student = $child and school_year = $year
order by place
limit $most
