-- grain: one program's lesson, item or unit under one spelling of a standard, and one child; what the child did in it.
-- Answers whose result is not told, or whose sitting contradicts itself, are no evidence of anything: they are not here.
with done as (
    select student, program, 'item' as kind, content_item, standard, 1 as answers, 0 as tries
    from attempts
    where school_year = $year and correct is not null and not coalesce(contradiction, false)
    union all
    select student, program, case when kind = 'unit' then 'unit' else 'lesson' end, content_item, standard, 0, 1
    from activities
    where school_year = $year
)
select program, kind, coalesce(content_item, '') as content_item, coalesce(standard, '') as spelling, student,
    sum(answers)::int as answers, sum(tries)::int as tries
from done
where student in (select student from wanted)
group by all
order by all
