"""Star Reading, once in September: scores, and the dashboard's standards. All cells in quotes, with a byte order mark.

The local moment carries a false Z, as the vendor's does. Standards are those of reading, by their codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from numpy.random import Generator

from homeroom.simulation.calendar import moment
from homeroom.simulation.chance import hexadecimal, stream
from homeroom.simulation.exports.reading import level, percentile
from homeroom.simulation.exports.sittings import Sitting, closing, sittings
from homeroom.simulation.identity import STAR, Known
from homeroom.simulation.school import DISTRICT, GRADES, SCHOOL, School
from homeroom.simulation.sheet import UTF8_MARK, Sheet, Style, layout_of
from homeroom.simulation.world import World

WEEKS = range(2, 4)
UNSURE = 0.25  # a sitting's error, in standard deviations of children
FIRST_GRADE = 1  # the test needs a child who reads
STYLE = Style(encoding=UTF8_MARK, quote_all=True)
CATEGORIES = ("Urgent Intervention", "Intervention", "On Watch", "At/Above Benchmark")
MASTERY = ("Beginning", "Beginning", "Developing", "Secure")
AREAS = (
    ("RL", "Reading Literary Text", "Key Ideas and Details", (1, 2, 3)),
    ("RI", "Reading Informational Text", "Key Ideas and Details", (1, 2, 3)),
    ("RI", "Reading Informational Text", "Craft and Structure", (4, 5)),
)


@dataclass(frozen=True)
class Test:
    """One sitting with its moments and its measured reading."""

    sitting: Sitting
    number: str
    launched: datetime
    completed: datetime
    reading: float
    right: int


def sheets(world: World) -> Iterator[Sheet]:
    random = stream(world.seed, "star")
    sat = [s for s in sittings(world, "star", WEEKS) if s.child.grade >= FIRST_GRADE]
    tests = [sat_test(random, sitting, float(world.life.reading[sitting.child.index])) for sitting in sat]
    known = [world.known[STAR][one.sitting.child.index] for one in tests]
    yield scores(world.school, tests, known, closing(world, WEEKS))
    yield _standards(world, tests, random)


def sat_test(random: Generator, sitting: Sitting, reading: float, unsure: float = UNSURE) -> Test:
    launched = moment(sitting.day, 8 * 3600 + 1800 + int(random.integers(0, 5 * 3600)))
    completed = launched + timedelta(seconds=int(random.integers(480, 1500)))
    measured = reading + float(random.normal(0, unsure))
    right = int(random.binomial(34, min(0.95, max(0.2, 0.62 + 0.1 * measured))))
    number = hexadecimal(random, 32)
    return Test(
        sitting,
        f"{number[:8]}-{number[8:12]}-{number[12:16]}-{number[16:20]}-{number[20:]}",
        launched,
        completed,
        measured,
        right,
    )


def scores(school: School, tests: Sequence[Test], known: Sequence[Known], friday: date, period: str = "Fall") -> Sheet:
    """The scores of some sittings, as sent on a Friday. `known` is each child as the program knows it."""
    children = [test.sitting.child for test in tests]
    scaled = [round(300 + 110 * child.grade + 70 * test.reading) for child, test in zip(children, tests, strict=True)]
    columns = _who_and_when(tests) | {
        "SchoolYearStartDate": ["2026-08-31T00:00:00Z"] * len(tests),
        "SchoolYearEndDate": ["2027-06-11T00:00:00Z"] * len(tests),
        "StudentEmail": [child.email for child in children],
        "StudentFirstName": [one.given for one in known],
        "StudentMiddleName": [child.name.middle for child in children],
        "StudentLastName": [one.family for one in known],
        "CurrentGrade": [GRADES[child.grade] for child in children],
        "EnrollmentStatus": ["Enrolled"] * len(tests),
        "DistrictName": [DISTRICT.name] * len(tests),
        "SchoolIdentifier": [SCHOOL.identifier] * len(tests),
        "SchoolName": [SCHOOL.name] * len(tests),
        "AssessmentNumber": ["1"] * len(tests),
        "AssessmentType": ["Enterprise"] * len(tests),
        "AssessmentStatus": ["Active"] * len(tests),
        "GradePlacement": [f"{child.grade}.1" for child in children],
        "Grade": [GRADES[child.grade] for child in children],
        "ScaledScore": [str(score) for score in scaled],
        "StandardErrorOfMeasurement": ["17"] * len(tests),
        "UnifiedScore": [str(round(690 + 0.55 * score)) for score in scaled],
        "GradeEquivalent": [
            f"{max(0.0, child.grade + 0.1 + test.reading):.1f}" for child, test in zip(children, tests, strict=True)
        ],
        "PercentileRank": [str(percentile(test.reading)) for test in tests],
        "TotalTimeInSeconds": [str(round((test.completed - test.launched).total_seconds())) for test in tests],
        "TotalCorrect": [str(test.right) for test in tests],
        "TotalPossible": ["34"] * len(tests),
        "ScreeningPeriodWindowName": [period] * len(tests),
        "RenaissanceBenchmarkCategoryName": [level(test.reading, CATEGORIES) for test in tests],
        "RenaissanceBenchmarkCategoryLevel": [
            str(5 - 1 - CATEGORIES.index(level(test.reading, CATEGORIES))) for test in tests
        ],
        "RenaissanceBenchmarkCategoryNumberOfLevels": ["4"] * len(tests),
        **_class_columns(school, tests),
    }
    who = [child.sourced_id for child in children]
    file = f"SR_v1_{friday:%Y%m%d}.csv"
    return Sheet(file, friday, layout_of("star", "scores", "enterprise"), columns, who, STYLE)


def _class_columns(school: School, tests: Sequence[Test]) -> dict[str, list[str]]:
    classes = [school.classes[test.sitting.child.home] for test in tests]
    teachers = [school.teacher(one.index) for one in classes]
    return {
        "ClassSourcedID": [one.sourced_id for one in classes],
        "GroupOrClassName": [one.title for one in classes],
        "TeacherUserID": [one.username for one in teachers],
        "TeacherFirstName": [one.name.given for one in teachers],
        "TeacherLastName": [one.name.family for one in teachers],
    }


def _who_and_when(tests: Sequence[Test]) -> dict[str, list[str]]:
    children = [test.sitting.child for test in tests]
    return {
        "RenaissanceClientID": ["44002"] * len(tests),
        "SchoolYear": ["2026-2027"] * len(tests),
        "StudentRenaissanceID": [child.star_id for child in children],
        "StudentSourcedID": [child.sourced_id for child in children],
        "StudentIdentifier": [child.sis_id for child in children],
        "StudentUserID": [child.username for child in children],
        "StudentStateID": [child.state_id for child in children],
        "AssessmentID": [test.number for test in tests],
        "LaunchDate": [_utc(test.launched) for test in tests],
        "CompletedDate": [_utc(test.completed) for test in tests],
        "CompletedDateLocal": [f"{test.completed:%Y-%m-%dT%H:%M:%S}.000Z" for test in tests],
    }


def _standards(world: World, tests: Sequence[Test], random: Generator) -> Sheet:
    """Eight standards a sitting; their percents follow the measured reading."""
    every = [(test, area, number) for test in tests for area in AREAS for number in area[3]]
    percents = [_percent(test.reading + float(random.normal(0, 0.4))) for test, _, _ in every]
    columns = _who_and_when([test for test, _, _ in every]) | {
        "DomainGroup": [area[1] for _, area, _ in every],
        "DomainName": [area[2] for _, area, _ in every],
        "DomainPercentMastery": [str(_percent(test.reading)) for test, _, _ in every],
        "DomainConfidenceLevel": ["2"] * len(every),
        "DomainMasteryLevel": [str(1 + MASTERY.index(_word(_percent(test.reading)))) for test, _, _ in every],
        "StandardName": [f"{area[0]}.{GRADES[test.sitting.child.grade]}.{number}" for test, area, number in every],
        "StandardDescription": [f"{area[1]}, part {number}" for _, area, number in every],
        "StandardPercentMastery": [str(percent) for percent in percents],
        "StandardConfidenceLevel": ["Medium"] * len(every),
        "StandardMasteryLevel": [_word(percent) for percent in percents],
    }
    friday = closing(world, WEEKS)
    who = [test.sitting.child.sourced_id for test, _, _ in every]
    file = f"SR_Dashboard_Standards_v2_{friday:%Y%m%d}.csv"
    return Sheet(file, friday, layout_of("star", "standards", "v2"), columns, who, STYLE)


def _percent(reading: float) -> int:
    return min(98, max(5, round(62 + 17 * reading)))


def _word(percent: int) -> str:
    return "Secure" if percent >= 80 else "Developing" if percent >= 60 else "Beginning"


def _utc(local: datetime) -> str:
    return f"{local.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
