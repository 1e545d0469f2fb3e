-- Grain: one child and standard, one program and one kind of its evidence; a blank program is what teachers saw, a blank
-- standard the whole subject or a domain.
select
    origins.student,
    coalesce(standard_words.word, '') as standard,
    coalesce(source_programs.word, '') as program,
    kinds.word as kind,
    origins.rows, origins.weight, origins.shift,
    date '1970-01-01' + cast(origins.last_on as integer) as last_on
from origins
left join standard_words on standard_words.code = origins.standard
inner join kinds on kinds.code = origins.kind
left join source_programs on source_programs.code = origins.program
