"""Does a program's folder do what it says? Its samples, read as real files are, against the facts expected of them."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from homeroom.facts.engine import EngineError, Session, session
from homeroom.intake.errors import IntakeError
from homeroom.intake.expand import arriving
from homeroom.intake.layouts import Found, Header, find
from homeroom.intake.match import Roster, index
from homeroom.intake.publish import asides_in, causes_in, circumstances, link
from homeroom.intake.read import read_typed
from homeroom.intake.settle import settle
from homeroom.intake.text import as_utf8
from homeroom.intake.working import malformed_causes, read_as
from homeroom.people.models import Student
from homeroom.people.names import folded
from homeroom.programs.declaration import DeclarationError, Program, load

# What an expectation must hold, and as what.
PARTS = {"report": str, "zone": str, "roster": list, "ledger": dict, "facts": list}


class SampleError(Exception):
    """An expectation that can't be read; the message names the file and what it lacks."""


@dataclass(frozen=True)
class Checked:
    """One sample: which, and what differs from what it should give. No difference means it passes.

    `told` is of the line that says what the program can be told; it is about no sample.
    """

    program: str
    sample: str
    facts: int
    differences: tuple[str, ...]
    told: str = ""


def check_folder(folder: Path) -> Iterator[Checked]:
    """Check a program's folder, or each program's folder in it. Every report must have a sample."""
    folders = (
        [folder]
        if (folder / "program.toml").exists()
        else sorted(path.parent for path in folder.glob("*/program.toml"))
    )
    if not folders:
        yield Checked(folder.name, "", 0, (f"{folder}: there is no program.toml here",))
    for one in folders:
        yield from _check_program(one)


def _check_program(folder: Path) -> Iterator[Checked]:
    try:
        program = load(folder)
    except DeclarationError as error:
        yield Checked(folder.name, "program.toml", 0, tuple(str(error).splitlines()))
        return
    if program.assign:
        yield Checked(program.slug, "[assign]", 0, (), program.assign.words)
    shown: set[str] = set()
    for expectation in sorted((folder / "samples").glob("*.expected.json")):
        try:
            checked, slug = _check_sample(program, expectation)
        except (SampleError, IntakeError, EngineError, OSError) as error:
            checked, slug = Checked(program.slug, expectation.name, 0, (str(error),)), ""
        shown.add(slug)
        yield checked
    missing = [report.slug for report in program.reports if report.slug not in shown]
    yield from (Checked(program.slug, slug, 0, (f"report {slug} has no sample",)) for slug in missing)


def _expected(path: Path) -> dict[str, Any]:
    """What a sample should give. Raises SampleError where the file doesn't say it."""
    try:
        expected = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise SampleError(f"{path.name}: not valid JSON: {error}") from None
    if not isinstance(expected, dict):
        raise SampleError(f"{path.name}: it should be one object with {', '.join(PARTS)}")
    lacking = [name for name, kind in PARTS.items() if not isinstance(expected.get(name), kind)]
    if lacking:
        raise SampleError(f"{path.name}: these are missing or of the wrong kind: {', '.join(lacking)}")
    try:
        _as_of(expected)
    except (TypeError, ValueError):
        raise SampleError(f"{path.name}: as_of must be a day, such as 2026-10-05") from None
    if expected["zone"] not in available_timezones():
        raise SampleError(f"{path.name}: {expected['zone']} is no time zone, such as America/Chicago")
    for number, child in enumerate(expected["roster"], start=1):
        _must_be_child(path, number, child)
    return expected


def _must_be_child(path: Path, number: int, child: object) -> None:
    known = child if isinstance(child, dict) else {}
    lacking = [name for name in ("id", "given_name", "family_name") if not isinstance(known.get(name), str)]
    if lacking:
        raise SampleError(f"{path.name}: child {number} of the roster has no {', no '.join(lacking)}")


def _check_sample(program: Program, expectation: Path) -> tuple[Checked, str]:
    expected = _expected(expectation)
    sample = expectation.with_name(expectation.name.replace(".expected.json", ".csv"))
    if not sample.exists() and sample.with_suffix(".txt").exists():
        sample = sample.with_suffix(".txt")
    with session() as place, tempfile.TemporaryDirectory() as folder:
        shop = Path(folder)
        path, header = read_as(place, as_utf8(sample, shop, sample.name), sample.name, shop, [program])
        found = find(header, [program])
        if found is None:
            return Checked(program.slug, sample.name, 0, ("its header fits no layout of this program",)), expected[
                "report"
            ]
        facts, ledger = _facts(place, path, header, found, expected)
    differences = [*_ledger_differs(ledger, expected["ledger"]), *_facts_differ(facts, expected["facts"])]
    return Checked(program.slug, sample.name, len(facts), tuple(differences)), found.report.slug


def _facts(
    place: Session, sample: Path, header: Header, found: Found, expected: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], Counter[tuple[str, str]]]:
    read = read_typed(place, sample, header, found)
    names = {number: child["id"] for number, child in enumerate(expected["roster"], start=1)}
    link(place, found, _roster(expected["roster"]))
    coming = arriving(found, circumstances(place, found, 1, expected["zone"], _as_of(expected)))
    settle(place, found, coming, {})
    ledger = Counter[tuple[str, str]]()
    for cause in [*malformed_causes(read.malformed), *causes_in(place, found)]:
        ledger[cause.ended_as, cause.code] += len(cause.numbers)
    for ends_as, rows in place.run("select ends_as, count(*) from losers group by all").rows:
        ledger[ends_as, ""] += rows
    ledger["published", ""] = read.records - sum(ledger.values())
    for cause in asides_in(place):
        ledger[cause.ended_as, cause.code] += len(cause.numbers)
    kept = place.run(f"select f.* from ({coming.facts}) f anti join losers l on l.row = f.row")
    return [_plain(row, names) for row in kept.dicts()], +ledger


def _as_of(expected: Mapping[str, Any]) -> datetime | None:
    """The day the sample is taken to speak of, where its facts depend on one."""
    return datetime.fromisoformat(expected["as_of"]) if "as_of" in expected else None


def _roster(children: list[dict[str, str]]) -> Roster:
    known = Roster()
    for number, child in enumerate(children, start=1):
        student = Student(
            sourced_id=child["id"],
            given_name=child["given_name"],
            family_name=child["family_name"],
            grade=child.get("grade", ""),
            username=child.get("username", ""),
        )
        index(known, number, student)
        known.schools[number].add(folded(child.get("school", "")))
    return known


def _plain(row: Mapping[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    """A fact as `.expected.json` writes it: no blanks, no delivery, dates and moments as text, the child by id."""
    told = {name: _json(value) for name, value in row.items() if value is not None and name != "delivery"}
    return {**told, "student": names[row["student"]]}


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds") + "Z"
    return value.isoformat() if isinstance(value, date) else value


def _ledger_differs(found: Counter[tuple[str, str]], expected: Mapping[str, Any]) -> Iterator[str]:
    wanted = Counter[tuple[str, str]]()
    for ended_as, told in expected.items():
        wanted.update(
            {(ended_as, code): n for code, n in told.items()} if isinstance(told, dict) else {(ended_as, ""): told}
        )
    for ended_as, code in sorted(found.keys() | wanted.keys()):
        if found[ended_as, code] != wanted[ended_as, code]:
            what = f"{ended_as} ({code})" if code else ended_as
            yield f"{what}: {found[ended_as, code]} rows, expected {wanted[ended_as, code]}"


def _facts_differ(found: list[dict[str, Any]], expected: list[dict[str, Any]]) -> Iterator[str]:
    got, wanted = Counter(map(_line, found)), Counter(map(_line, expected))
    yield from (f"not expected: {line}" for line in sorted((got - wanted).elements()))
    yield from (f"missing: {line}" for line in sorted((wanted - got).elements()))


def _line(fact: Mapping[str, Any]) -> str:
    even = {name: float(value) if type(value) is int else value for name, value in fact.items()}
    return json.dumps(even, ensure_ascii=False, sort_keys=True)
