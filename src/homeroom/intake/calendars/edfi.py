"""Ed-Fi's EducationOrgCalendar.xml: the dates of each school's calendar, and the breaks between its sessions.

Read as a stream, with entities off. Of several calendars of one school the one for the whole school counts; calendars
for single students count only where the school has no other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from homeroom.intake.calendars.parts import Given, Schools
from homeroom.intake.errors import IntakeError
from homeroom.people.models import SchoolDay
from homeroom.people.school_days import WEEK, Marked

# CalendarEventDescriptor, by the code value after its "#". What is not listed is no day of teaching.
TAUGHT = {"instructional day", "make-up day", "student late arrival/early dismissal"}
CLOSED = {"holiday"}
LONGEST_BREAK = timedelta(days=45)
Key = tuple[str, str]  # a school's id, a calendar's code


@dataclass
class Seen:
    """What the file gives, by school id, before it is known which calendar of a school counts."""

    kinds: dict[Key, str] = field(default_factory=dict)
    days: dict[Key, dict[date, list[str]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    sessions: dict[Key, list[tuple[date, date]]] = field(default_factory=lambda: defaultdict(list))


def read(path: Path, name: str, schools: Schools) -> Given:
    """The days of schools we know. Raises IntakeError where the file is no calendar of Ed-Fi or is broken."""
    seen = Seen()
    try:
        with path.open("rb") as file:
            for tag, element in _elements(file):
                _note(seen, tag, element)
    except (etree.XMLSyntaxError, ValueError) as error:
        words = str(error).splitlines()[0]
        raise IntakeError(f"{name}: can't be read as Ed-Fi's calendar ({words}). Nothing was taken in.") from None
    return _given(seen, schools)


def _elements(file: BinaryIO) -> Iterator[tuple[str, etree._Element]]:
    """The parts below the root, one at a time and then forgotten."""
    root = ""
    parts = etree.iterparse(
        file, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    for event, element in parts:
        tag = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if not root:
            root = tag
            if root != "InterchangeEducationOrgCalendar":
                raise ValueError(f"its root is {root[:60]}")
        parent = element.getparent()
        if event == "end" and parent is not None and parent.getparent() is None:
            yield tag, element
            element.clear()


def _note(seen: Seen, tag: str, element: etree._Element) -> None:
    texts = _texts(element)
    school = texts.get("SchoolId", [""])[0]
    if tag == "Calendar":
        seen.kinds[school, texts["CalendarCode"][0]] = _code(texts.get("CalendarType", [""])[0])
    elif tag == "CalendarDate":
        code = texts.get("CalendarCode", [""])[0]
        day = _day(texts.get("Date", [""])[0])
        seen.days[school, code][day] += [_code(event) for event in texts.get("CalendarEvent", [])]
    elif tag == "Session" and {"BeginDate", "EndDate"} <= texts.keys():
        span = (_day(texts["BeginDate"][0]), _day(texts["EndDate"][0]))
        seen.sessions[school, texts.get("SchoolYear", [""])[0]].append(span)


def _texts(element: etree._Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for below in element.iter():
        if isinstance(below.tag, str) and below.text and below.text.strip():
            found[etree.QName(below).localname].append(below.text.strip())
    return found


def _code(descriptor: str) -> str:
    return descriptor.rpartition("#")[2].strip().casefold()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError(f"“{text[:40]}” is no date") from None


def _given(seen: Seen, schools: Schools) -> Given:
    told = {school for school, _ in [*seen.days, *seen.sessions]}
    unknown = sorted(school for school in told if school.casefold() not in schools)
    days: dict[tuple[int, date], Marked] = {}
    for school in sorted(told - set(unknown)):
        pk = schools[school.casefold()]
        sessions = [spans for (of, _), spans in sorted(seen.sessions.items()) if of == school]
        for one in [*_breaks(pk, sessions), *_dates(pk, _counting(seen, school))]:
            days[pk, one.day] = one
    notes = tuple(
        f"School {school}: no school of the roster has this id, so its days were left out. Receive the roster first."
        for school in unknown
    )
    return Given(tuple(days.values()), notes)


def _counting(seen: Seen, school: str) -> Sequence[Mapping[date, list[str]]]:
    """The calendars of a school that count: those for the whole school where there are any."""
    own = {key: days for key, days in seen.days.items() if key[0] == school}
    whole = [days for key, days in own.items() if seen.kinds.get(key) in ("school", None)]
    return whole or list(own.values())


def _dates(pk: int, calendars: Iterable[Mapping[date, list[str]]]) -> Iterator[Marked]:
    for days in calendars:
        for day, events in days.items():
            yield Marked(day, _kind(events), ", ".join(events) if _kind(events) != "instructional" else "", pk)


def _kind(events: list[str]) -> str:
    """A day with any teaching is a school day: late arrivals and parents' evenings stand beside it."""
    if TAUGHT & set(events):
        return SchoolDay.Kind.INSTRUCTIONAL.value
    return (SchoolDay.Kind.HOLIDAY if CLOSED & set(events) else SchoolDay.Kind.OTHER).value


def _breaks(pk: int, years: Iterable[list[tuple[date, date]]]) -> Iterator[Marked]:
    """Monday to Friday between two sessions of one school year. A summer is none: no session follows it."""
    for spans in years:
        ordered = sorted(spans)
        for (_, ended), (begins, _) in pairwise(ordered):
            for n in range(1, min((begins - ended), LONGEST_BREAK).days):
                day = ended + timedelta(days=n)
                if day.weekday() < WEEK:
                    yield Marked(day, SchoolDay.Kind.HOLIDAY.value, "between terms", pk)
