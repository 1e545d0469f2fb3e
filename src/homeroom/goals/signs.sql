-- Grain: one kind of event of one assignment that the facts tell, with the fact that tells it: the first such fact, of
-- `not_met` the last. A fact without a moment counts at the end of its day, or of its week (`ended_on`).
--
-- In: `asked`, one row an assignment; `counts`, which standards count for an asked one (itself and its parts);
-- `words`, what programs' own words mean. Own work is the lesson that was asked for, or any work on the standard in
-- the program where no lesson was named; a named lesson counts until `late_until`. Other work on the standard in the window that is nobody's own in the same
-- goal stands in for it, once it is passed or comes to the minutes asked for.
with
asked_typed as (
    select
        cast(assignment as varchar) as assignment,
        cast(goal as integer) as goal,
        cast(student as integer) as student,
        cast(standard as varchar) as standard,
        cast(program as varchar) as program,
        cast(content_kind as varchar) as content_kind,
        cast(content_item as varchar) as content_item,
        cast(begins_on as date) as begins_on,
        cast(ends_on as date) as ends_on,
        cast(late_until as date) as late_until,
        cast(minutes as decimal(28, 12)) as dose,
        cast(criterion as varchar) as criterion,
        cast(cut as double) as cut
    from asked
),
counts_typed as (
    select cast(code as varchar) as code, cast(standard as varchar) as standard
    from counts
),
tags_summed as (
    select
        cast(tags.program as varchar) as program,
        cast(tags.kind as varchar) as content_kind,
        cast(tags.content_item as varchar) as content_item,
        counts_typed.standard,
        sum(cast(tags.share as double)) as share
    from tags
    inner join counts_typed on counts_typed.code = cast(tags.standard as varchar)
    group by tags.program, tags.kind, tags.content_item, counts_typed.standard
),
tags_typed as (
    select
        tags_summed.*,
        row_number() over (partition by program, content_kind, content_item order by standard) as nth
    from tags_summed
),
tagged as (
    select distinct
        cast(program as varchar) as program,
        cast(kind as varchar) as content_kind,
        cast(content_item as varchar) as content_item
    from tags
),
spellings_typed as (
    select
        cast(spellings.spelling as varchar) as spelling,
        counts_typed.standard,
        row_number() over (partition by spellings.spelling order by counts_typed.standard) as nth
    from spellings
    inner join counts_typed on counts_typed.code = cast(spellings.standard as varchar)
),
words_typed as (
    select cast(program as varchar) as program, cast(word as varchar) as word, cast(kind as varchar) as kind
    from words
),
near as (
    select student, min(begins_on) as begins_on, max(late_until) as ends_on
    from asked_typed
    group by student
),
lessons as (
    select
        activities.student, activities.program, activities.school_year,
        case when activities.kind = 'unit' then 'unit' else 'lesson' end as content_kind,
        activities.content_item,
        cast(null as varchar) as activity,
        activities.standard as spelled,
        activities.occurred_on as first_on,
        case
            when activities.precision = 'week' then cast(activities.occurred_on + interval '6' day as date)
            else activities.occurred_on
        end as ended_on,
        activities.occurred_at,
        cast(activities.minutes as decimal(28, 12)) as minutes,
        activities.outcome,
        words_typed.kind as meaning,
        case
            when activities.score is not null and activities.max_score > 0 then activities.score / activities.max_score
            when activities.items > 0 then activities.items_correct * 1.0 / activities.items
        end as score_share,
        activities.delivery, activities.row
    from activities
    left join words_typed
        on words_typed.program = activities.program and words_typed.word = activities.outcome_word
),
-- A lesson's row holds all its time up to that row; what is answered in it later is new time.
lessons_closed as (
    select student, program, school_year, content_item, max(ended_on) as closed_on
    from lessons
    where minutes is not null and content_item is not null
    group by student, program, school_year, content_item
),
answers as (
    select
        attempts.student, attempts.program, attempts.school_year,
        'item' as content_kind,
        attempts.content_item,
        attempts.activity,
        attempts.standard as spelled,
        attempts.occurred_on as first_on,
        case
            when attempts.precision = 'week' then cast(attempts.occurred_on + interval '6' day as date)
            else attempts.occurred_on
        end as ended_on,
        attempts.occurred_at,
        case
            when lessons_closed.closed_on >= attempts.occurred_on then cast(null as decimal(28, 12))
            else cast(attempts.seconds / 60.0 as decimal(28, 12))
        end as minutes,
        cast(null as varchar) as outcome,
        cast(null as varchar) as meaning,
        cast(null as double) as score_share,
        attempts.delivery, attempts.row
    from attempts
    left join lessons_closed
        on lessons_closed.student = attempts.student
        and lessons_closed.program = attempts.program
        and lessons_closed.school_year = attempts.school_year
        and lessons_closed.content_item = attempts.activity
    where not coalesce(attempts.contradiction, false)
),
all_work as (
    select * from lessons
    union all
    select * from answers
),
work as (
    select all_work.*
    from all_work
    inner join near
        on near.student = all_work.student
        and near.begins_on <= all_work.ended_on
        and near.ends_on >= all_work.first_on
),
-- One row a fact and standard that counts, and one of a fact that is on none of them. `nth` 1 is the fact itself.
placed as (
    select
        work.*,
        coalesce(tags_typed.standard, spellings_typed.standard) as standard,
        coalesce(tags_typed.share, cast(1.0 as double)) as share,
        coalesce(tags_typed.nth, spellings_typed.nth, 1) as nth
    from work
    left join tagged
        on tagged.program = work.program
        and tagged.content_kind = work.content_kind
        and tagged.content_item = work.content_item
    left join tags_typed
        on tags_typed.program = work.program
        and tags_typed.content_kind = work.content_kind
        and tags_typed.content_item = work.content_item
    left join spellings_typed
        on spellings_typed.spelling = work.spelled
        and tagged.content_item is null
),
own as (
    select
        asked_typed.assignment, asked_typed.dose, asked_typed.criterion, asked_typed.cut,
        asked_typed.content_item is null or asked_typed.criterion = 'minutes' as by_dose,
        placed.program, placed.content_item, placed.ended_on, placed.occurred_at,
        case
            when asked_typed.content_item is null then cast(placed.minutes * placed.share as decimal(28, 12))
            else placed.minutes
        end as minutes,
        placed.outcome, placed.meaning, placed.score_share, placed.delivery, placed.row
    from asked_typed
    inner join placed
        on placed.student = asked_typed.student
        and placed.program = asked_typed.program
        and placed.ended_on >= asked_typed.begins_on
        and placed.first_on <= asked_typed.late_until
    where
        (asked_typed.content_item is null and placed.standard = asked_typed.standard)
        or (
            placed.nth = 1
            and (
                (
                    placed.content_item = asked_typed.content_item
                    and placed.content_kind = asked_typed.content_kind
                )
                or (placed.activity = asked_typed.content_item and asked_typed.content_kind = 'lesson')
            )
        )
),
own_so_far as (
    select
        own.*,
        coalesce(
            by_dose
            and dose > 0
            and sum(minutes) over (
                partition by assignment
                order by ended_on, occurred_at nulls last, content_item nulls last, minutes nulls last, delivery, row
                rows between unbounded preceding and current row
            ) >= dose,
            false
        ) as dose_reached
    from own
),
own_told as (
    select
        own_so_far.*,
        coalesce(meaning in ('available', 'cancelled', 'expired', 'stopped_by_vendor'), false) as only_a_word,
        coalesce(outcome in ('passed', 'not passed', 'completed'), false)
            or coalesce(meaning in ('submitted', 'scored', 'met', 'not_met'), false)
            or dose_reached as finished
    from own_so_far
),
-- Whether it was reached: by the exit score where that was asked and is told, else by the program's word, or the dose.
own_reached as (
    select
        own_told.*,
        case
            when not finished or only_a_word then null
            when criterion = 'exit score' and score_share is not null then score_share >= cut
            when meaning in ('met', 'not_met') then meaning = 'met'
            when outcome = 'passed' then true
            when criterion = 'minutes' and dose_reached then true
            when outcome = 'not passed' then false
        end as reached
    from own_told
),
own_judged as (
    select
        own_reached.*,
        max(case when reached then 1 else 0 end) over (partition by assignment) = 1 as ever_reached
    from own_reached
),
-- Passed, or worked on for as long as was asked, elsewhere.
other as (
    select
        asked_typed.assignment, asked_typed.dose,
        placed.program, placed.content_item, placed.ended_on, placed.occurred_at,
        cast(placed.minutes * placed.share as decimal(28, 12)) as minutes,
        coalesce(placed.outcome = 'passed' or placed.meaning = 'met', false) as passed,
        placed.delivery, placed.row
    from asked_typed
    inner join placed
        on placed.student = asked_typed.student
        and placed.standard = asked_typed.standard
        and placed.ended_on >= asked_typed.begins_on
        and placed.first_on <= asked_typed.ends_on
    where
        not exists (
            select 1
            from asked_typed as sister
            where
                sister.goal = asked_typed.goal
                and sister.student = placed.student
                and sister.program = placed.program
                and (
                    (
                        sister.content_item is not null
                        and sister.content_kind = placed.content_kind
                        and sister.content_item = placed.content_item
                    )
                    or (
                        sister.content_item is not null
                        and sister.content_kind = 'lesson'
                        and sister.content_item = placed.activity
                    )
                    or (sister.content_item is null and sister.standard = placed.standard)
                )
        )
),
other_so_far as (
    select
        other.*,
        coalesce(
            dose > 0
            and sum(minutes) over (
                partition by assignment
                order by ended_on, occurred_at nulls last, program, content_item nulls last, minutes nulls last, delivery, row
                rows between unbounded preceding and current row
            ) >= dose,
            false
        ) as dose_reached
    from other
),
kinds as (
    select kind
    from (
        values
        ('opened'), ('in_progress'), ('submitted'), ('scored'), ('met'), ('not_met'),
        ('available'), ('cancelled'), ('expired'), ('stopped_by_vendor')
    ) as listed (kind)
),
told as (
    select
        own_judged.assignment, kinds.kind, own_judged.program, own_judged.content_item, own_judged.ended_on,
        own_judged.occurred_at, own_judged.delivery, own_judged.row
    from own_judged
    cross join kinds
    where
        case
            when only_a_word then kinds.kind = meaning
            when kinds.kind = 'opened' then true
            when kinds.kind = 'in_progress' then not finished
            when kinds.kind = 'submitted' then finished
            when kinds.kind = 'scored' then finished and score_share is not null
            when kinds.kind = 'met' then coalesce(reached, false)
            when kinds.kind = 'not_met' then coalesce(not reached, false) and not ever_reached
            else false
        end
    union all
    select assignment, 'substituted' as kind, program, content_item, ended_on, occurred_at, delivery, row
    from other_so_far where passed or dose_reached
),
numbered as (
    select
        told.*,
        row_number() over (
            partition by assignment, kind
            order by ended_on, occurred_at nulls last, program, content_item nulls last, delivery, row
        ) as from_first,
        row_number() over (
            partition by assignment, kind
            order by
                ended_on desc, occurred_at desc nulls first, program desc, content_item desc nulls first,
                delivery desc, row desc
        ) as from_last
    from told
)
select assignment, kind, program, content_item, ended_on, occurred_at, delivery, row
from numbered
where case when kind = 'not_met' then from_last = 1 else from_first = 1 end
