-- Grain: one fact, or one check of a teacher, that could tell what a child knows, with the one class it ends in.
--
-- A sitting's answers, its lesson and the claim drawn from it tell of one act: the finest that can be used counts, once.
-- `place` stands for the standards a row speaks of. `amount` is a score's questions, a try's number or a scale score's
-- information, blank where nobody tells it. The class is decided by facts alone, never by their order of arrival.
with
places_typed as (
    select
        cast(program as varchar) as program,
        cast(kind as varchar) as kind,
        cast(content_item as varchar) as content_item,
        cast(place as integer) as place
    from places
),
spelled_typed as (
    select cast(spelling as varchar) as spelling, cast(place as integer) as place
    from spelled
),
paces_typed as (
    select
        cast(program as varchar) as program,
        cast(content_item as varchar) as content_item,
        cast(seconds as double) as seconds
    from paces
),
scales_typed as (
    select
        cast(program as varchar) as program,
        cast(assessment as varchar) as assessment,
        cast(objective as varchar) as objective,
        cast(method as varchar) as method,
        cast(grade as varchar) as grade,
        cast(place as integer) as place,
        cast(whole as boolean) as whole,
        cast(middle as double) as middle,
        cast(spread as double) as spread,
        cast(information as double) as information
    from scales
),
standards_of_typed as (
    select cast(place as integer) as place, cast(standard as varchar) as standard
    from standards_of
),
checks_typed as (
    select
        cast(student as integer) as student,
        cast(place as integer) as place,
        cast(result as double) as result,
        cast(seen_on as date) as seen_on,
        cast(said_by as varchar) as said_by,
        cast(number as bigint) as number,
        cast(withdrawn as boolean) as withdrawn
    from checks
),
answers_placed as (
    select
        attempts.student, attempts.program, attempts.school_year, attempts.occurred_at,
        attempts.content_item, attempts.activity, attempts.attempt_no,
        case
            when attempts.precision = 'week' then cast(attempts.occurred_on + interval '6' day as date)
            else attempts.occurred_on
        end as ended_on,
        coalesce(attempts.contradiction, false) as contradicting,
        coalesce(places_typed.place, spelled_typed.place) as place,
        coalesce(attempts.seconds < 0.1 * paces_typed.seconds, false) as rapid,
        case
            when attempts.correct is not null then case when attempts.correct then 1.0 else 0.0 end
            when attempts.max_score > 0 and attempts.score >= 0 and attempts.score <= attempts.max_score
                then attempts.score / attempts.max_score
        end as result
    from attempts
    left join places_typed
        on places_typed.program = attempts.program
        and places_typed.kind = 'item'
        and places_typed.content_item = attempts.content_item
    left join spelled_typed on spelled_typed.spelling = attempts.standard
    left join paces_typed
        on paces_typed.program = attempts.program
        and paces_typed.content_item = attempts.content_item
),
answers as (
    select
        answers_placed.*,
        case
            when contradicting then 'contradiction'
            when result is null then 'no usable result'
            when place is null then 'no standard'
            else 'used'
        end as class
    from answers_placed
),
-- Programs name a sitting where others name a lesson: of an answer, only what is aligned as a lesson is one.
lessons_aligned as (
    select distinct program, content_item
    from places_typed
    where kind <> 'item'
),
answers_in_lessons as (
    select answers.*, lessons_aligned.content_item as lesson
    from answers
    left join lessons_aligned
        on lessons_aligned.program = answers.program
        and lessons_aligned.content_item = answers.activity
),
lessons_placed as (
    select
        activities.student, activities.program, activities.school_year, activities.occurred_at,
        activities.content_item, activities.attempt_no, activities.tries, activities.outcome,
        case
            when activities.precision = 'week' then cast(activities.occurred_on + interval '6' day as date)
            else activities.occurred_on
        end as ended_on,
        coalesce(places_typed.place, spelled_typed.place) as place,
        case
            when activities.items > 0 and activities.items_correct >= 0 and activities.items_correct <= activities.items
                then cast(activities.items_correct as double) / activities.items
            when activities.max_score > 0 and activities.score >= 0 and activities.score <= activities.max_score
                then activities.score / activities.max_score
        end as share,
        case
            when activities.items > 0 and activities.items_correct >= 0 and activities.items_correct <= activities.items
                then cast(activities.items as double)
        end as questions,
        case activities.outcome when 'passed' then 1.0 when 'not passed' then 0.0 end as passed
    from activities
    left join places_typed
        on places_typed.program = activities.program
        and places_typed.kind = case when activities.kind = 'unit' then 'unit' else 'lesson' end
        and places_typed.content_item = activities.content_item
    left join spelled_typed on spelled_typed.spelling = activities.standard
),
-- Repeated until passed, the last try says little: how many there were says it.
lessons_read as (
    select
        lessons_placed.*,
        case when share is not null and coalesce(tries, 1) <= 1 then 'score' else 'tries' end as kind,
        case when share is not null and coalesce(tries, 1) <= 1 then share else passed end as result,
        case
            when share is not null and coalesce(tries, 1) <= 1 then questions
            else cast(greatest(coalesce(tries, 1), 1) as double)
        end as amount,
        -- A report that counts the tries so far says it anew each time: the last word counts.
        case
            when tries is not null and content_item is not null then
                row_number() over (
                    partition by student, program, school_year, content_item, tries is null
                    order by
                        ended_on desc, occurred_at desc nulls last, tries desc nulls last, passed desc nulls last,
                        share desc nulls last, questions desc nulls last, attempt_no desc nulls last,
                        place desc nulls last
                )
            else 1
        end as from_last
    from lessons_placed
),
lesson_days as (
    select distinct student, program, school_year, content_item, ended_on
    from lessons_read
    where content_item is not null
),
lesson_windows as (
    select
        lesson_days.*,
        lag(ended_on) over (partition by student, program, school_year, content_item order by ended_on) as ended_before
    from lesson_days
),
-- What a child answered in a lesson since the lesson's last row belongs to this row.
lesson_answers as (
    select
        lesson_windows.student, lesson_windows.program, lesson_windows.school_year, lesson_windows.content_item,
        lesson_windows.ended_on,
        max(case when answers.class = 'used' then 1 else 0 end) as answers_used,
        max(case when answers.class = 'contradiction' then 1 else 0 end) as answers_contradicting
    from lesson_windows
    inner join answers
        on answers.student = lesson_windows.student
        and answers.program = lesson_windows.program
        and answers.school_year = lesson_windows.school_year
        and answers.activity = lesson_windows.content_item
        and answers.ended_on <= lesson_windows.ended_on
        and (lesson_windows.ended_before is null or answers.ended_on > lesson_windows.ended_before)
    group by
        lesson_windows.student, lesson_windows.program, lesson_windows.school_year, lesson_windows.content_item,
        lesson_windows.ended_on
),
lessons as (
    select
        lessons_read.*,
        case
            when lesson_answers.answers_contradicting = 1 then 'contradiction'
            when lesson_answers.answers_used = 1 then 'finer grain used'
            when lessons_read.result is null then 'no usable result'
            when lessons_read.from_last > 1 then 'superseded'
            when lessons_read.place is null then 'no standard'
            else 'used'
        end as class
    from lessons_read
    left join lesson_answers
        on lesson_answers.student = lessons_read.student
        and lesson_answers.program = lessons_read.program
        and lesson_answers.school_year = lessons_read.school_year
        and lesson_answers.content_item = lessons_read.content_item
        and lesson_answers.ended_on = lessons_read.ended_on
),
sitting_answers as (
    select
        student, program, school_year, activity,
        max(case when class = 'used' then 1 else 0 end) as answers_used,
        max(case when class = 'contradiction' then 1 else 0 end) as answers_contradicting
    from answers
    where activity is not null
    group by student, program, school_year, activity
),
scores_placed as (
    select
        assessments.student, assessments.program, assessments.school_year, assessments.occurred_at,
        assessments.assessment, assessments.objective, assessments.method,
        coalesce(assessments.sitting, '') as sitting,
        case
            when assessments.precision = 'week' then cast(assessments.occurred_on + interval '6' day as date)
            else assessments.occurred_on
        end as ended_on,
        scales_typed.place,
        scales_typed.whole,
        scales_typed.information as amount,
        scales_typed.program is not null as is_scale,
        case
            when scales_typed.information > 0 and assessments.result_kind = 'score'
                then (assessments.result_number - scales_typed.middle) / scales_typed.spread
        end as result,
        coalesce(sitting_answers.answers_used, 0) as answers_used,
        coalesce(sitting_answers.answers_contradicting, 0) as answers_contradicting
    from assessments
    left join scales_typed
        on scales_typed.program = assessments.program
        and scales_typed.assessment = coalesce(assessments.assessment, '')
        and scales_typed.objective = coalesce(assessments.objective, '')
        and scales_typed.method = coalesce(assessments.method, '')
        and scales_typed.grade = coalesce(assessments.grade_assessed, '')
    left join sitting_answers
        on sitting_answers.student = assessments.student
        and sitting_answers.program = assessments.program
        and sitting_answers.school_year = assessments.school_year
        and sitting_answers.activity = assessments.sitting
),
scores_read as (
    select
        scores_placed.*,
        case
            when answers_contradicting = 1 then 'contradiction'
            when answers_used = 1 then 'finer grain used'
            when not is_scale then 'no usable result'
            when place is null then 'no standard'
            when result is null then 'no usable result'
            else 'used'
        end as class_alone
    from scores_placed
),
-- The parts of a sitting tell what its whole tells; of two scores of one part, the first by its method's name counts.
scores_beside as (
    select
        scores_read.*,
        max(case when class_alone = 'used' and not whole then 1 else 0 end) over (
            partition by student, program, school_year, assessment, sitting, ended_on
        ) as parts_used,
        row_number() over (
            partition by student, program, school_year, assessment, sitting, ended_on, class_alone, place, whole
            order by method asc nulls last, objective asc nulls last, result asc nulls last
        ) as beside
    from scores_read
),
scores as (
    select
        scores_beside.*,
        case
            when class_alone = 'used' and (beside > 1 or (whole and parts_used = 1)) then 'finer grain used'
            else class_alone
        end as class
    from scores_beside
),
claims_placed as (
    select
        claims.student, claims.program, claims.school_year, claims.occurred_at, claims.method, claims.content_item,
        claims.sitting,
        case
            when claims.precision = 'week' then cast(claims.occurred_on + interval '6' day as date)
            else claims.occurred_on
        end as ended_on,
        coalesce(lesson_places.place, unit_places.place, item_places.place, spelled_typed.place) as place,
        case
            when claims.scale = 'percent' and claims.value_number >= 0 and claims.value_number <= 100
                then claims.value_number / 100.0
            when claims.scale = 'share' and claims.value_number >= 0 and claims.value_number <= 1
                then claims.value_number
        end as result,
        coalesce(sitting_answers.answers_contradicting, 0) as answers_contradicting
    from claims
    left join places_typed as lesson_places
        on lesson_places.program = claims.program
        and lesson_places.kind = 'lesson'
        and lesson_places.content_item = claims.content_item
    left join places_typed as unit_places
        on unit_places.program = claims.program
        and unit_places.kind = 'unit'
        and unit_places.content_item = claims.content_item
    left join places_typed as item_places
        on item_places.program = claims.program
        and item_places.kind = 'item'
        and item_places.content_item = claims.content_item
    left join spelled_typed on spelled_typed.spelling = claims.standard
    left join sitting_answers
        on sitting_answers.student = claims.student
        and sitting_answers.program = claims.program
        and sitting_answers.school_year = claims.school_year
        and sitting_answers.activity = claims.sitting
),
-- A claim beside the same program's own answers or lessons on the standard adds nothing to them.
worked as (
    select distinct work.student, work.program, work.school_year, standards_of_typed.standard
    from (
        select student, program, school_year, place from answers where class = 'used'
        union
        select student, program, school_year, place from lessons where class = 'used'
    ) as work
    inner join standards_of_typed on standards_of_typed.place = work.place
),
claims_worked as (
    select distinct claims_placed.student, claims_placed.program, claims_placed.school_year, claims_placed.place
    from claims_placed
    inner join standards_of_typed on standards_of_typed.place = claims_placed.place
    inner join worked
        on worked.student = claims_placed.student
        and worked.program = claims_placed.program
        and worked.school_year = claims_placed.school_year
        and worked.standard = standards_of_typed.standard
),
claims_read as (
    select
        claims_placed.*,
        case
            when claims_placed.answers_contradicting = 1 then 'contradiction'
            when claims_worked.place is not null then 'finer grain used'
            when claims_placed.result is null then 'no usable result'
            when claims_placed.place is null then 'no standard'
            else 'used'
        end as class_alone
    from claims_placed
    left join claims_worked
        on claims_worked.student = claims_placed.student
        and claims_worked.program = claims_placed.program
        and claims_worked.school_year = claims_placed.school_year
        and claims_worked.place = claims_placed.place
),
-- Without a sitting a claim is how things stand: the newest counts. Several claims of one sitting are one.
claims_beside as (
    select
        claims_read.*,
        row_number() over (
            partition by student, program, school_year, place, coalesce(sitting, ''), class_alone, ended_on
            order by
                occurred_at desc nulls last, method asc nulls last, content_item asc nulls last, result asc nulls last
        ) as beside,
        max(ended_on) over (
            partition by student, program, school_year, place, coalesce(sitting, ''), class_alone
        ) as last_on
    from claims_read
),
claimed as (
    select
        claims_beside.*,
        case
            when class_alone <> 'used' then class_alone
            when sitting is null and ended_on < last_on then 'superseded'
            when beside > 1 then 'finer grain used'
            else 'used'
        end as class
    from claims_beside
),
-- A teacher who says it anew on the same day corrects what was said before.
checked as (
    select
        checks_typed.*,
        row_number() over (
            partition by student, place, said_by, seen_on, withdrawn
            order by number desc
        ) as from_last
    from checks_typed
)
select
    student, program, school_year, 'attempts' as source, class,
    case when rapid then 'rapid' else 'item' end as kind,
    place, result, cast(null as double) as amount, content_item, lesson, occurred_at, ended_on, attempt_no
from answers_in_lessons
union all
select
    student, program, school_year, 'activities' as source, class, kind,
    place, result, amount, null as content_item, content_item as lesson, occurred_at, ended_on, attempt_no
from lessons
union all
select
    student, program, school_year, 'assessments' as source, class,
    case when whole then 'scale' else 'subscale' end as kind,
    place, result, amount, null as content_item, null as lesson, occurred_at, ended_on, null as attempt_no
from scores
union all
select
    student, program, school_year, 'claims' as source, class, 'claim' as kind,
    place, result, null as amount, null as content_item, null as lesson, occurred_at, ended_on, null as attempt_no
from claimed
union all
select
    student, '' as program, null as school_year, 'checks' as source,
    case
        when withdrawn or from_last > 1 then 'superseded'
        when place is null then 'no standard'
        else 'used'
    end as class,
    'check' as kind,
    place, result, null as amount, null as content_item, null as lesson, null as occurred_at, seen_on as ended_on,
    null as attempt_no
from checked
