"""From typed source rows to fact rows: one SQL select a layout, every fact column named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from homeroom.facts.engine import literal, quoted
from homeroom.intake.compile import fields_in, measured
from homeroom.intake.layouts import Found
from homeroom.intake.numbers import finite_number
from homeroom.intake.periods import SCHOOL_YEAR_STARTS, month_start, period
from homeroom.intake.wide import beside_columns
from homeroom.programs.declaration import Each, Field, Layout, Level
from homeroom.programs.level_checks import BESIDE_CAPPED

# Numbers that a table derives from its own text column.
NUMBER_OF = {"result_number": "result", "value_number": "value"}
# A column that takes another's value where the layout fills only that one.
SAME_AS = {"minutes_raw": "minutes", "value_raw": "value"}
PERIOD = frozenset(("starts_on", "ends_on"))
JOINED = "typed join links on links.identity = typed.identity"
# From as many values a row on, spreading them once costs less than listing in each statement all that is told of each.
SPREAD = 8
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

    `zone` is the school's time zone, `span` the file's first and last moment, `program` the one program all rows name,
    `as_of` the moment the file speaks of.
    """

    delivery: int
    zone: str
    span: tuple[datetime, datetime] | None = None
    program: str = ""
    as_of: datetime | None = None


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
    if is_wide(found.layout):
        return f"{JOINED} join ones as one on one.row = typed.row"
    wide = in_common(found)
    structs = ", ".join(_struct(wide, place, each) for place, each in enumerate(found.layout.each))
    return f"{JOINED}, unnest([{structs}]) as every(one)"


@dataclass(frozen=True)
class Wide:
    """What all entries of a wide row have in common: asked once, as there may be thousands of entries."""

    types: Mapping[str, str]
    beside: Mapping[str, str]
    measured: frozenset[str]
    months: bool
    caps: bool


def is_wide(layout: Layout) -> bool:
    """Whether its values are spread into the table `ones` when the file is read."""
    return len(layout.each) >= SPREAD


def in_common(found: Found) -> Wide:
    """What its wide row's entries have in common."""
    every = found.layout.each
    return Wide(
        types={name: found.report.fact.column(name).type for name in _varying(every)},
        beside=beside_columns(found.layout),
        measured=measured(found),
        months=any(each.month for each in every),
        caps=any(each.field.cap for each in every),
    )


def _has_value(found: Found) -> str:
    return "and one.v is not null" if found.layout.each else ""


def _struct(wide: Wide, place: int, each: Each) -> str:
    """One value of a wide row with all that is told of it. Names with an underscore are no fact columns."""
    parts = {"v": f"typed.e_{place}", **{name: literal(str(value)) for name, value in each.set.items()}}
    parts |= {name: f"typed.{wide.beside[repr(field)]}" for name, field in each.beside.items()}
    if each.field.levels:
        parts |= _levels(f"typed.e_{place}", each.field.levels)
    typed = {name: f"({parts.get(name, 'null')})::{type_}" for name, type_ in wide.types.items()}
    every = {"v": parts["v"], **typed, **_unkept(wide, place, each)}
    return "{" + ", ".join(f"{literal(name)}: {value}" for name, value in sorted(every.items())) + "}"


def _unkept(wide: Wide, place: int, each: Each) -> dict[str, str]:
    """What decides how a value is written: its number, its month, its cap. The same names in every entry."""
    told, cap = {}, each.field.cap
    if wide.months:
        told["_month"] = f"({each.month or 'null'})::integer"
    if wide.caps:
        told["_cap"] = f"({repr(float(cap.at)) if cap else 'null'})::double"
        told["_rule"] = f"({literal(cap.rule) if cap else 'null'})::varchar"
    if wide.measured:
        kept = f"n_{place}" in wide.measured
        told["_number"] = f"typed.n_{place}" if kept else finite_number(f"typed.e_{place}")
    return told


def _levels(word: str, levels: Sequence[Level]) -> dict[str, str]:
    """A level's place and whether it meets expectations; null where the declaration is silent."""
    orders = {level.word: str(level.order) for level in levels if level.order is not None}
    mets = {level.word: str(level.met).lower() for level in levels if level.met is not None}
    return {name: _case(word, told) for name, told in (("level_order", orders), ("met", mets)) if told}


def _case(word: str, told: Mapping[str, str]) -> str:
    return f"case {word} {' '.join(f'when {literal(one)} then {value}' for one, value in told.items())} end"


def _varying(each: Sequence[Each]) -> set[str]:
    levels = {name for one in each if one.field.levels for name in ("level_order", "met")}
    return levels | {name for one in each for name in (*one.set, *one.beside)}


def _rows(found: Found, around: Circumstances) -> dict[str, str]:
    given = {name: _value(name, field, around) for name, field in fields_in(found).items()}
    for name, field in fields_in(found).items():
        given |= _capped(given, name, str(float(field.cap.at)), literal(field.cap.rule)) if field.cap else {}
        given |= _levels(given[name], field.levels) if field.levels else {}
    given |= dict(_times(found, around))
    varying = _varying(found.layout.each)
    given |= {name: _before(f"one.{quoted(name)}", given.get(name)) for name in varying - PERIOD}
    if found.layout.each:
        given |= _into(found)
    given |= _period(found, given, varying)
    given |= {"student": "links.student", "delivery": str(around.delivery), "row": "typed.row"}
    if around.program:
        given["program"] = literal(around.program)
    given["report"] = literal(found.report.slug)
    given["as_of"] = "typed.as_of" if found.layout.as_of.column else "null"
    return {name: given.get(name) or _follows(name, given, found) for name in found.report.fact.names}


def _into(found: Found) -> dict[str, str]:
    """The values themselves: the number a program told, with its cap, or the text as received and its number."""
    into = found.layout.into
    number = 'one."_number"' if measured(found) else finite_number("one.v")
    if found.report.fact.column(into).type == "VARCHAR":
        numbers = {name: number for name, text in NUMBER_OF.items() if text == into and measured(found)}
        return {into: "one.v", **numbers}
    if not any(each.field.cap for each in found.layout.each):
        return {into: number}
    return _capped({into: number}, into, 'one."_cap"', 'one."_rule"')


def _capped(given: Mapping[str, str], name: str, at: str, rule: str) -> dict[str, str]:
    """The number as its rule leaves it, beside the number as received; whether the two differ, and why."""
    kept, why = BESIDE_CAPPED[name]
    raw = given.get(kept, given[name])
    above = f"{raw} > {at}"
    told = {name: f"case when {above} then {at} else {raw} end", kept: raw, why: f"case when {above} then {rule} end"}
    return {**told, "outlier": above} if name == "value" else told


def _period(found: Found, given: Mapping[str, str], varying: Set[str]) -> dict[str, str]:
    """The first and last day that a measure is of: as told, else as its grain says."""
    if "starts_on" not in found.report.fact.names:
        return {}
    follows = period(given.get("grain", "null"), given["occurred_on"], given["school_year"])
    told = {name: given.get(name) or value for name, value in follows.items()}
    return {name: _before(f"one.{name}", value) if name in varying else value for name, value in told.items()}


def _before(varying: str, shared: str | None) -> str:
    """What one column says of itself goes before what the whole row says; where it is silent, the row speaks."""
    return f"coalesce({varying}, {shared})" if shared else varying


def _follows(name: str, given: Mapping[str, str], found: Found) -> str:
    if name in NUMBER_OF:
        text = NUMBER_OF[name]
        return (
            f"typed.n_{text}"
            if f"n_{text}" in measured(found)
            else finite_number(f"({given.get(text, 'null::varchar')})")
        )
    return given.get(SAME_AS.get(name, ""), "null")


def _value(name: str, field: Field, around: Circumstances) -> str:
    if field.as_of:
        return as_of_value(name, field, around)
    if field.column:
        return f"typed.f_{name}"
    return literal(field.value) if isinstance(field.value, str) else str(field.value).lower()


def as_of_value(name: str, field: Field, around: Circumstances) -> str:
    """The day, or the school year, of which the file speaks."""
    day = f"(date '{around.as_of:%Y-%m-%d}' + ({field.plus_days}))" if around.as_of else "null::date"
    return _falls(day) if name == "school_year" else day


def _falls(day: str) -> str:
    return f"year({day}) + (month({day}) >= {SCHOOL_YEAR_STARTS})::integer"


def _times(found: Found, around: Circumstances) -> Iterator[tuple[str, str]]:
    """The moment in UTC, the day at the school, how exactly it is known, and the school year it falls in."""
    fields, zone, span = fields_in(found), around.zone, around.span
    at, day = fields.get("occurred_at"), fields.get("occurred_on")
    moment = "typed.f_occurred_at"
    if at and at.zone:
        moment = _to_utc(moment, ZoneInfo(zone if at.zone == "school" else at.zone), span)
    local = f"({_to_local(moment, ZoneInfo(zone), span)})::date" if at else ""
    on = _value("occurred_on", day, around) if day else local
    if at:
        yield "occurred_at", moment
    year = _school_year(found, fields, on, around)
    yield "school_year", year
    month = any(each.month for each in found.layout.each)
    yield "occurred_on", _before(month_start('one."_month"', year), on) if month else on or "null"
    exact = literal(str(fields["precision"].value) if "precision" in fields else "instant" if at else "day")
    yield "precision", f"case when one.\"_month\" is not null then 'month' else {exact} end" if month else exact


def _school_year(found: Found, fields: Mapping[str, Field], on: str, around: Circumstances) -> str:
    """Told by a column, or the one in which the day falls: the row's, else the value's own."""
    falls = _falls(on or 'one."occurred_on"')
    told = fields.get("school_year")
    if told is None:
        return falls
    value = _value("school_year", told, around)
    return f"coalesce({value}, {falls})" if told.column and on else value


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
