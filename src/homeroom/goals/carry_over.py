"""After a unit: what each child carries over, as a review that comes back or as a gap that is still to be closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from homeroom.goals.known import Known, known
from homeroom.goals.models import UnitPlan
from homeroom.mastery import rules
from homeroom.mastery.rules import Rule
from homeroom.people.models import Class
from homeroom.standards import leaves
from homeroom.standards.models import Unit

A_WEEK = timedelta(days=7)


class Word(StrEnum):
    """The value is what tables and machines are told, `words` what people read."""

    REVIEW = "review"
    GAP = "gap"
    NO_EVIDENCE = "no evidence"

    @property
    def words(self) -> str:
        return str(WORDS[self])


WORDS: Mapping[Word, Promise] = {
    Word.REVIEW: gettext_lazy("review"),
    Word.GAP: gettext_lazy("gap"),
    Word.NO_EVIDENCE: gettext_lazy("no evidence"),
}
THRESHOLDS = {
    "percent": rules.MASTERED["percent"],
    "items": rules.TESTED["items"],
    "days": rules.REVIEW["days"],
}
RULES: Mapping[Word, Rule] = {
    Word.REVIEW: Rule(
        "carried-review",
        gettext_lazy(
            "A review: known with a chance of {percent} % or more. It comes back {days} days after the last work on it."
        ),
        THRESHOLDS,
    ),
    Word.GAP: Rule(
        "carried-gap",
        gettext_lazy(
            "A gap to close: taught and tested with {items} ordinary items or more, and known with a chance under "
            "{percent} %."
        ),
        THRESHOLDS,
    ),
    Word.NO_EVIDENCE: Rule(
        "carried-no-evidence",
        gettext_lazy(
            "No evidence: taught, and tested with fewer than {items} ordinary items. A short probe comes first."
        ),
        THRESHOLDS,
    ),
}


@dataclass(frozen=True)
class Carried:
    """One child on one standard that was taught. `due_on` is the day of a review, none where no work tells it."""

    student: int
    word: Word
    known: Known
    due_on: date | None = None

    @property
    def rule(self) -> str:
        return RULES[self.word].words


def carry_over(students: Sequence[int], standards: Sequence[str]) -> list[Carried]:
    """Every child on every standard, child by child in the order given. Of a whole standard its parts are told."""
    below = leaves.of(standards)
    codes = list(dict.fromkeys(part for code in standards for part in below.get(code, (code,))))
    found = known(students, codes)
    return [judged(student, found[student, code]) for student in students for code in codes]


def judged(student: int, one: Known) -> Carried:
    if not one.tested:
        return Carried(student, Word.NO_EVIDENCE, one)
    if (one.p or 0.0) < rules.MASTERED["percent"] / 100:
        return Carried(student, Word.GAP, one)
    due_on = one.last_on + timedelta(days=rules.REVIEW["days"]) if one.last_on else None
    return Carried(student, Word.REVIEW, one, due_on)


def taught(school_class: Class, unit: Unit, day: date) -> list[str]:
    """What of a unit was taught by this day: marked so, or planned for a week that is over and neither moved nor
    skipped.
    """
    plans = UnitPlan.objects.filter(school_class=school_class, unit=unit).order_by("week", "standard__order", "pk")
    told = plans.values_list("standard__code", "state", "week")
    over = (code for code, state, week in told if state == UnitPlan.State.TAUGHT or _over(state, week, day))
    return list(dict.fromkeys(over))


def gaps(told: Iterable[Carried]) -> dict[str, tuple[int, ...]]:
    """Standard → children who have a gap there: what a goal can be made for, the largest group first."""
    inside = defaultdict[str, list[int]](list)
    for one in told:
        if one.word == Word.GAP:
            inside[one.known.standard].append(one.student)
    return {code: tuple(inside[code]) for code in sorted(inside, key=lambda code: (-len(inside[code]), code))}


def _over(state: str, week: date, day: date) -> bool:
    return state == UnitPlan.State.PLANNED and week + A_WEEK <= day
