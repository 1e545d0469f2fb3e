-- grain: one row: the answers on one standard in weeks that began after a day
select cast(coalesce(sum(attempts), 0) as integer) as answers
from practice
where student = $child and standard = $standard and week > $since
