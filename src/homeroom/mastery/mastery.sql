-- Grain: one child and standard: as estimated (`found`), with the state that a teacher has set (`held`), or that alone.
with
told as (
    select found.*, standard_words.word as standard_word, state_words.word as state_word
    from found
    inner join standard_words on standard_words.code = found.standard
    inner join state_words on state_words.code = found.state
)
select
    coalesce(told.student, held.student) as student,
    coalesce(told.standard_word, held.standard) as standard,
    told.mean, told.variance, told.p_mastered, told.low80, told.high80,
    coalesce(told.weight, 0) as evidence_weight,
    coalesce(told.attempts, 0) as attempts,
    date '1970-01-01' + cast(told.last_on as integer) as last_evidence_on,
    coalesce(told.state_word, 'no evidence') as state,
    coalesce(told.inferred, true) as inferred,
    held.override
from told
full join held on held.student = told.student and held.standard = told.standard_word
