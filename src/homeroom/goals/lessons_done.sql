-- grain: one try of one child at a lesson, quiz or unit in the goal's days; a share is blank where none is told
select
    student, program, case when kind = 'unit' then 'unit' else 'lesson' end as kind, content_item, standard,
    occurred_on, outcome, kind = 'quiz' as is_quiz,
    case
        when items > 0 and items_correct between 0 and items then cast(items_correct as double) / items
        when max_score > 0 and score between 0 and max_score then score / max_score
    end as share
from activities
where student in (select unnest($students)) and occurred_on between $first and $last
order by student, occurred_on, occurred_at nulls first, program, content_item, attempt_no nulls first, outcome, share
