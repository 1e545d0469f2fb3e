-- grain: one sitting up to $last whose answers contradict its own raw score
with marked as (
    select program, activity, max(occurred_on) as occurred_on, count(*) as answers,
        count(*) filter (correct) as marked_right
    from attempts
    where student = $child and occurred_on <= $last and contradiction
    group by all
),
raw as (
    select program, sitting, any_value(assessment order by assessment) as assessment,
        any_value(result order by result) as score
    from assessments
    where student = $child and coalesce(objective, '') = '' and lower(method) = 'raw score'
    group by all
)
select marked.program, coalesce(raw.assessment, '') as assessment, marked.occurred_on, marked.answers,
    marked.marked_right, coalesce(raw.score, '') as score
from marked
left join raw on raw.program = marked.program and raw.sitting = marked.activity
order by 3 desc, 1, 2, 4, 5, 6
