"""Before a unit: each child on what the unit stands on, the missing prerequisite named, and who lacks the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from homeroom.goals.known import Known, known
from homeroom.mastery import rules
from homeroom.mastery.curriculum import loaded
from homeroom.mastery.graph import Graph
from homeroom.mastery.rules import Rule
from homeroom.mastery.state import STEPS
from homeroom.standards import leaves


class Word(StrEnum):
    """The value is what tables and machines are told, `words` what people read."""

    READY = "ready"
    SHAKY = "shaky"
    NOT_READY = "not ready"
    NO_EVIDENCE = "no evidence"

    @property
    def words(self) -> str:
        return str(WORDS[self])


WORDS: Mapping[Word, Promise] = {
    Word.READY: gettext_lazy("ready"),
    Word.SHAKY: gettext_lazy("shaky"),
    Word.NOT_READY: gettext_lazy("not ready"),
    Word.NO_EVIDENCE: gettext_lazy("no evidence"),
}
THRESHOLDS = {
    "steps": rules.NEAR["steps"],
    "percent": rules.READY["percent"],
    "gap": round(100 * STEPS[0]),
    "items": rules.TESTED["items"],
}
RULES: Mapping[Word, Rule] = {
    Word.READY: Rule(
        "unit-ready",
        gettext_lazy(
            "Ready: at least half of what the unit stands on, up to {steps} steps back, was tested, and all of that is "
            "known with a chance of {percent} % or more."
        ),
        THRESHOLDS,
    ),
    Word.SHAKY: Rule(
        "unit-shaky",
        gettext_lazy(
            "Shaky: something that the unit stands on is known with a chance of {gap} to under {percent} %, and "
            "nothing with less."
        ),
        THRESHOLDS,
    ),
    Word.NOT_READY: Rule(
        "unit-not-ready",
        gettext_lazy(
            "Not ready: something that the unit stands on is known with a chance under {gap} %, by the child's own "
            "work of {items} ordinary items or more."
        ),
        THRESHOLDS,
    ),
    Word.NO_EVIDENCE: Rule(
        "unit-no-evidence",
        gettext_lazy(
            "No evidence: fewer than half of what the unit stands on was tested with {items} ordinary items or more, "
            "and no gap was seen. A short probe comes first."
        ),
        THRESHOLDS,
    ),
}


@dataclass(frozen=True)
class Before:
    """A standard that the unit stands on, and how many steps before it."""

    standard: str
    steps: int


@dataclass(frozen=True)
class Readiness:
    """One child. `missing` are the tested standards that are not known well enough, the gaps first, then the nearest.

    `tested` of `needed` standards were tested; `evidence` counts ordinary items' worth and `answers` answers on all.
    """

    student: int
    word: Word
    missing: tuple[Known, ...]
    tested: int
    needed: int
    evidence: float
    answers: int

    @property
    def rule(self) -> str:
        return RULES[self.word].words


def readiness(students: Sequence[int], standards: Sequence[str]) -> list[Readiness]:
    """Every child before these standards, in the order given. With nothing before them everybody is ready."""
    before = stands_on(standards)
    found = known(students, [one.standard for one in before])
    return [judged(student, [found[student, one.standard] for one in before]) for student in students]


def stands_on(standards: Sequence[str], graph: Graph | None = None) -> list[Before]:
    """What these stand on outside themselves, nearest first. Of a whole standard its parts are told."""
    graph = graph or loaded().graph
    place = {code: at for at, code in enumerate(graph.codes)}
    below = leaves.of(graph.codes)
    own = {part for code in standards for part in (code, *below.get(code, ()))}
    here, seen = {place[code] for code in own if code in place}, dict[int, int]()
    for step in range(1, rules.NEAR["steps"] + 1):
        here = {one for at in here for one in graph.of_standard(at)} - seen.keys()
        seen |= dict.fromkeys(sorted(here), step)
    found = dict[str, int]()
    for at, step in seen.items():
        for code in below.get(graph.codes[at], (graph.codes[at],)):
            found.setdefault(code, step)
    return [Before(code, step) for code, step in found.items() if code not in own]


def judged(student: int, before: Sequence[Known]) -> Readiness:
    """One child on what the unit stands on, nearest first."""
    tested = [one for one in before if one.tested]
    weak = [one for one in tested if _p(one) < rules.READY["percent"] / 100]
    missing = sorted(weak, key=lambda one: _p(one) >= STEPS[0])
    return Readiness(
        student,
        _word(len(tested), missing, len(before)),
        tuple(missing),
        len(tested),
        len(before),
        sum(one.weight for one in before),
        sum(one.answers for one in before),
    )


def together(told: Iterable[Readiness]) -> dict[str, tuple[int, ...]]:
    """Who lacks the same first, for the tutor: standard → children, the largest group first. One child is a group."""
    inside = defaultdict[str, list[int]](list)
    for one in told:
        if one.missing:
            inside[one.missing[0].standard].append(one.student)
    return {code: tuple(inside[code]) for code in sorted(inside, key=lambda code: (-len(inside[code]), code))}


def _word(tested: int, missing: Sequence[Known], needed: int) -> Word:
    if any(_p(one) < STEPS[0] for one in missing):
        return Word.NOT_READY
    if missing:
        return Word.SHAKY
    return Word.READY if 2 * tested >= needed else Word.NO_EVIDENCE


def _p(one: Known) -> float:
    return one.p or 0.0
