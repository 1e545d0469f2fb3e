-- grain: one child; of the standards worked on since $first those with a told state, mastered ones, and too thin ones.
-- A state that a teacher has set (`held`) is told before the estimate.
with worked_on as (
    select mastery.student, coalesce(cast(held.state as varchar), mastery.state) as state
    from mastery
    left join held on held.student = mastery.student and cast(held.standard as varchar) = mastery.standard
    where not mastery.inferred and mastery.last_evidence_on >= $first
)
select
    student,
    count(*) filter (state = 'mastered') as mastered,
    count(*) filter (state not in ('no evidence', 'not enough evidence')) as told,
    count(*) filter (state in ('no evidence', 'not enough evidence')) as thin
from worked_on
group by student
order by student
