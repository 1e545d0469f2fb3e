"""The two item programs, in the plain layout for item responses, every Friday the week's answers.

number_trail writes UTC instants, ids of its own and names; fraction_forge writes local time with its offset, the
user name as id and no names. One item of number_trail has a wrong answer key for a week: its rows are sent again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.random import Generator

from homeroom.simulation import noise
from homeroom.simulation.answers import Answers
from homeroom.simulation.calendar import ZONE, Week
from homeroom.simulation.catalogue import FORGE, TRAIL, Content
from homeroom.simulation.chance import one_of, stream
from homeroom.simulation.identity import Known
from homeroom.simulation.school import GRADES, OTHER_SCHOOL, SCHOOL, Org
from homeroom.simulation.sheet import Sheet, Style, layout_of
from homeroom.simulation.world import World

STYLES = {TRAIL: Style(), FORGE: Style(encoding="utf-8-sig")}
LEFT_OUT = {
    TRAIL: frozenset({"attempt", "score", "max_score"}),
    FORGE: frozenset({"event_id", "last_name", "first_name", "score", "max_score"}),
}
WRONG_KEY_IN = 1  # the second week
LATE_IN, LATE_DAYS = 3, 5  # the fourth week's file of fraction_forge comes on the Wednesday after
STRANGERS, STRANGERS_ANSWERS = 5, 12
BLANK, REPEATED = 3, 8
IMPOSSIBLE = ("-5", "90000")
FIRST_EVENT = 500_000_000


@dataclass(frozen=True)
class Line:
    """One answer as the file tells it. `attempt` counts the child's answers to the item."""

    known: Known
    school: str
    item: Content
    session: int
    day: date
    second: int
    took: int
    correct: bool
    attempt: int


def sheets(world: World) -> Iterator[Sheet]:
    for program in (TRAIL, FORGE):
        random = stream(world.seed, f"noise in {program}")
        lines = lines_of(world, program)
        strangers = _strangers(world, program, random)
        first = FIRST_EVENT
        for week in world.weeks:
            of_week = [line for line in lines if week.monday <= line.day <= week.friday]
            of_week += [line for line in strangers if week.monday <= line.day <= week.friday]
            yield from _of_week(program, week, of_week, first, random)
            first += len(of_week)


def _of_week(program: str, week: Week, lines: Sequence[Line], first: int, random: Generator) -> Iterator[Sheet]:
    """The week's file, and the rows sent again where an answer key was wrong. Nothing to tell: no file."""
    if not lines:
        return
    late = program == FORGE and week.number == LATE_IN
    file = f"{program}_{week.friday.isoformat()}.csv"
    sheet = sheet_of(program, file, week.friday + timedelta(days=LATE_DAYS if late else 0), lines, first)
    if late:
        sheet.late(week.friday)
    for place, line in enumerate(lines):
        if line.school != SCHOOL.name:
            sheet.note(place, "stranger")
    wrong = _wrong_key(lines) if program == TRAIL and week.number == WRONG_KEY_IN else []
    for place in wrong:
        sheet.spoil(place, "correct", _word(not lines[place].correct), "wrong answer key")
    _spoil(random, sheet)
    yield sheet
    if wrong:
        again = week.friday + timedelta(days=LATE_DAYS)
        file = f"{program}_{again.isoformat()}_corrected.csv"
        yield sheet_of(program, file, again, [lines[place] for place in wrong], first, wrong)


def lines_of(world: World, program: str, org: Org = SCHOOL) -> list[Line]:
    """Every answer in the program in order of time, as given by children of this school."""
    answers, known, items = world.life.answers[program], world.known[program], world.catalogue.items[program]
    columns = (answers.child, answers.item, answers.session, answers.day, answers.second, answers.took)
    rows = zip(*(column.tolist() for column in columns), answers.correct.tolist(), _attempts(answers), strict=True)
    return [
        Line(known[child], org.name, items[item], session, world.days[day], second, took, correct, attempt)
        for child, item, session, day, second, took, correct, attempt in rows
    ]


def _attempts(answers: Answers) -> list[int]:
    """For each answer, the how-manieth of its child to its item. Answers stand in order of time."""
    order = np.lexsort((np.arange(len(answers.child)), answers.item, answers.child))
    pair = np.stack((answers.child[order], answers.item[order]))
    begins = np.flatnonzero(np.append(True, (pair[:, 1:] != pair[:, :-1]).any(axis=0)))
    runs = np.diff(np.append(begins, len(order)))
    attempt = np.empty(len(order), dtype=np.int64)
    attempt[order] = np.arange(len(order)) - np.repeat(begins, runs) + 1
    return attempt.tolist()


def _strangers(world: World, program: str, random: Generator) -> list[Line]:
    """Answers of children of another school, each in one sitting."""
    lines = []
    for place, known in enumerate(world.strangers(program)[:STRANGERS]):
        day, items = one_of(random, world.days), world.catalogue.items[program]
        for turn in range(STRANGERS_ANSWERS):
            second = 10 * 3600 + turn * 40
            right = bool(random.random() < 0.6)
            lines.append(
                Line(known, OTHER_SCHOOL.name, one_of(random, items), 900_000 + place, day, second, 30, right, 1)
            )
    return lines


def sheet_of(
    program: str, file: str, arrives: date, lines: Sequence[Line], first: int, places: Sequence[int] | None = None
) -> Sheet:
    numbers = range(len(lines)) if places is None else places
    columns = {
        "program": [program] * len(lines),
        "event_id": [str(first + number) for number in numbers],
        "student_id": [line.known.key for line in lines],
        "last_name": [line.known.family for line in lines],
        "first_name": [line.known.given for line in lines],
        "school": [line.school for line in lines],
        "grade": [GRADES[line.known.child.grade] for line in lines],
        "item_id": [line.item.external_id for line in lines],
        "activity_id": [f"s{line.session:06d}" for line in lines],
        "standard": [line.item.spelling for line in lines],
        "correct": [_word(line.correct) for line in lines],
        "answered_at": _moments(program, lines),
        "seconds": [str(line.took) for line in lines],
        "attempt": [str(line.attempt) for line in lines],
    }
    who = [line.known.child.sourced_id if line.school != OTHER_SCHOOL.name else "" for line in lines]
    layout = layout_of("item_responses", "responses", "by_moment")
    return Sheet(file, arrives, layout, columns, who, STYLES[program], LEFT_OUT[program])


def _moments(program: str, lines: Sequence[Line]) -> list[str]:
    """`2026-09-01T15:32:10Z` of number_trail, `2026-09-01T08:32:10-07:00` of fraction_forge."""
    # The clock changes on Sundays, so a school day has one offset.
    midnights = {line.day: datetime(line.day.year, line.day.month, line.day.day, tzinfo=ZONE) for line in lines}
    if program == FORGE:
        return [(midnights[line.day] + timedelta(seconds=line.second)).isoformat() for line in lines]
    in_utc = {day: midnight.astimezone(UTC).replace(tzinfo=None) for day, midnight in midnights.items()}
    return [f"{(in_utc[line.day] + timedelta(seconds=line.second)).isoformat()}Z" for line in lines]


def _wrong_key(lines: Sequence[Line]) -> list[int]:
    """The rows of the item that was answered most often."""
    asked: dict[str, int] = {}
    for line in lines:
        asked[line.item.external_id] = asked.get(line.item.external_id, 0) + 1
    most = max(asked, key=lambda item: (asked[item], item))
    return [place for place, line in enumerate(lines) if line.item.external_id == most]


def _spoil(random: Generator, sheet: Sheet) -> None:
    noise.blank(random, sheet, "student_id", BLANK)
    noise.put(random, sheet, "seconds", IMPOSSIBLE, "impossible seconds")
    for place in noise.some_rows(random, sheet, 2):
        day = date.fromisoformat(sheet.column("answered_at")[place][:10])
        sheet.spoil(place, "answered_at", f"{day:%m/%d/%Y}", "date in another format")
    noise.repeat(random, sheet, REPEATED)


def _word(correct: bool) -> str:
    return "true" if correct else "false"
