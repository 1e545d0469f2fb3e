-- grain: one child of one class: the small group that was suggested for it last, or none
select student, place, coalesce(standard, '') as standard, since, coalesce(reason, '') as reason, as_of
from groups
where school_class = $class and school_year = (select max(school_year) from groups where school_class = $class)
order by place, student
