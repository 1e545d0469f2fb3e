-- grain: one child and standard with many answers since the last three right in a row, the last of them in these weeks
select student, standard, since_three as answers, correct_since as "right", coalesce(programs, '') as programs, last_on
from streaks
where since_three >= $enough
    and last_on between $first and $last
order by standard, student
