-- Grain: one place in one child's list. Codes become words.
select
    steps.student, cast(steps.place as smallint) as place,
    standard_words.word as standard, kind_words.word as kind, causes.word as cause, steps.value, steps.reason
from steps
inner join standard_words on standard_words.code = steps.standard
inner join kind_words on kind_words.code = steps.kind
left join standard_words as causes on causes.code = steps.cause
