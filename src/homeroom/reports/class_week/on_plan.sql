-- grain: the class in the week, where it was worked out; every child's row says the same of the class
select
    max(as_of), max(class_through), max(class_seconds), max(class_lessons), max(class_children),
    max(class_sure), max(class_share), max(class_low), max(class_high), max(class_gap_repair)
from alignment
where school_class = $class and week = $week
having count(*) > 0
