-- Grain: first tries at one item or lesson in one term by children of about the same earlier answers on its standard.
--
-- `knowledge` is the log odds of the child's earlier answers, to a quarter. Children with fewer than three are left out.
with
known as (
    select
        program, kind, content_item, term,
        round(4 * ln((right_before + 1.0) / (wrong_before + 1.0))) / 4 as knowledge,
        correct
    from tries
    where correct is not null and right_before + wrong_before >= 3
)
select
    program, kind, content_item, term, cast(knowledge as double) as knowledge,
    cast(count(*) as integer) as tries,
    cast(sum(case when correct then 1 else 0 end) as integer) as right_
from known
group by program, kind, content_item, term, knowledge
