-- Grain: one child of one class, in a suggested group or in none.
select
    cast(student as integer) as student, cast(school_class as integer) as school_class,
    cast(place as smallint) as place, cast(standard as varchar) as standard, cast(since as date) as since,
    cast(reason as varchar) as reason
from grouped
