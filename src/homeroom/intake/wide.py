"""Values of very wide rows are checked in a long table, by one expression where each column had its own.

Planning a select with a check a column takes seconds once there are hundreds; the rows themselves are few. What is
found is the same: every bad value is named in `aside`, in the order of the columns.
"""

from __future__ import annotations

from collections.abc import Mapping

from homeroom.facts.engine import Session, literal
from homeroom.intake.layouts import Found
from homeroom.intake.numbers import finite_number
from homeroom.programs.declaration import Each, Layout

# Fewer values a row than this are checked in the select that reads them.
WIDE = 100
AND = "\x1e"
BETWEEN = "\x1f"
PLAIN_NUMBERS = ("number", "whole")
# A value a row: what is wrong with it, or nothing. The checks are those of `compile`, in its order.
LONG = """
with long as (
    select row, unnest([{values}]) as text, unnest([{days}]) as dated, unnest([{places}]) as place
    from typed where problem is null
),
valued as (
    select long.row, long.place, long.text, long.dated, checked.*, case when numeric then {number} end as value
    from long join checked on checked.at = long.place
    where long.text is not null
),
told as (
    select row, place, case when dated then "column" else day end as "column", case
        when not dated then 'missing_value'
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


def beside_columns(layout: Layout) -> dict[str, str]:
    """The typed columns of what stands beside values, by what it is: one day may stand beside many values."""
    told = dict.fromkeys(repr(field) for each in layout.each for field in each.beside.values())
    return {field: f"b_{place}" for place, field in enumerate(told)}


def _day(each: Each) -> str:
    """The column of the value's own day; blank where it is of its row's."""
    return next((field.column for field in each.beside.values() if field.required), "")


def _dated(each: Each, beside: Mapping[str, str]) -> str:
    """Whether the value has the day it is of. A day that can't be read has set its row apart before."""
    told = next((repr(field) for field in each.beside.values() if field.required), "")
    return f"{beside[told]} is not null" if told else "true"


def check(place: Session, found: Found) -> None:
    """Name every bad value of the table `typed` in its row's `aside`, after what is named there already."""
    places = sorted(checked_apart(found))
    if not places:
        return
    fields, beside = [found.layout.each[at].field for at in places], beside_columns(found.layout)
    numeric = [field.cast in PLAIN_NUMBERS for field in fields]
    place.relation(
        "checked",
        {
            "at": places,
            "column": [field.column for field in fields],
            "day": [_day(found.layout.each[at]) for at in places],
            "numeric": numeric,
            "whole": [field.cast == "whole" for field in fields],
            "low": [float("-inf") if field.low is None else float(field.low) for field in fields],
            "high": [float("inf") if field.high is None else float(field.high) for field in fields],
            "words": [BETWEEN.join([level.word for level in field.levels] or field.words) for field in fields],
        },
    )
    sql = LONG.format(
        values=", ".join(f"e_{at}" for at in places),
        days=", ".join(_dated(found.layout.each[at], beside) for at in places),
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
