"""i-Ready, Personalized Instruction by Lesson: every Friday the whole year to date, in CRLF lines, accents dropped.

Each file repeats all earlier rows. Idle minutes of a week are sometimes put right in the next week's file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from numpy.random import Generator

from homeroom.simulation import noise
from homeroom.simulation.calendar import Week
from homeroom.simulation.catalogue import LESSONS, Content
from homeroom.simulation.chance import one_of, some_of, stream
from homeroom.simulation.identity import Known
from homeroom.simulation.lessons import PASSES_AT
from homeroom.simulation.school import GRADES, OTHER_SCHOOL, SCHOOL
from homeroom.simulation.sheet import Sheet, Style, layout_of
from homeroom.simulation.world import World

STYLE = Style(newline="\r\n")
MINUTES = "Total Time on Lesson (min)"
CORRECTED_ONE_IN = 4  # of the tries with idle minutes
NAME = "iready_lessons"
STRANGERS = 6
STRANGERS_TRIES = 5
ZEROS_LOST_IN = 2  # the third week's file
IMPOSSIBLE = ("-12", "2000", "-3", "1440.5")
REPEATED, BLANK, OTHER_DATES = 6, 4, 4


@dataclass(frozen=True)
class Line:
    """One try as the file tells it. `corrected`: from the next week on without its idle minutes."""

    known: Known
    school: str
    lesson: Content
    day: date
    minutes: int
    score: int
    assigned: bool
    idle: int = 0
    corrected: bool = False
    impossible: str = ""


def sheets(world: World) -> Iterator[Sheet]:
    random = stream(world.seed, "noise in iready lessons")
    lines = sorted(_lines(world, random), key=lambda line: (line.known.family, line.known.given, line.known.key))
    for week in world.weeks:
        until = [line for line in lines if line.day <= week.friday]
        sheet = sheet_of(week, until)
        _note(sheet, until, week)
        if week.number == min(ZEROS_LOST_IN, len(world.weeks) - 1):
            noise.without_zeros(sheet, "Student ID")
        _spoil(random, sheet, [place for place, line in enumerate(until) if line.day >= week.monday])
        yield sheet


def _lines(world: World, random: Generator) -> list[Line]:
    known, tries, lessons = world.known[LESSONS], world.life.tries, world.catalogue.lessons
    lines = [
        Line(known[child], SCHOOL.name, lessons[lesson], world.days[day], minutes, score, assigned, idle)
        for child, lesson, day, minutes, score, idle, assigned in zip(
            *(
                column.tolist()
                for column in (tries.child, tries.lesson, tries.day, tries.minutes, tries.score, tries.idle)
            ),
            tries.assigned.tolist(),
            strict=True,
        )
    ]
    strange = [place for place, line in enumerate(lines) if line.idle]
    for place in some_of(random, strange, -(-len(strange) // CORRECTED_ONE_IN)):
        lines[place] = replace(lines[place], corrected=True)
    usual = [place for place, line in enumerate(lines) if not line.idle]
    for place, minutes_word in zip(some_of(random, usual, len(IMPOSSIBLE)), IMPOSSIBLE, strict=False):
        lines[place] = replace(lines[place], impossible=minutes_word)
    return [*lines, *_strangers(world, random)]


def _strangers(world: World, random: Generator) -> Iterator[Line]:
    """Children of another school of the district, in our file by mistake."""
    for known in world.strangers(LESSONS)[:STRANGERS]:
        for _ in range(STRANGERS_TRIES):
            lesson, day = one_of(random, world.catalogue.lessons), one_of(random, world.days)
            score = 25 * int(random.integers(1, 5))
            yield Line(known, OTHER_SCHOOL.name, lesson, day, int(random.integers(8, 40)), score, False)


def sheet_of(week: Week, lines: Sequence[Line]) -> Sheet:
    columns = {
        "Last Name": [line.known.family for line in lines],
        "First Name": [line.known.given for line in lines],
        "Student ID": [line.known.key for line in lines],
        "Student Grade": [GRADES[line.known.child.grade] for line in lines],
        "Academic Year": ["2026-2027"] * len(lines),
        "School": [line.school for line in lines],
        "Subject": ["Math"] * len(lines),
        "Domain": [line.lesson.domain for line in lines],
        "Lesson Grade": [GRADES[line.lesson.grade] for line in lines],
        "Lesson Level": [line.lesson.level for line in lines],
        "Lesson ID": [line.lesson.external_id for line in lines],
        "Lesson Name": [line.lesson.title for line in lines],
        "Lesson Objective": [line.lesson.objective for line in lines],
        "Lesson Language": ["English"] * len(lines),
        "Completion Date": [f"{line.day:%m/%d/%Y}" for line in lines],
        MINUTES: [_minutes(line, week) for line in lines],
        "Score": [str(line.score) for line in lines],
        "Passed or Not Passed": ["Passed" if line.score >= PASSES_AT else "Not Passed" for line in lines],
        "Teacher-Assigned Lesson": ["Y" if line.assigned else "N" for line in lines],
    }
    who = [line.known.child.sourced_id if line.school == SCHOOL.name else "" for line in lines]
    file = f"{NAME}_{week.friday.isoformat()}.csv"
    return Sheet(file, week.friday, layout_of("iready", "lessons", "by_lesson"), columns, who, STYLE)


def _minutes(line: Line, week: Week) -> str:
    if line.impossible:
        return line.impossible
    corrected = line.corrected and line.day < week.monday
    return str(line.minutes - line.idle if corrected else line.minutes)


def _note(sheet: Sheet, lines: Sequence[Line], week: Week) -> None:
    """Write down what the lines themselves carry: it stands in every file from its week on."""
    for place, line in enumerate(lines):
        if line.school != SCHOOL.name:
            sheet.note(place, "stranger")
        elif line.impossible:
            sheet.note(place, "impossible minutes", MINUTES, str(line.minutes))
        elif line.corrected and line.day < week.monday:
            sheet.note(place, "corrected", MINUTES)
        elif line.idle:
            sheet.note(place, "idle minutes", MINUTES, str(line.minutes - line.idle))


def _spoil(random: Generator, sheet: Sheet, this_week: Sequence[int]) -> None:
    """Faults of one file, all among the week's new rows; the next week's file has them right."""
    noise.blank(random, sheet, "Student ID", BLANK, this_week)
    for place in noise.some_rows(random, sheet, OTHER_DATES, this_week):
        month, day, year = sheet.column("Completion Date")[place].split("/")
        sheet.spoil(place, "Completion Date", f"{year}-{month}-{day}", "date in another format")
    noise.repeat(random, sheet, REPEATED, this_week)
