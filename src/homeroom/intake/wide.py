"""Values of very wide rows are checked in a long table, by one expression where each column had its own.

Planning a select with a check a column takes seconds once there are hundreds; the rows themselves are few. What is
found is the same: every bad value is named in `aside`, in the order of the columns.
"""

from __future__ import annotations

from homeroom.facts.engine import Session, literal
from homeroom.intake.layouts import Found
from homeroom.intake.numbers import finite_number
from homeroom.programs.declaration import Each

# Fewer values a row than this are checked in the select that reads them.
WIDE = 100
AND = "\x1e"
BETWEEN = "\x1f"
PLAIN_NUMBERS = ("number", "whole")
# A value a row: what is wrong with it, or nothing. The checks are those of `compile`, in its order.
LONG = """
with long as (
    select row, unnest([{values}]) as text, unnest([{places}]) as place from typed where problem is null
),
valued as (
    select long.row, long.place, long.text, checked.*, case when numeric then {number} end as value
    from long join checked on checked.at = long.place
    where long.text is not null
),
told as (
    select row, place, "column", case
        when numeric and value is null then 'not_a_number'
        when whole and value <> floor(value) then 'not_whole'
        when value < low or value > high then 'out_of_range'
        when not numeric and not list_contains(string_split(words, {between}), text) then 'unknown_word'
    end as code
    from valued
)
select row, string_agg(code || '|' || "column" || '|e_' || place, {and_} order by place) as aside
from told where code is not null group by row
"""


def checked_apart(found: Found) -> frozenset[int]:
    """Which of the wide row's values are checked in the long table, by their place among `each`."""
    layout = found.layout
    if layout.into in layout.key:
        return frozenset()
    places = frozenset(place for place, each in enumerate(layout.each) if _plain(each))
    return places if len(places) >= WIDE else frozenset()


def _plain(each: Each) -> bool:
    field = each.field
    if field.required:
        return False
    number = field.cast in PLAIN_NUMBERS and not field.words
    return number or (field.cast == "text" and bool(field.levels or field.words))


def check(place: Session, found: Found) -> None:
    """Name every bad value of the table `typed` in its row's `aside`, after what is named there already."""
    places = sorted(checked_apart(found))
    if not places:
        return
    fields = [found.layout.each[at].field for at in places]
    numeric = [field.cast in PLAIN_NUMBERS for field in fields]
    place.relation(
        "checked",
        {
            "at": places,
            "column": [field.column for field in fields],
            "numeric": numeric,
            "whole": [field.cast == "whole" for field in fields],
            "low": [float("-inf") if field.low is None else float(field.low) for field in fields],
            "high": [float("inf") if field.high is None else float(field.high) for field in fields],
            "words": [BETWEEN.join([level.word for level in field.levels] or field.words) for field in fields],
        },
    )
    sql = LONG.format(
        values=", ".join(f"e_{at}" for at in places),
        places=", ".join(map(str, places)),
        number=finite_number("long.text"),
        between=literal(BETWEEN),
        and_=literal(AND),
    )
    place.run(f"create or replace temp table beyond as {sql}")
    place.run(
        f"update typed set aside = concat_ws({literal(AND)}, typed.aside, beyond.aside)"
        " from beyond where beyond.row = typed.row"
    )
