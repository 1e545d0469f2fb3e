"""Two flags, each with its rule in words and the counts it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from homeroom.mastery.rules import RUSHING, WORKING_HARD, Rule


@dataclass(frozen=True)
class Run:
    """One child's answers on one standard since the last three right in a row, or since the start."""

    student: int
    standard: str
    answers: int
    right: int


@dataclass(frozen=True)
class Pace:
    """One child's last answers: `timed` of them have a time, `fast` of these were too fast to have been read."""

    student: int
    answers: int
    timed: int
    fast: int


@dataclass(frozen=True)
class Flag:
    """`standard` is blank where the flag is about no single one. `evidence` holds the counts in words, in English."""

    student: int
    standard: str
    rule: Rule
    evidence: str


def working_hard(runs: Iterable[Run]) -> Iterator[Flag]:
    """Children who answer much on one standard and do not move."""
    for run in runs:
        if run.answers >= WORKING_HARD["answers"]:
            words = gettext_noop("{answers} answers, {right} of them right, without {row} right in a row.")
            told = words.format(answers=run.answers, right=run.right, row=WORKING_HARD["right"])
            yield Flag(run.student, run.standard, WORKING_HARD, told)


def rushing(paces: Iterable[Pace]) -> Iterator[Flag]:
    """Children who answer too fast to have read."""
    for pace in paces:
        if pace.fast >= RUSHING["fast"]:
            words = gettext_noop(
                "{fast} of the last {answers} answers, {timed} of which have a time, took under {percent} % of the "
                "item's median."
            )
            told = {"fast": pace.fast, "answers": pace.answers, "timed": pace.timed, "percent": RUSHING["percent"]}
            yield Flag(pace.student, "", RUSHING, words.format(**told))
