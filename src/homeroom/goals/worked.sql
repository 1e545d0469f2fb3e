-- grain: one child and standard; minutes in the weeks from one Monday to another
select student, standard, sum(active_minutes) as minutes
from practice
where
    student in (select unnest($students)) and standard in (select unnest($standards))
    and week between $first and $last and active_minutes is not null
group by all
order by all
