-- grain: one child and standard; answers and lessons in the weeks from $first to $week, and in $week alone
select
    student,
    standard,
    sum(attempts)::int as answers,
    sum(correct)::int as "right",
    coalesce(sum(attempts) filter (week = $week), 0)::int as answers_this_week,
    sum(coalesce(lessons, 0))::int as lessons,
    sum(coalesce(lessons_passed, 0))::int as passed
from practice
where coalesce(standard, '') <> ''
    and week between $first and $week
    -- Answers that are left out as contradicting are no work on the standard.
    and last_on is not null
group by student, standard
order by student, standard
