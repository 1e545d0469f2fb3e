-- grain: what one child did on one standard in one program in a school year
select
    student,
    program,
    sum(attempts)::int as answers,
    sum(correct)::int as "right",
    sum(coalesce(lessons, 0))::int as lessons,
    sum(coalesce(lessons_passed, 0))::int as passed,
    max(last_on) as last_on
from practice
where standard = $standard
    -- Answers that are left out as contradicting are no work on the standard.
    and last_on is not null
group by student, program
order by student, last_on desc, program
