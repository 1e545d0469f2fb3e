-- grain: one program's lesson, item or unit; the minutes that the wanted children spent on it this school year, and how
-- many children they were. A lesson whose program tells no minutes has the children alone.
with spent as (
    select student, program, 'item' as kind, content_item, seconds / 60.0 as minutes
    from attempts
    where school_year = $year
    union all
    select student, program, case when kind = 'unit' then 'unit' else 'lesson' end, content_item, minutes
    from activities
    where school_year = $year
)
select program, kind, content_item, coalesce(sum(minutes), 0.0) as minutes, count(distinct student)::int as children
from spent
where content_item is not null and student in (select student from wanted)
group by all
order by all
