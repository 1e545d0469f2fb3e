"""Practice and streaks a second time, in plain Python with fractions: what the SQL has to agree with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from statistics import median

ANSWER_TIME = "the time of each answer, added up"
Row = Mapping[str, object]


@dataclass(frozen=True)
class Attempt:
    student: int
    program: str
    precision: str
    occurred_at: datetime | None
    occurred_on: date
    content_item: str | None
    standard: str | None
    correct: bool | None
    seconds: int | None
    attempt_no: int | None
    activity: str | None
    contradiction: bool | None = None


@dataclass(frozen=True)
class Activity:
    student: int
    program: str
    precision: str
    occurred_on: date
    content_item: str | None
    kind: str
    standard: str | None
    minutes: int | None
    minutes_definition: str | None
    outcome: str


@dataclass(frozen=True)
class Alignment:
    """`tags`: program, kind, content item → standards with shares. `spellings`: spelling → standard."""

    tags: Mapping[tuple[str, str, str], Mapping[str, float]]
    spellings: Mapping[str, str]

    def of(self, program: str, kind: str, item: str | None, spelling: str | None) -> Mapping[str, Fraction]:
        tagged = self.tags.get((program, kind, item or ""), {})
        if item is not None and tagged:
            return {standard: Fraction(share) for standard, share in tagged.items()}
        return {self.spellings.get(spelling or "", ""): Fraction(1)}


@dataclass
class Cell:
    """One row of practice while it is filled."""

    attempts: int = 0
    correct: int = 0
    unscored: int = 0
    contradicting: int = 0
    share: Fraction = Fraction(0)
    first_tries: int = 0
    first_correct: int = 0
    active_minutes: Fraction | None = None
    definitions: set[str] = field(default_factory=set)
    named: dict[str, bool] = field(default_factory=dict)
    nameless: list[bool] = field(default_factory=list)
    rapid: int | None = None
    last_on: date | None = None

    def worked(self, day: date) -> None:
        self.last_on = max(self.last_on or day, day)

    def takes(self, minutes: Fraction | None, definition: str | None) -> None:
        if minutes is not None:
            self.active_minutes = (self.active_minutes or Fraction(0)) + minutes
            self.definitions |= {definition} if definition is not None else set()

    def columns(self) -> Row:
        return {
            "attempts": self.attempts,
            "correct": self.correct,
            "unscored": self.unscored,
            "contradicting": self.contradicting,
            "share": float(self.share),
            "first_tries": self.first_tries,
            "first_correct": self.first_correct,
            "active_minutes": None if self.active_minutes is None else float(self.active_minutes),
            "minutes_definition": "; ".join(sorted(self.definitions)) or None,
            "lessons": len(self.named) + len(self.nameless),
            "lessons_passed": sum(self.named.values()) + sum(self.nameless),
            "rapid": self.rapid,
            "last_on": self.last_on,
        }


def practice(attempts: Sequence[Attempt], activities: Sequence[Activity], known: Alignment) -> list[Row]:
    cells: dict[tuple[object, ...], Cell] = defaultdict(Cell)
    for attempt in attempts:
        for standard in known.of(attempt.program, "item", attempt.content_item, attempt.standard):
            cells[_key(attempt, standard)].contradicting += bool(attempt.contradiction)
    attempts = [attempt for attempt in attempts if not attempt.contradiction]
    first, rapid = _first_tries(attempts), _rapid(attempts)
    for at, attempt in enumerate(attempts):
        seconds = None if _inside_a_lesson(attempt, activities) else attempt.seconds
        for standard, share in known.of(attempt.program, "item", attempt.content_item, attempt.standard).items():
            cell = cells[_key(attempt, standard)]
            _count(cell, attempt, share, at in first)
            _count_rapid(cell, attempt, rapid[at])
            cell.takes(None if seconds is None else seconds * share / 60, ANSWER_TIME)
            cell.worked(attempt.occurred_on)
    for activity in activities:
        kind = "unit" if activity.kind == "unit" else "lesson"
        for standard, share in known.of(activity.program, kind, activity.content_item, activity.standard).items():
            cell = cells[_key(activity, standard)]
            _count_lesson(cell, activity)
            minutes = None if activity.minutes is None else activity.minutes * share
            cell.takes(minutes, activity.minutes_definition)
            cell.worked(activity.occurred_on)
    names = ("student", "standard", "program", "school_year", "week")
    return [dict(zip(names, key, strict=True)) | cell.columns() for key, cell in cells.items()]


def streaks(attempts: Iterable[Attempt], known: Alignment) -> list[Row]:
    runs: dict[tuple[int, str], list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        standards = known.of(attempt.program, "item", attempt.content_item, attempt.standard)
        for standard in standards if attempt.correct is not None and not attempt.contradiction else ():
            runs[attempt.student, standard].append(attempt)
    return [_streak(student, standard, run) for (student, standard), run in runs.items() if standard]


def _streak(student: int, standard: str, run: list[Attempt]) -> Row:
    run = sorted(run, key=lambda a: (_moment(a), a.content_item is None, a.content_item or "", a.program, _try(a)))
    since: list[bool] = []
    in_a_row = 0
    for attempt in run:
        in_a_row = in_a_row + 1 if attempt.correct else 0
        since = [] if in_a_row >= 3 else [*since, bool(attempt.correct)]
    return {
        "student": student,
        "standard": standard,
        "school_year": 2027,
        "attempts": len(run),
        "correct": sum(bool(a.correct) for a in run),
        "since_three": len(since),
        "correct_since": sum(since),
        "programs": ", ".join(sorted({a.program for a in run})),
        "last_on": max(a.occurred_on for a in run),
    }


def _first_tries(attempts: Sequence[Attempt]) -> set[int]:
    """The positions of the answers that are the first to their item and not counted as a later try."""
    by_item: dict[object, list[int]] = defaultdict(list)
    for at, a in enumerate(attempts):
        if a.content_item is not None:
            by_item[a.student, a.program, a.content_item].append(at)
    firsts = {min(found, key=lambda at: _told(attempts[at])) for found in by_item.values()}
    return {at for at in firsts if attempts[at].attempt_no in (None, 1)}


def _told(a: Attempt) -> tuple[object, ...]:
    """All that tells one answer to an item from another: when, which try, and last the standard it is said to be on."""
    return _moment(a), _try(a), a.standard is None, a.standard or ""


def _rapid(attempts: Sequence[Attempt]) -> list[bool | None]:
    """For each answer whether it took under a tenth of its item's median time; None where that isn't known."""
    times: dict[object, list[int]] = defaultdict(list)
    for a in attempts:
        if a.seconds is not None:
            times[a.program, a.content_item].append(a.seconds)
    usual = {item: median(taken) for item, taken in times.items()}
    known = (a.content_item is not None and a.seconds is not None for a in attempts)
    return [
        10 * (a.seconds or 0) < usual[a.program, a.content_item] if timed else None
        for a, timed in zip(attempts, known, strict=True)
    ]


def _count_rapid(cell: Cell, attempt: Attempt, rapid: bool | None) -> None:
    if rapid is not None and attempt.correct is not None:
        cell.rapid = (cell.rapid or 0) + rapid


def _count(cell: Cell, attempt: Attempt, share: Fraction, is_first: bool) -> None:
    if attempt.correct is None:
        cell.unscored += 1
        return
    cell.attempts += 1
    cell.correct += attempt.correct
    cell.share += share
    cell.first_tries += is_first
    cell.first_correct += is_first and attempt.correct


def _count_lesson(cell: Cell, activity: Activity) -> None:
    passed = activity.outcome == "passed"
    if activity.content_item is None:
        cell.nameless.append(passed)
    else:
        cell.named[activity.content_item] = cell.named.get(activity.content_item, False) or passed


def _inside_a_lesson(attempt: Attempt, activities: Iterable[Activity]) -> bool:
    return attempt.activity is not None and any(
        (a.student, a.program, a.content_item) == (attempt.student, attempt.program, attempt.activity)
        and a.minutes is not None
        and _ended_on(a) >= attempt.occurred_on
        for a in activities
    )


def _key(work: Attempt | Activity, standard: str) -> tuple[object, ...]:
    monday = work.occurred_on - timedelta(days=work.occurred_on.weekday())
    return work.student, standard, work.program, 2027, monday


def _ended_on(work: Attempt | Activity) -> date:
    return work.occurred_on + timedelta(days=6 if work.precision == "week" else 0)


def _moment(attempt: Attempt) -> tuple[date, datetime]:
    return _ended_on(attempt), attempt.occurred_at or datetime.max


def _try(attempt: Attempt) -> tuple[float, float]:
    unknown = float("inf")
    number = unknown if attempt.attempt_no is None else attempt.attempt_no
    return number, unknown if attempt.correct is None else attempt.correct
