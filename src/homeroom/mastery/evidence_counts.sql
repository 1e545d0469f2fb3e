-- grain: one child: the standards it worked on, those among them with too little evidence to say anything, and the
-- standards of its grade and the grade before without any work
select
    student,
    cast(sum(case when state <> 'no evidence' then 1 else 0 end) as integer) as worked,
    cast(sum(case when state = 'not enough evidence' then 1 else 0 end) as integer) as thin,
    cast(sum(case when state = 'no evidence' then 1 else 0 end) as integer) as unseen
from mastery
group by student
order by student
