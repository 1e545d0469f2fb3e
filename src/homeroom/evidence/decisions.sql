-- Grain: one candidate of one list of work that was made for a child and a goal, held back ones left out.
--
-- `correct` is of the list: the child's next first answer on the standard in another program than the chosen work's, on
-- a later day, within `within_days`. Blank where there is none, and where nothing was chosen.
with
tags_numbered as (
    select
        cast(program as varchar) as program, cast(content_item as varchar) as content_item,
        cast(standard as varchar) as standard,
        row_number() over (partition by program, content_item order by cast(share as double) desc, standard) as nth
    from tags
    where kind = 'item'
),
spelled as (
    select cast(spelling as varchar) as spelling, min(cast(standard as varchar)) as standard
    from spellings
    group by spelling
),
answers as (
    select
        attempts.student, attempts.program, attempts.occurred_on, attempts.occurred_at, attempts.correct,
        attempts.content_item, coalesce(tags_numbered.standard, spelled.standard) as standard,
        row_number() over (
            partition by attempts.student, attempts.program, attempts.content_item
            order by attempts.occurred_on, attempts.occurred_at nulls last, attempts.attempt_no nulls last
        ) as nth
    from attempts
    left join tags_numbered
        on tags_numbered.program = attempts.program
        and tags_numbered.content_item = attempts.content_item
        and tags_numbered.nth = 1
    left join spelled on spelled.spelling = attempts.standard
    where not coalesce(attempts.contradiction, false) and attempts.precision <> 'week'
),
lists as (
    select student, offered_at, goal, standard, min(program) as program, min(chosen_by) as chosen_by
    from offers
    where goal is not null and chosen
    group by student, offered_at, goal, standard
),
results as (
    select
        lists.student, lists.offered_at, lists.goal, lists.standard, cast(answers.correct as integer) as correct,
        row_number() over (
            partition by lists.student, lists.offered_at, lists.goal, lists.standard
            order by answers.occurred_on, answers.occurred_at nulls last, answers.content_item
        ) as nth
    from lists
    inner join answers
        on answers.student = lists.student
        and answers.standard = lists.standard
        and answers.program <> coalesce(lists.program, '')
        and answers.occurred_on > cast(lists.offered_at as date)
        and answers.occurred_on <= cast(lists.offered_at as date) + $within_days
    where answers.nth = 1 and answers.content_item is not null and answers.correct is not null
)
select
    offers.student, offers.offered_at, offers.goal, offers.place, offers.score, offers.propensity, offers.chosen,
    lists.chosen_by, results.correct
from offers
inner join lists
    on lists.student = offers.student and lists.offered_at = offers.offered_at and lists.goal = offers.goal
    and lists.standard = offers.standard
left join results
    on results.student = lists.student and results.offered_at = lists.offered_at and results.goal = lists.goal
    and results.standard = lists.standard and results.nth = 1
where offers.blocked_by is null or offers.blocked_by = ''
order by offers.student, offers.offered_at, offers.goal, offers.place
