"""A second reader of declarations, in plain Python: row by row, slow, and easy to check by eye.

It knows nothing of DuckDB or the fact store. What it makes of a sample is what the sample's `.expected.json` must say.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from calendar import monthrange
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from homeroom.programs.declaration import Each, Field, FixedWidth, Layout, Program, Report, signature

# What is wrong with a field, and the column it stands in.
Aside = tuple[str, str]
Row = Mapping[str, str]
Fact = dict[str, Any]
SAYS = {"y": ("true", "t", "yes", "y", "1"), "n": ("false", "f", "no", "n", "0")}
PLAIN_NUMBER = r"[-+]?([0-9]+(_[0-9]+)*\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?"
MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[-+][0-9]{2}:[0-9]{2})"
THOUSANDS = r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?"
CLOCK = r"([0-9]+):([0-5]?[0-9])"
YEARS = range(1990, 2100)
DAYS = ("occurred_on", "starts_on", "ends_on")
AS_OF = "the day of which the file speaks"


class EndsElsewhere(Exception):  # noqa: N818
    """The row ends elsewhere than among the published: (class, code)."""


@dataclass
class Reading:
    facts: list[Fact] = field(default_factory=list)
    ledger: Counter[tuple[str, str]] = field(default_factory=Counter)

    def told(self) -> dict[str, Any]:
        """The ledger as `.expected.json` writes it: classes with a number, or with a number a code."""
        out: dict[str, Any] = {}
        for (ended_as, code), count in sorted(self.ledger.items()):
            if code:
                out.setdefault(ended_as, {})[code] = count
            else:
                out[ended_as] = count
        return out


def read(program: Program, report: Report, sample: Path, expected: Mapping[str, Any]) -> Reading:
    """All facts of `sample`, with the roster and the school's time zone that its expectation names.

    Without a roster nobody is matched: what is left are the checks of values.
    """
    layout, header, records = records_of(report, sample)
    header = names_in(layout, header)
    reading, seen = Reading(), set[str]()
    for number, record in enumerate(records, start=1):
        try:
            asides: list[Aside] = []
            facts = read_row(program, report, layout, header, record, expected, asides)
            if repr(facts) in seen:
                raise EndsElsewhere("duplicate", "")
        except EndsElsewhere as end:
            reading.ledger[end.args] += 1
            continue
        seen.add(repr(facts))
        reading.ledger.update(("set aside", code) for code, _ in set(asides))
        reading.ledger["published", ""] += 1
        reading.facts += [{**fact, "row": number} for fact in facts]
    return reading


def records_of(report: Report, sample: Path) -> tuple[Layout, list[str], list[list[str]]]:
    """The layout of a file, its header and its rows. Lines of titles may stand before the header."""
    for layout in report.layouts:
        if layout.fixed and sample.suffix == ".txt":
            lines = sample.read_text("utf-8-sig").splitlines()
            return layout, list(layout.columns), [cut(layout.fixed, line) for line in lines]
    with sample.open(encoding="utf-8-sig", newline="") as file:
        records = list(csv.reader(file))
    while not records[0][0].strip():
        del records[0]
    return layout_of(report, records[0]), records[0], records[1:]


def cut(fixed: FixedWidth, line: str) -> list[str]:
    """A line's cells by their places; a line of another length has none."""
    return [line[start - 1 : end] for _, start, end in fixed.positions] if len(line) == fixed.length else []


def layout_of(report: Report, header: Sequence[str]) -> Layout:
    """The layout with this header, optional columns left out or not. A column without a name is none."""
    for layout in report.layouts:
        named = [name for name in names_in(layout, header) if name]
        if [n for n in layout.columns if n in named or n not in layout.optional] == named:
            return layout
    raise LookupError(signature(header))


def names_in(layout: Layout, header: Sequence[str]) -> list[str]:
    """The header as the layout spells it: the second column of a name is numbered 2. What it doesn't know stays."""
    known = dict(zip(signature(layout.columns), layout.columns, strict=True))
    return [known.get(key, name.strip()) for key, name in zip(signature(header), header, strict=True)]


def read_row(
    program: Program,
    report: Report,
    layout: Layout,
    header: list[str],
    record: list[str],
    expected: Mapping[str, Any],
    asides: list[Aside] | None = None,
) -> list[Fact]:
    """The facts of one row; `asides` hears the code and column of each field that can't be read."""
    asides = [] if asides is None else asides
    if len(record) != len(header):
        raise EndsElsewhere("quarantined", "malformed")
    row = {name: value.strip() for name, value in zip(header, record, strict=True)}
    row[AS_OF] = expected.get("as_of", "")
    base: Fact = {"program": program.slug, "report": report.slug}
    base |= {name: _or_aside(how, row, asides, _decides(layout, name, how)) for name, how in layout.fields.items()}
    if layout.fields.get("school_year", Field()).as_of:
        base["school_year"] = _falls(base["school_year"])
    for name, how in layout.fields.items():
        base |= _capped(name, how, base[name]) | _place(how, base[name])
    told = [each for each in layout.each if _or_aside(each.field, row, asides, each.field.required) is not None]
    told = [each for each in told if _has_its_day(each, row, asides)]
    apart = [_one(base, report, layout, each, row) for each in told]
    base["student"] = _student(layout, row, expected["roster"]) if "roster" in expected else _unmatched(layout, row)
    if layout.as_of.column:
        base["as_of"] = f"{row[layout.as_of.column]}T00:00:00.000Z"
    if layout.each and not told:
        raise EndsElsewhere("quarantined", asides[0][0]) if asides else EndsElsewhere("ignored", "no_result")
    whole = {"student": base["student"], "as_of": base.get("as_of")}
    return [
        _bare(_whole(fact | whole, report, ZoneInfo(expected["zone"])))
        for fact in apart or [_with_number(base, report)]
    ]


def _one(base: Fact, report: Report, layout: Layout, each: Each, row: Row) -> Fact:
    """A text column keeps the text as received, whatever its cast checked, and its number goes beside it."""
    beside = {name: _value(how, row) for name, how in each.beside.items()}
    own = {name: value for name, value in beside.items() if value is not None}
    said = {name: value == "true" if name == "cumulative" else value for name, value in each.set.items()}
    fact = {**base, **own, **said, layout.into: row[each.column], **_place(each.field, row[each.column])}
    if each.month:
        fact["occurred_on"] = date(fact["school_year"] - (each.month >= 8), each.month, 1)
        fact["precision"] = "month"
    text, number = row[each.column], _value(each.field, row)
    if report.fact.column(layout.into).type != "VARCHAR":
        return fact | {layout.into: number, f"{layout.into}_raw": number} | _capped(layout.into, each.field, number)
    checked = number if each.field.cast in ("percent", "thousands", "duration") else None
    plain = float(text) if re.fullmatch(PLAIN_NUMBER, text) else None
    return fact | {f"{layout.into}_number": plain if checked is None else checked}


def _place(how: Field, word: Any) -> Fact:
    """A level's place among its levels, and whether it meets what is expected."""
    listed = [level for level in how.levels if level.word == word]
    return {name: value for level in listed for name, value in (("level_order", level.order), ("met", level.met))}


def _capped(name: str, how: Field, number: Any) -> Fact:
    """At most what the cap says, beside what was received; for usage, whether it was beyond."""
    if how.cap is None or number is None:
        return {}
    beyond = number > how.cap.at
    out = {name: how.cap.at if beyond else number, f"{name}_raw": number}
    why = how.cap.rule if beyond else None
    return out | ({"rule": why, "outlier": beyond} if name == "value" else {f"{name}_rule": why})


def _with_number(fact: Fact, report: Report) -> Fact:
    """A result that a row tells by itself has its number beside it, where it is one."""
    if "result_number" in report.fact.names and re.fullmatch(PLAIN_NUMBER, fact.get("result") or ""):
        return {**fact, "result_number": float(fact["result"])}
    return fact


def _bare(fact: Fact) -> Fact:
    return {name: value for name, value in fact.items() if value not in (None, "")}


def _whole(fact: Fact, report: Report, zone: ZoneInfo) -> Fact:
    """With what follows from the rest: the day, the school year, the period; days and moments as texts."""
    if moment := fact.get("occurred_at"):
        fact["occurred_on"] = moment.astimezone(zone).date()
        fact["occurred_at"] = moment.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    fact["precision"] = fact.get("precision") or ("instant" if moment else "day")
    day: date = fact["occurred_on"]
    fact["school_year"] = fact.get("school_year") or _falls(day)
    if "starts_on" in report.fact.names:
        fact["starts_on"] = fact.get("starts_on") or _starts(fact, day)
        fact["ends_on"] = fact.get("ends_on") or _ends(fact, day)
    if "minutes_raw" in report.fact.names:
        fact["minutes_raw"] = fact.get("minutes_raw", fact.get("minutes"))
    days = {name: fact[name].isoformat() for name in DAYS if isinstance(fact.get(name), date)}
    return {**fact, **days}


def _falls(day: date) -> int:
    return day.year + (day.month >= 8)


def _starts(fact: Fact, day: date) -> date:
    return date(fact["school_year"] - 1, 8, 1) if fact.get("grain") == "ytd" else day


def _ends(fact: Fact, day: date) -> date:
    """Of a week and a month the day told is the first; otherwise it is the last."""
    if fact.get("grain") == "week":
        return day + timedelta(days=6)
    if fact.get("grain") == "month":
        return day.replace(day=monthrange(day.year, day.month)[1])
    return day


def _value(how: Field, row: Row) -> Any:
    if how.value is not None:
        return how.value
    if how.as_of:
        return date.fromisoformat(row[AS_OF]) + timedelta(days=how.plus_days)
    text = row.get(how.column, "")
    text = "" if text in how.blank else text
    if not text:
        if how.required:
            raise EndsElsewhere("quarantined", "missing_value")
        return None
    if how.under and row[how.under]:
        text = f"{row[how.under]} / {text}"
    if how.words:
        if text not in how.words:
            raise EndsElsewhere("quarantined", "unknown_word")
        text = how.words[text]
    if how.levels and text not in {level.word for level in how.levels}:
        raise EndsElsewhere("quarantined", "unknown_word")
    return _cast(how, text)


def _cast(how: Field, text: str) -> Any:
    if how.cast in ("whole", "number"):
        return _number(how, text)
    if how.cast == "percent":
        return _number(how, text.rstrip("%").rstrip(" "))
    if how.cast == "thousands":
        return _number(how, text.replace(",", "") if re.fullmatch(THOUSANDS, text) else text)
    if how.cast == "duration":
        return _number(how, str(_minutes(how, text)))
    if how.cast == "slug":
        return _known(re.fullmatch("[a-z0-9_]+", text.lower()), "unknown_word").group()
    if how.cast == "school_year":
        return _school_year(text)
    if how.cast == "yes_no":
        return (
            _known({word: truth for truth, words in SAYS.items() for word in words}.get(text.lower()), "unknown_word")
            == "y"
        )
    if how.cast == "date":
        return _moment(how, text, "not_a_date").date() + timedelta(days=how.plus_days)
    if how.cast == "instant":
        return _moment(how, text, "not_a_moment")
    return text


def _decides(layout: Layout, name: str, how: Field) -> bool:
    """Whether a bad value costs the row, and not its own field alone."""
    return how.required or how.cast == "slug" or name in (*layout.key, "occurred_at", "occurred_on")


def _has_its_day(each: Each, row: Row, asides: list[Aside]) -> bool:
    """A value of its own day is set aside where that day is blank."""
    blank = [how.column for how in each.beside.values() if how.required and not row.get(how.column, "")]
    asides += [("missing_value", column) for column in blank]
    return not blank


def _or_aside(how: Field, row: Row, asides: list[Aside], decides: bool) -> Any:
    try:
        return _value(how, row)
    except EndsElsewhere as end:
        if decides:
            raise
        asides.append((end.args[1], how.column))
        return None


def _known[T](found: T | None, code: str) -> T:
    if found is None:
        raise EndsElsewhere("quarantined", code)
    return found


def _number(how: Field, text: str) -> float:
    number = float(_known(re.fullmatch(PLAIN_NUMBER, text), "not_a_number").group())
    if how.cast == "whole" and number != int(number):
        raise EndsElsewhere("quarantined", "not_whole")
    if (how.low is not None and number < how.low) or (how.high is not None and number > how.high):
        raise EndsElsewhere("quarantined", "out_of_range")
    return int(number) if how.cast == "whole" else number


def _minutes(how: Field, text: str) -> float:
    if how.format in ("hours", "seconds"):
        number = float(_known(re.fullmatch(PLAIN_NUMBER, text), "not_a_number").group())
        return number * 60 if how.format == "hours" else number / 60
    parts = _known(re.fullmatch({"h:mm:ss": CLOCK + ":([0-5]?[0-9])"}.get(how.format, CLOCK), text), "not_a_number")
    unit = 1.0 if how.format == "m:ss" else 60.0
    return sum(int(part) * unit / 60**place for place, part in enumerate(parts.groups()))


def _school_year(text: str) -> int:
    first, last = _known(re.fullmatch(r"(20[0-9]{2})-(?:20)?([0-9]{2})|20[0-9]{2}", text), "not_a_date").groups()
    if first and (int(first) + 1) % 100 != int(last):
        raise EndsElsewhere("quarantined", "not_a_date")
    return int(first) + 1 if first else int(text)


def _moment(how: Field, text: str, code: str) -> datetime:
    try:
        if how.format == "iso" and how.cast == "instant":
            moment = datetime.fromisoformat(_known(re.fullmatch(MOMENT, text), code).group())
        else:
            moment = datetime.strptime(text, "%Y-%m-%d" if how.format == "iso" else how.format)
    except ValueError:
        raise EndsElsewhere("quarantined", code) from None
    if moment.year not in YEARS:
        raise EndsElsewhere("quarantined", code)
    return moment.astimezone(UTC) if moment.tzinfo else moment


def _student(layout: Layout, row: Row, roster: Sequence[Mapping[str, str]]) -> str:
    """By id, if the name agrees; then by user name; then by a name that is alone in its school and grade."""
    who = {part: row.get(columns[0], "") for part, columns in layout.identity.items() if part != "ids"}
    ids = [bare_id(row.get(column, "")) for column in layout.identity.get("ids", ()) if row.get(column, "")]
    if not ids and not any(who.get(part) for part in ("username", "email", "given_name", "family_name")):
        raise EndsElsewhere("quarantined", "blank_id")
    for child in roster:
        if bare_id(child["id"]) in ids:
            if not _name_agrees(who, child):
                raise EndsElsewhere("quarantined", "identity_conflict")
            return child["id"]
    users = [child["id"] for child in roster if child["username"] == who.get("username") and _name_agrees(who, child)]
    found = users or [child["id"] for child in roster if _is_named(who, child)]
    if len(found) != 1:
        raise EndsElsewhere("quarantined", "unmatched")
    return found[0]


def _unmatched(layout: Layout, row: Row) -> str:
    """Somebody, without a roster: two rows of different children are never one."""
    return " ".join(row.get(column, "") for columns in layout.identity.values() for column in columns)


def bare_id(text: str) -> str:
    return re.sub(r"\.0$", "", text).lstrip("0").casefold()


def folded(text: str) -> str:
    """For comparing names only: no accents, no case."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _name_agrees(who: Row, child: Row) -> bool:
    return all(not who.get(part) or folded(who[part]) == folded(child[part]) for part in ("given_name", "family_name"))


def _is_named(who: Row, child: Row) -> bool:
    parts = ("given_name", "family_name", "school", "grade")
    return all(who.get(part) and folded(who[part]) == folded(child[part]) for part in parts)
