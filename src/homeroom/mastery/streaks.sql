-- Grain: one child's run of answers on one standard in one school year, all programs in order of time.
--
-- The order depends on what the programs tell of an answer alone, never on the file it came in: day, moment,
-- item, program, try; where all are equal the wrong answer comes first.
with
tags_typed as (
    select
        cast(program as varchar) as program,
        cast(kind as varchar) as kind,
        cast(content_item as varchar) as content_item,
        cast(standard as varchar) as standard
    from tags
),
spellings_typed as (
    select cast(spelling as varchar) as spelling, cast(standard as varchar) as standard
    from spellings
),
-- An answer whose sitting contradicts itself counts nowhere.
-- An answer counts at the end of its day where no moment is told, at the end of its week where no day is.
answers as (
    select
        attempts.student, attempts.program, attempts.school_year, attempts.occurred_on, attempts.occurred_at,
        attempts.content_item, attempts.attempt_no, attempts.correct,
        case
            when attempts.precision = 'week' then cast(attempts.occurred_on + interval '6' day as date)
            else attempts.occurred_on
        end as ended_on,
        coalesce(tags_typed.standard, spellings_typed.standard) as standard
    from attempts
    left join tags_typed
        on tags_typed.program = attempts.program
        and tags_typed.kind = 'item'
        and tags_typed.content_item = attempts.content_item
    left join spellings_typed on spellings_typed.spelling = attempts.standard
    where attempts.correct is not null and not coalesce(attempts.contradiction, false)
),
numbered as (
    select
        student, standard, school_year, program, occurred_on, correct,
        row_number() over (
            partition by student, standard, school_year
            order by
                ended_on asc nulls last,
                occurred_at asc nulls last,
                content_item asc nulls last,
                program asc nulls last,
                attempt_no asc nulls last,
                correct asc nulls last
        ) as n
    from answers
    where standard is not null
),
-- Two or more answers on, the sum over this answer and the two before it is 3 where all were right.
threes as (
    select
        numbered.*,
        sum(case when correct then 1 else 0 end) over (
            partition by student, standard, school_year
            order by n asc
            rows between 2 preceding and current row
        ) as right_of_three
    from numbered
),
ended as (
    select
        threes.*,
        coalesce(
            max(case when right_of_three = 3 then n end) over (partition by student, standard, school_year), 0
        ) as last_three
    from threes
)
select
    student, standard, school_year,
    cast(count(*) as integer) as attempts,
    cast(sum(case when correct then 1 else 0 end) as integer) as correct,
    cast(sum(case when n > last_three then 1 else 0 end) as integer) as since_three,
    cast(sum(case when n > last_three and correct then 1 else 0 end) as integer) as correct_since,
    array_to_string(list_sort(array_agg(distinct program) filter (where program is not null)), ', ') as programs,
    max(occurred_on) as last_on
from ended
group by student, standard, school_year
