"""A second reader of declarations, in plain Python: row by row, slow, and easy to check by eye.

It knows nothing of DuckDB or the fact store. What it makes of a sample is what the sample's `.expected.json` must say.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from homeroom.programs.declaration import Each, Field, Layout, Program, Report, signature

Row = Mapping[str, str]
Fact = dict[str, Any]
SAYS = {"y": ("true", "t", "yes", "y", "1"), "n": ("false", "f", "no", "n", "0")}
PLAIN_NUMBER = r"[-+]?([0-9]+(_[0-9]+)*\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?"
MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[-+][0-9]{2}:[0-9]{2})"
YEARS = range(1990, 2100)


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
    with sample.open(encoding="utf-8-sig", newline="") as file:
        header, *records = csv.reader(file)
    layout = layout_of(report, header)
    reading, seen = Reading(), set[tuple[str, ...]]()
    for number, record in enumerate(records, start=1):
        try:
            facts = read_row(program, report, layout, header, record, expected)
            if not layout.repeats and tuple(record) in seen:
                raise EndsElsewhere("duplicate", "")
        except EndsElsewhere as end:
            reading.ledger[end.args] += 1
            continue
        seen.add(tuple(record))
        reading.ledger["published", ""] += 1
        reading.facts += [{**fact, "row": number} for fact in facts]
    return reading


def layout_of(report: Report, header: Sequence[str]) -> Layout:
    """The layout with this header, optional columns left out or not."""
    for layout in report.layouts:
        if [n for n in layout.columns if n in header or n not in layout.optional] == list(header):
            return layout
    raise LookupError(signature(header))


def read_row(
    program: Program, report: Report, layout: Layout, header: list[str], record: list[str], expected: Mapping[str, Any]
) -> list[Fact]:
    if len(record) != len(header):
        raise EndsElsewhere("quarantined", "malformed")
    row = {name: value.strip() for name, value in zip(header, record, strict=True)}
    base: Fact = {"program": program.slug, "report": report.slug}
    base |= {name: _value(how, row) for name, how in layout.fields.items()}
    told = [each for each in layout.each if _value(each.field, row) is not None]
    base["student"] = _student(layout, row, expected["roster"]) if "roster" in expected else "anyone"
    _when(base, ZoneInfo(expected["zone"]))
    if layout.as_of.column:
        base["as_of"] = f"{row[layout.as_of.column]}T00:00:00.000Z"
    if not layout.each:
        return [_bare(_with_number(base, report))]
    if not told:
        raise EndsElsewhere("ignored", "no_result")
    return [_bare(_one(base, report, layout, each, row)) for each in told]


def _one(base: Fact, report: Report, layout: Layout, each: Each, row: Row) -> Fact:
    """A text column keeps the text as received, whatever its cast checked, and its number goes beside it."""
    beside = {name: _value(how, row) for name, how in each.beside.items()}
    fact = {**base, **beside, **each.set, layout.into: row[each.column]}
    number = row[each.column] if re.fullmatch(PLAIN_NUMBER, row[each.column]) else None
    if report.fact.column(layout.into).type == "VARCHAR":
        fact[f"{layout.into}_number"] = number and float(number)
    else:
        fact[layout.into] = fact[f"{layout.into}_raw"] = _value(each.field, row)
    return fact


def _with_number(fact: Fact, report: Report) -> Fact:
    """A result that a row tells by itself has its number beside it, where it is one."""
    if "result_number" in report.fact.names and re.fullmatch(PLAIN_NUMBER, fact.get("result") or ""):
        return {**fact, "result_number": float(fact["result"])}
    return fact


def _bare(fact: Fact) -> Fact:
    return {name: value for name, value in fact.items() if value not in (None, "")}


def _when(fact: Fact, zone: ZoneInfo) -> None:
    """The day and the school year that follow from the moment; the precision that follows from what was told."""
    if moment := fact.get("occurred_at"):
        fact["occurred_on"] = moment.astimezone(zone).date()
        fact["occurred_at"] = moment.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    fact["precision"] = "instant" if moment else "day"
    day: date = fact["occurred_on"]
    fact["school_year"] = fact.get("school_year") or day.year + (day.month >= 8)
    for name in ("occurred_on", "starts_on", "ends_on"):
        if isinstance(fact.get(name), date):
            fact[name] = fact[name].isoformat()


def _value(how: Field, row: Row) -> Any:
    if how.value is not None:
        return how.value
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
    return _cast(how, text)


def _cast(how: Field, text: str) -> Any:
    if how.cast in ("whole", "number"):
        return _number(how, text)
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
        return _moment(how, text, "not_a_date").date()
    if how.cast == "instant":
        return _moment(how, text, "not_a_moment")
    return text


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
