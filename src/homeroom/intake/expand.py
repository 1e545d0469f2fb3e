"""From typed source rows to fact rows: one SQL select a layout, every fact column named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from homeroom.facts.engine import literal, quoted
from homeroom.intake.compile import fields_in, finite_number
from homeroom.intake.layouts import Found
from homeroom.programs.declaration import Each, Field

# Numbers that a table derives from its own text column.
NUMBER_OF = {"result_number": "result", "value_number": "value"}
# A column that takes another's value where the layout fills only that one.
SAME_AS = {"minutes_raw": "minutes", "value_raw": "value", "starts_on": "occurred_on", "ends_on": "occurred_on"}
SCHOOL_YEAR_STARTS = 8
JOINED = "typed join links on links.identity = typed.identity"
# What an expression of a row's own columns refers to; all others are constants.
OWN = re.compile(r"\b(typed|links|one)\.")


@dataclass(frozen=True)
class Shift:
    """From `since` on, clocks stand `offset` ahead of UTC."""

    since: datetime
    offset: timedelta


@dataclass(frozen=True)
class Arriving:
    """The facts that come in, as SQL over the tables `typed` and `links`.

    `facts` gives them whole; `keys` one row a source row: its number and the fact columns of its key. `telling` are
    those columns of the key that differ between rows. `late` are the
    columns that need not be carried through the sort: the same in every fact, or following from a sorted column.
    """

    facts: str
    keys: str
    telling: tuple[str, ...]
    late: Mapping[str, str]


@dataclass(frozen=True)
class Circumstances:
    """What a file's facts depend on beside its rows.

    `zone` is the school's time zone, `span` the file's first and last moment, `program` the one program all rows name.
    """

    delivery: int
    zone: str
    span: tuple[datetime, datetime] | None = None
    program: str = ""


def arriving(found: Found, around: Circumstances) -> Arriving:
    """The facts of a read file."""
    rows = _rows(found, around)
    table = found.report.fact
    told = {name: f"({rows[name]})::{table.column(name).type} as {quoted(name)}" for name in table.names}
    where = "where typed.problem is null"
    keys = ", ".join(["typed.row", *(told[name] for name in found.layout.key)])
    same = {name: value for name, value in rows.items() if not OWN.search(value)}
    return Arriving(
        facts=f"select {', '.join(told.values())} from {_source(found)} {where} {_has_value(found)}",
        keys=f"select {keys} from {JOINED} {where}",
        telling=tuple(name for name in found.layout.key if name not in same),
        late={**same, **_follows_moment(found, around)},
    )


def _follows_moment(found: Found, around: Circumstances) -> dict[str, str]:
    """Where only moments are told, the day follows from the moment; sorted by moment it is sorted by day."""
    fields = fields_in(found)
    if "occurred_at" not in fields or "occurred_on" in fields:
        return {}
    return {"occurred_on": f"({_to_local('occurred_at', ZoneInfo(around.zone), around.span)})::date"}


def _source(found: Found) -> str:
    if not found.layout.each:
        return JOINED
    structs = ", ".join(_struct(found, place, each) for place, each in enumerate(found.layout.each))
    return f"{JOINED}, unnest([{structs}]) as every(one)"


def _has_value(found: Found) -> str:
    return "and one.v is not null" if found.layout.each else ""


def _struct(found: Found, place: int, each: Each) -> str:
    parts = {"v": f"typed.e_{place}", **{name: literal(str(value)) for name, value in each.set.items()}}
    parts |= {name: f"typed.b_{place}_{name}" for name in each.beside}
    missing = {name: "null::varchar" for name in _varying(found.layout.each) if name not in parts}
    return "{" + ", ".join(f"{literal(name)}: {value}" for name, value in sorted((parts | missing).items())) + "}"


def _varying(each: Sequence[Each]) -> set[str]:
    return {name for one in each for name in (*one.set, *one.beside)}


def _rows(found: Found, around: Circumstances) -> dict[str, str]:
    given = {name: _value(name, field) for name, field in fields_in(found).items()}
    given |= dict(_times(found, around))
    varying = _varying(found.layout.each)
    given |= {name: _before(f"one.{quoted(name)}", given.get(name), found, name) for name in varying}
    if found.layout.each:
        number = found.report.fact.column(found.layout.into).type != "VARCHAR"
        given[found.layout.into] = finite_number("one.v") if number else "one.v"
    given |= {"student": "links.student", "delivery": str(around.delivery), "row": "typed.row"}
    if around.program:
        given["program"] = literal(around.program)
    given["report"] = literal(found.report.slug)
    given["as_of"] = "typed.as_of" if found.layout.as_of.column else "null"
    return {name: given.get(name) or _follows(name, given) for name in found.report.fact.names}


def _before(varying: str, shared: str | None, found: Found, name: str) -> str:
    """What one column says of itself goes before what the whole row says; where it is silent, the row speaks."""
    if shared is None:
        return varying
    return f"coalesce(({varying})::{found.report.fact.column(name).type}, {shared})"


def _follows(name: str, given: dict[str, str]) -> str:
    if name in NUMBER_OF:
        return finite_number(f"({given.get(NUMBER_OF[name], 'null::varchar')})")
    return given.get(SAME_AS.get(name, ""), "null")


def _value(name: str, field: Field) -> str:
    if field.column:
        return f"typed.f_{name}"
    return literal(field.value) if isinstance(field.value, str) else str(field.value).lower()


def _times(found: Found, around: Circumstances) -> Iterator[tuple[str, str]]:
    """The moment in UTC, the day at the school, how exactly it is known, and the school year it falls in."""
    fields, zone, span = fields_in(found), around.zone, around.span
    at, day = fields.get("occurred_at"), fields.get("occurred_on")
    moment = "typed.f_occurred_at"
    if at and at.zone:
        moment = _to_utc(moment, ZoneInfo(zone if at.zone == "school" else at.zone), span)
    local = f"({_to_local(moment, ZoneInfo(zone), span)})::date" if at else "null"
    on = "typed.f_occurred_on" if day else local
    if at:
        yield "occurred_at", moment
    yield "occurred_on", on
    exact = "instant" if at else "day"
    yield "precision", literal(str(fields["precision"].value) if "precision" in fields else exact)
    falls = f"year({on}) + (month({on}) >= {SCHOOL_YEAR_STARTS})::integer"
    yield "school_year", f"coalesce(typed.f_school_year, {falls})" if "school_year" in fields else falls


def _to_local(moment: str, zone: ZoneInfo, span: tuple[datetime, datetime] | None) -> str:
    return _moved(moment, [(s.since.replace(tzinfo=None), s.offset) for s in shifts(zone, span)], "+")


def _to_utc(local: str, zone: ZoneInfo, span: tuple[datetime, datetime] | None) -> str:
    """An hour that the clock shows twice is taken the first time."""
    moves = shifts(zone, span)
    starts = [(s.since.replace(tzinfo=None) + max(s.offset, before), s.offset) for s, before in _with_before(moves)]
    return _moved(local, starts, "-")


def _with_before(moves: list[Shift]) -> Iterator[tuple[Shift, timedelta]]:
    before = moves[0].offset
    for move in moves:
        yield move, before
        before = move.offset


def _moved(value: str, starts: list[tuple[datetime, timedelta]], sign: str) -> str:
    """The offset by comparisons instead of a time-zone call a row, which costs a hundred times as much."""
    minutes = [int(offset.total_seconds() // 60) for _, offset in starts]
    cases = " ".join(
        f"when {value} >= timestamp '{since:%Y-%m-%d %H:%M:%S}' then {length}"
        for (since, _), length in reversed(list(zip(starts, minutes, strict=True))[1:])
    )
    length = f"case {cases} else {minutes[0]} end" if cases else str(minutes[0])
    return f"{value} {sign} to_minutes({length})"


def shifts(zone: ZoneInfo, span: tuple[datetime, datetime] | None) -> list[Shift]:
    """The zone's offset at the start of `span` (naive, about UTC) and each change of it until a day after its end."""
    low, high = span or (datetime(2026, 1, 1), datetime(2026, 1, 1))
    day, last = (moment.replace(tzinfo=UTC) for moment in (low - timedelta(days=2), high + timedelta(days=2)))
    found = [Shift(day, _offset(zone, day))]
    while day < last:
        after = day + timedelta(days=1)
        if _offset(zone, after) != found[-1].offset:
            found.append(Shift(_change(zone, day, after), _offset(zone, after)))
        day = after
    return found


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The minute within a day in which the offset changes."""
    before = _offset(zone, low)
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return high.replace(second=0, microsecond=0)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
