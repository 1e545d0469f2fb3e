-- One row a child: the latest result of a measure in its window with its day, how many earlier ones it takes the place
-- of, how many results that are no number were set aside, and how many that stand on another scale under the same name:
-- the scale of most results counts. Of two sittings at one moment the one delivered last counts.
with sat as (
    select student, result_number, result_kind, occurred_on, delivery, row
    from assessments
    where program = $program
      and assessment = $assessment
      and method = $method
      and coalesce(objective, '') = $objective
      and occurred_on between $begins_on and $ends_on
      and list_contains($students, student)
),
kinds as (
    select coalesce(result_kind, '') as kind, row_number() over (order by count(*) desc, coalesce(result_kind, '')) as nth
    from sat
    where result_number is not null
    group by coalesce(result_kind, '')
),
scaled as (
    select sat.*, coalesce(sat.result_kind, '') = kinds.kind as counts
    from sat, kinds
    where kinds.nth = 1 and sat.result_number is not null
),
numbered as (
    select student, result_number, occurred_on,
        row_number() over (partition by student order by occurred_on desc, delivery desc, row desc) as nth,
        count(*) over (partition by student) as sittings
    from scaled
    where counts
),
other as (
    select student,
        sum(case when result_number is null then 1 else 0 end) as unread,
        sum(case when result_number is not null then 1 else 0 end) as other_scale
    from (
        select student, result_number from sat where result_number is null
        union all
        select student, result_number from scaled where not counts
    ) as aside
    group by student
)
select
    coalesce(numbered.student, other.student) as student,
    numbered.result_number as result,
    numbered.occurred_on as occurred_on,
    coalesce(numbered.sittings - 1, 0) as superseded,
    coalesce(other.unread, 0) as unread,
    coalesce(other.other_scale, 0) as other_scale
from (select * from numbered where nth = 1) as numbered
full join other on other.student = numbered.student
order by 1
