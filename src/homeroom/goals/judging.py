"""Whether a child has reached a goal: met, not yet, or no evidence. No evidence is never a low score.

A standard that is whole stands for itself and for its parts: what is told of either counts for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from importlib import resources

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from homeroom.facts import store
from homeroom.facts.schema import ACTIVITIES, MASTERY, PRACTICE
from homeroom.goals.models import Goal
from homeroom.goals.weeks import monday
from homeroom.mastery.evidence import JUDGED
from homeroom.mastery.models import Check
from homeroom.mastery.state import State
from homeroom.mastery.teachers import holding
from homeroom.standards import alignment, leaves, spelling
from homeroom.standards.content import Key

Criterion = Goal.Criterion


class Outcome(StrEnum):
    """The value is what tables and machines are told, `words` what people read."""

    MET = "met"
    NOT_YET = "not yet"
    NO_EVIDENCE = "no evidence"

    @property
    def words(self) -> str:
        return str(WORDS[self])


WORDS: Mapping[Outcome, Promise] = {
    Outcome.MET: gettext_lazy("met"),
    Outcome.NOT_YET: gettext_lazy("not yet"),
    Outcome.NO_EVIDENCE: gettext_lazy("no evidence"),
}


@dataclass(frozen=True)
class OfStandard:
    """One standard of a goal for one child. `value` is what the criterion asks for, none where nothing is known of it:
    a chance of mastery, a share of an exit check, lessons passed, or minutes. `evidence` counts what it rests on:
    ordinary items' worth, checks, lessons tried; of minutes, nothing.
    """

    standard: str
    outcome: Outcome
    value: float | None
    evidence: float = 0.0


@dataclass(frozen=True)
class Judged:
    """What came of a goal for one child. Met is a goal whose every standard is met; of minutes, their sum counts."""

    outcome: Outcome
    standards: tuple[OfStandard, ...]
    minutes: float | None = None


def judge(goal: Goal, student: int) -> Judged:
    """What came of a goal for one child, by what is known today."""
    return judge_all(goal, [student])[student]


def judge_all(goal: Goal, students: Sequence[int]) -> dict[int, Judged]:
    """The same for several children at once."""
    codes = list(goal.standards.order_by("pk").values_list("standard__code", flat=True))
    if not codes:
        return {student: Judged(Outcome.NO_EVIDENCE, ()) for student in students}
    below = leaves.of(codes)
    family = {code: (code, *below.get(code, ())) for code in codes}
    return dict(JUDGES[goal.criterion](goal, list(students), family))


def rule(goal: Goal) -> str:
    """When the goal is met, in a sentence."""
    if goal.criterion == Criterion.MASTERY:
        told = {"percent": f"{goal.cut * 100:g}", "items": f"{goal.evidence:g}"}
        return (
            gettext(
                "Met when each standard is known with a chance of %(percent)s %% or more, on as much evidence of the "
                "child's own as %(items)s ordinary items give, or when a teacher says that it is mastered."
            )
            % told
        )
    if goal.criterion == Criterion.EXIT_SCORE:
        return gettext(
            "Met when the child's newest exit check of each standard within the goal's days is %(percent)s %% or more."
        ) % {"percent": f"{goal.cut * 100:g}"}
    if goal.criterion == Criterion.LESSONS:
        words = ngettext(
            "Met when %(count)s lesson of each standard was passed within the goal's days.",
            "Met when %(count)s different lessons of each standard were passed within the goal's days.",
            goal.count,
        )
        return words % {"count": goal.count}
    return gettext(
        "Done when the child has worked %(minutes)s minutes on the standards in the goal's weeks. Minutes tell of "
        "work, not of what is known."
    ) % {"minutes": goal.minutes}


Families = Mapping[str, Sequence[str]]
"""Each standard of a goal, with itself and its parts."""


def _by_mastery(goal: Goal, students: Sequence[int], family: Families) -> Iterator[tuple[int, Judged]]:
    asked = sorted({code for codes in family.values() for code in codes})
    rows = store.query(
        _sql("believed"), {"students": students, "standards": asked}, tables=[MASTERY.name], students=students
    ).rows
    believed = {(student, code): (p, weight) for student, code, p, weight in rows}
    said = holding().filter(student__in=students, standard__code__in=asked)
    held = {(student, code): state for student, code, state in said.values_list("student", "standard__code", "state")}

    def one(student: int, code: str) -> OfStandard:
        p, weight = believed.get((student, code), (None, 0.0))
        if state := held.get((student, code)):
            outcome = Outcome.MET if state == State.MASTERED else Outcome.NOT_YET
        elif not weight:
            outcome = Outcome.NO_EVIDENCE
        else:
            outcome = Outcome.MET if p >= goal.cut and weight >= goal.evidence else Outcome.NOT_YET
        return OfStandard(code, outcome, p, weight)

    for student in students:
        judged = tuple(_of_family(code, [one(student, each) for each in codes]) for code, codes in family.items())
        yield student, Judged(_together([each.outcome for each in judged]), judged)


def _of_family(code: str, told: Sequence[OfStandard]) -> OfStandard:
    """A whole standard is known by itself, or by all its parts; until then, by whichever tells more."""
    own, parts = told[0], told[1:]
    if own.outcome == Outcome.MET or not parts:
        return own
    of_parts = _together([part.outcome for part in parts])
    if own.outcome != Outcome.NO_EVIDENCE and of_parts != Outcome.MET:
        return own
    known = [part.value for part in parts if part.value is not None]
    return OfStandard(code, of_parts, min(known, default=None), sum(part.evidence for part in parts))


def _by_exit_score(goal: Goal, students: Sequence[int], family: Families) -> Iterator[tuple[int, Judged]]:
    scores = _scores(goal, students, family)
    for student in students:
        judged = []
        for code in family:
            told = scores.get((student, code), [])
            newest = max(told, default=None)
            share = newest[2] if newest else None
            outcome = _reached(share, goal.cut)
            judged.append(OfStandard(code, outcome, share, float(len(told))))
        yield student, Judged(_together([each.outcome for each in judged]), tuple(judged))


def _scores(
    goal: Goal, students: Sequence[int], family: Families
) -> dict[tuple[int, str], list[tuple[date, bool, float]]]:
    """Exit checks of each child and standard: day, whether a teacher saw it, and the share right."""
    found: dict[tuple[int, str], list[tuple[date, bool, float]]] = {}
    of_code = _standards_for(family)
    checks = Check.objects.filter(student__in=students, withdrawn_at=None, standard__code__in=of_code)
    window = checks.filter(seen_on__gte=goal.begins_on, seen_on__lte=goal.ends_on).order_by("pk")
    for student, code, day, result in window.values_list("student", "standard__code", "seen_on", "result"):
        for standard in of_code[code]:
            found.setdefault((student, standard), []).append((day, True, JUDGED[result]))
    for one in _done(goal, students, family):
        if one.is_quiz and one.share is not None:
            for standard in one.standards:
                found.setdefault((one.student, standard), []).append((one.day, False, one.share))
    return found


def _by_lessons(goal: Goal, students: Sequence[int], family: Families) -> Iterator[tuple[int, Judged]]:
    tried: dict[tuple[int, str], set[Key]] = {}
    passed: dict[tuple[int, str], set[Key]] = {}
    for one in _done(goal, students, family):
        for code in one.standards:
            tried.setdefault((one.student, code), set()).add(one.key)
            if one.outcome == "passed":
                passed.setdefault((one.student, code), set()).add(one.key)
    for student in students:
        judged = []
        for code in family:
            many, tries = len(passed.get((student, code), ())), len(tried.get((student, code), ()))
            value = float(many) if tries else None
            judged.append(OfStandard(code, _reached(value, goal.count), value, float(tries)))
        yield student, Judged(_together([each.outcome for each in judged]), tuple(judged))


def _by_minutes(goal: Goal, students: Sequence[int], family: Families) -> Iterator[tuple[int, Judged]]:
    """Whole weeks, from the one in which the goal begins."""
    of_code = _standards_for(family)
    asked = {
        "students": students,
        "standards": sorted(of_code),
        "first": monday(goal.begins_on),
        "last": monday(goal.ends_on),
    }
    rows = store.query(_sql("worked"), asked, tables=[PRACTICE.name], students=students).rows
    worked = {(student, code): minutes for student, code, minutes in rows}
    for student in students:
        told = {code: _sum(worked.get((student, each)) for each in codes) for code, codes in family.items()}
        whole = _sum(worked.get((student, code)) for code in of_code)
        outcome = _reached(whole, goal.minutes)
        yield student, Judged(outcome, tuple(OfStandard(code, outcome, told[code]) for code in family), whole)


def _sum(minutes: Iterable[float | None]) -> float | None:
    """Of those that are known; none where none is."""
    known = [told for told in minutes if told is not None]
    return sum(known) if known else None


JUDGES: Mapping[str, Callable[[Goal, Sequence[int], Families], Iterator[tuple[int, Judged]]]] = {
    Criterion.MASTERY: _by_mastery,
    Criterion.EXIT_SCORE: _by_exit_score,
    Criterion.LESSONS: _by_lessons,
    Criterion.MINUTES: _by_minutes,
}


@dataclass(frozen=True)
class Done:
    """One try of one child at a lesson, with the goal's standards that it serves."""

    student: int
    key: Key
    day: date
    outcome: str
    is_quiz: bool
    share: float | None
    standards: frozenset[str]


def _done(goal: Goal, students: Sequence[int], family: Families) -> Iterator[Done]:
    asked = {"students": students, "first": goal.begins_on, "last": goal.ends_on}
    rows = store.query(_sql("lessons_done"), asked, tables=[ACTIVITIES.name], students=students).rows
    of_code = _standards_for(family)
    tagged = _tagged(of_code)
    known = spelling.known()
    for student, program, kind, item, spelled, day, outcome, is_quiz, share in rows:
        key = (program, kind, item or "")
        told = tagged.get(key) or {known.resolve(spelled or "") or ""}
        serves = frozenset(standard for code in told for standard in of_code.get(code, ()))
        if serves:
            yield Done(student, key, day, outcome, is_quiz, share, serves)


def _tagged(wanted: Collection[str]) -> dict[Key, set[str]]:
    """The leaf standards of each lesson that is aligned, those wanted and a blank for all others."""
    tags = alignment.tags()
    found: dict[Key, set[str]] = {}
    for program, kind, item, code in zip(
        *(tags[name] for name in ("program", "kind", "content_item", "standard")), strict=True
    ):
        found.setdefault((str(program), str(kind), str(item)), set()).add(str(code) if code in wanted else "")
    return found


def _standards_for(family: Families) -> dict[str, list[str]]:
    """The goal's standards that each code counts for."""
    found: dict[str, list[str]] = {}
    for standard, codes in family.items():
        for code in codes:
            found.setdefault(code, []).append(standard)
    return found


def _reached(value: float | None, wanted: float) -> Outcome:
    if value is None:
        return Outcome.NO_EVIDENCE
    return Outcome.MET if value >= wanted else Outcome.NOT_YET


def _together(outcomes: Collection[Outcome]) -> Outcome:
    """All met is met, and nothing known of any is no evidence."""
    if all(one == Outcome.NO_EVIDENCE for one in outcomes):
        return Outcome.NO_EVIDENCE
    return Outcome.MET if all(one == Outcome.MET for one in outcomes) else Outcome.NOT_YET


def _sql(name: str) -> str:
    return (resources.files("homeroom.goals") / f"{name}.sql").read_text("utf-8")
