-- Grain: one child and lesson tried this school year: how often, and in which language last.
select
    student, program, content_item,
    cast(least(count(*), 100) as integer) as tries,
    coalesce(max(language), '') as language
from activities
where student in (select student from wanted) and content_item is not null
group by student, program, content_item
order by student, program, content_item
