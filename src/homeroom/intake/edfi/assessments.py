"""Student assessments drawn out of an interchange into two tables: a row a score, and a row an item's result.

The tables are read by the declaration of the program `edfi`, like any export. What an element says stays as it says it;
added is only whether a sitting contradicts itself.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from decimal import Decimal, InvalidOperation
from pathlib import Path

from homeroom.intake.edfi.interchange import Element, below, records, tag, text, word

SCORES = (
    "sitting_id", "student_id", "assessment_id", "administered_on", "school_year", "objective", "method", "kind",
    "result", "met", "grade_assessed", "period", "language",
)  # fmt: skip
ITEMS = (
    "sitting_id", "student_id", "assessment_id", "item_id", "administered_on", "school_year", "result", "raw_score",
    "contradiction",
)  # fmt: skip
RAW = "raw score"
POINTS = {"Correct": Decimal(1), "Incorrect": Decimal(0)}


def draw(path: Path, name: str, folder: Path) -> list[Path]:
    """Write `scores.csv` and `items.csv` of the interchange into `folder`; a table without rows is left out.

    Raises IntakeError where the XML is damaged.
    """
    folder.mkdir(exist_ok=True)
    targets = [folder / "scores.csv", folder / "items.csv"]
    rows = [0, 0]
    with ExitStack() as stack:
        files = [stack.enter_context(target.open("w", encoding="utf-8", newline="")) for target in targets]
        writers = [csv.writer(file, lineterminator="\n") for file in files]
        for writer, header in zip(writers, (SCORES, ITEMS), strict=True):
            writer.writerow(header)
        for record in records(path, name):
            if tag(record) == "StudentAssessment":
                for at, found in enumerate((_scores(record), _items(record))):
                    lines = list(found)
                    rows[at] += len(lines)
                    writers[at].writerows(lines)
    return [target for target, count in zip(targets, rows, strict=True) if count]


def contradicts(record: Element) -> bool:
    """Whether a sitting's raw score is not what its items add up to, where all of both is told."""
    raw = [text(score, "Result") for score in below(record, "ScoreResult") if _method(score).casefold() == RAW]
    points = [_points(item) for item in below(record, "StudentAssessmentItem")]
    told = [point for point in points if point is not None]
    number = _number(raw[0]) if len(raw) == 1 else None
    return number is not None and bool(told) and len(told) == len(points) and sum(told) != number


def _points(item: Element) -> Decimal | None:
    given = _number(text(item, "RawScoreResult"))
    return given if given is not None else POINTS.get(word(item, "AssessmentItemResult"))


def _number(shown: str) -> Decimal | None:
    """Exact, so that tenths of points add up to what they are; "nan" and "inf" are no numbers."""
    try:
        number = Decimal(shown)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _scores(record: Element) -> Iterator[Sequence[str]]:
    yield from _results(record, record, "")
    for part in below(record, "StudentObjectiveAssessment"):
        objective = text(part, "ObjectiveAssessmentReference", "ObjectiveAssessmentIdentity", "IdentificationCode")
        yield from _results(record, part, objective)


def _results(record: Element, told: Element, objective: str) -> Iterator[Sequence[str]]:
    for score in below(told, "ScoreResult"):
        yield _score(record, objective, _method(score), "score", text(score, "Result"), "")
    for level in below(told, "PerformanceLevel"):
        own = text(level, "PerformanceLevelIndicatorName") or word(level, "PerformanceLevel")
        yield _score(record, objective, _method(level), "level", own, text(level, "PerformanceLevelMet"))


def _score(record: Element, objective: str, method: str, kind: str, result: str, met: str) -> Sequence[str]:
    told = (objective, method, kind, result, met)
    rest = (
        word(record, "WhenAssessedGradeLevel"),
        word(record, "Period", "AssessmentPeriod"),
        word(record, "AdministrationLanguage"),
    )
    return (*_sitting(record), *_when(record), *told, *rest)


def _items(record: Element) -> Iterator[Sequence[str]]:
    against = "true" if contradicts(record) else "false"
    for item in below(record, "StudentAssessmentItem"):
        item_id = text(item, "AssessmentItemReference", "AssessmentItemIdentity", "IdentificationCode")
        told = (word(item, "AssessmentItemResult"), text(item, "RawScoreResult"), against)
        yield (*_sitting(record), item_id, *_when(record), *told)


def _sitting(record: Element) -> tuple[str, str, str]:
    return (
        text(record, "StudentAssessmentIdentifier"),
        text(record, "StudentReference", "StudentIdentity", "StudentUniqueId"),
        text(record, "AssessmentReference", "AssessmentIdentity", "AssessmentIdentifier"),
    )


def _when(record: Element) -> tuple[str, str]:
    """The day as it is written: the date of xs:date or xs:dateTime, in the sender's own time."""
    return text(record, "AdministrationDate")[:10], text(record, "SchoolYear")


def _method(element: Element) -> str:
    return word(element, "AssessmentReportingMethod")
