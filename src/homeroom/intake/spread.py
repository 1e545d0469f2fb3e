"""Values of wide rows, one a row, in the temporary table `ones`: what `expand` otherwise asks of each row anew.

The entries of the declaration stand in a small table beside them. As expressions, hundreds of entries would take
seconds to plan, and dozens of entries twice the time to read, in each of the statements that ask for the facts.
"""

from __future__ import annotations

from collections.abc import Sequence

from homeroom.facts.engine import Session, literal, quoted
from homeroom.intake.compile import measured
from homeroom.intake.expand import in_common, is_wide
from homeroom.intake.layouts import Found
from homeroom.intake.numbers import finite_number
from homeroom.intake.wide import beside_columns
from homeroom.programs.declaration import Each

LEVELS = ("level_order", "met")
# Grain: a value that is told, with all that its entry and the columns beside it say.
ONES = """
with long as (select row, {unnested} from typed where problem is null)
select long.row, long.v, {told}
from long join entries on entries.at = long.place
left join leveled on leveled.at = long.place and leveled.word = long.v
where long.v is not null
"""


def spread(place: Session, found: Found) -> None:
    """Fill `ones` from `typed`, where the layout is wide enough."""
    if not is_wide(found.layout):
        return
    every = found.layout.each
    place.relation("entries", _entries(found))
    place.relation("leveled", _leveled(every))
    lists = {
        "v": [f"e_{at}" for at in range(len(every))],
        "place": [str(at) for at in range(len(every))],
        **{f"b_{name}": _beside(found, name) for name in _besides(every)},
    }
    if numbers := measured(found):
        lists["n"] = [f"n_{at}" if f"n_{at}" in numbers else "null" for at in range(len(every))]
    unnested = ", ".join(f"unnest([{', '.join(values)}]) as {quoted(name)}" for name, values in lists.items())
    sql = ONES.format(unnested=unnested, told=", ".join(_told(found)))
    place.run(f"create or replace temp table ones as {sql}")


def _entries(found: Found) -> dict[str, list[object]]:
    """What the declaration sets by entry; blank where an entry is silent."""
    every, numbers = found.layout.each, measured(found)
    set_names = dict.fromkeys(name for each in every for name in each.set)
    caps = [each.field.cap for each in every]
    return {
        "at": list(range(len(every))),
        **{f"s_{name}": [_text(each.set.get(name)) for each in every] for name in set_names},
        "month": [str(each.month or "") for each in every],
        "cap": ["" if cap is None else repr(float(cap.at)) for cap in caps],
        "rule": ["" if cap is None else cap.rule for cap in caps],
        "apart": [f"n_{at}" in numbers for at in range(len(every))],
    }


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _leveled(every: Sequence[Each]) -> dict[str, list[object]]:
    """An entry's levels by their word. Never empty, so that its columns have types: no entry has the number -1."""
    told = [(at, level) for at, each in enumerate(every) for level in each.field.levels]
    return {
        "at": [-1, *(at for at, _ in told)],
        "word": ["", *(level.word for _, level in told)],
        "level_order": ["", *(_text(level.order) for _, level in told)],
        "met": ["", *(_text(level.met).lower() for _, level in told)],
    }


def _besides(every: Sequence[Each]) -> list[str]:
    return sorted({name for each in every for name in each.beside})


def _beside(found: Found, name: str) -> list[str]:
    columns = beside_columns(found.layout)
    return [columns[repr(each.beside[name])] if name in each.beside else "null" for each in found.layout.each]


def _told(found: Found) -> list[str]:
    """Each column of `ones`: a level's own goes first, then what stands beside the value, then what its entry sets."""
    common, told = in_common(found), []
    set_names = {name for each in found.layout.each for name in each.set}
    for name, type_ in common.types.items():
        says = [f"nullif(leveled.{name}, '')::{type_}"] if name in LEVELS else []
        says += [f"long.{quoted(f'b_{name}')}::{type_}"] if name in _besides(found.layout.each) else []
        says += [f"nullif(entries.{quoted(f's_{name}')}, '')::{type_}"] if name in set_names else []
        told.append(f"coalesce({', '.join(says)}) as {quoted(name)}")
    if common.months:
        told.append("nullif(entries.month, '')::integer as _month")
    if common.caps:
        told += ["nullif(entries.cap, '')::double as _cap", f"nullif(entries.rule, {literal('')}) as _rule"]
    if common.measured:
        told.append(f"case when entries.apart then long.n else {finite_number('long.v')} end as _number")
    return told
