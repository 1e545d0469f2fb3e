-- Grain: one row of evidence that is used, in codes, in the order in which it is taken in.
--
-- An instant lies within its day; what is known to the day counts at the end of it. Rows that are alike in every
-- column may change places: they are alike in all that is read.
with days as (
    select *, cast(date_diff('day', date '1970-01-01', ended_on) as double) as whole_day
    from evidence
    where class = 'used'
)
select
    student, kinds.code as kind, coalesce(program_names.code, -1) as program, coalesce(item_names.code, -1) as item,
    coalesce(lesson_names.code, -1) as lesson, place, result, coalesce(amount, 'nan') as amount,
    case
        when occurred_at is null then whole_day + 1
        else least(greatest(epoch_ms(occurred_at) / 86400000.0, whole_day + 1e-6), whole_day + 1)
    end as day
from days
inner join kinds on kinds.word = days.kind
left join program_names on program_names.word = days.program
left join item_names on item_names.program = days.program and item_names.word = days.content_item
left join lesson_names on lesson_names.program = days.program and lesson_names.word = days.lesson
order by student, day, program, item, coalesce(attempt_no, 0), kind, result, lesson, place, amount
