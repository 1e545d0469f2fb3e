-- grain: one child and program that told anything of the child
select distinct student, program from practice
union
select distinct student, program from activities
union
select distinct student, program from usage
union
select distinct student, program from assessments
union
select distinct student, program from claims
order by all
