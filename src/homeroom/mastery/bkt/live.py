"""What children know, kept up one answer at a time, as answers come in."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from homeroom.mastery.bkt.kernels import likelihood
from homeroom.mastery.bkt.parameters import BKTParameters
from homeroom.mastery.errors import MasteryError


class Step(NamedTuple):
    """What an answer on one standard in one program changes. The pairs are likelihoods if lacking, and if known."""

    start: float
    learn: float
    stays: float
    right: tuple[float, float]
    wrong: tuple[float, float]


class Steps(dict[tuple[Hashable, Hashable], Step]):
    """By (standard, program); made when first asked for."""

    def __init__(self, parameters: BKTParameters) -> None:
        self.parameters = parameters
        self.standards = {word: at for at, word in enumerate(parameters.standards)}
        self.programs = {word: at for at, word in enumerate(parameters.programs)}

    def __missing__(self, pair: tuple[Hashable, Hashable]) -> Step:
        fitted, at, program = self.parameters, self.standards.get(pair[0], -1), self.programs.get(pair[1], -1)
        guess, knows = float(fitted.guess[at, program]), 1.0 - float(fitted.slip[at, program])
        start, learn, forget = (float(column[at]) for column in (fitted.start, fitted.learn, fitted.forget))
        self[pair] = step = Step(start, learn, 1.0 - forget, (guess, knows), (1.0 - guess, 1.0 - knows))
        return step


class Live:
    """Gives the same bits as `BKT.mastery` over the same answers: the same arithmetic, written in Python since a call
    into compiled code takes longer than it does."""

    def __init__(self, parameters: BKTParameters) -> None:
        self._steps = Steps(parameters)
        self._known: dict[tuple[Hashable, Hashable], float] = {}

    def update(self, student: Hashable, standard: Hashable, correct: float, program: Hashable = None) -> float:
        """Take one answer (0..1) in; gives how likely it is that the child knows the standard now."""
        start, learn, stays, right, wrong = self._steps[standard, program]
        child = student, standard
        known = self._known.get(child, start)
        if correct == 1:
            if_lacking, if_known = right
        elif correct == 0:
            if_lacking, if_known = wrong
        else:
            if_lacking, if_known = (_share(chance, correct) for chance in right)
        both = known * if_known
        known = both / (both + (1.0 - known) * if_lacking)
        known = known * stays + (1.0 - known) * learn
        self._known[child] = known
        return known

    def known(self, student: Hashable, standard: Hashable) -> float:
        """How likely it is that the child knows the standard now."""
        return self._known.get((student, standard), self._steps[standard, None].start)

    def right(self, student: Hashable, standard: Hashable, program: Hashable = None) -> float:
        """How likely it is that the child's next answer is right."""
        known = self.known(student, standard)
        guess, knows = self._steps[standard, program].right
        return known * knows + (1.0 - known) * guess


def _share(right: float, correct: float) -> float:
    if not 0 <= correct <= 1:
        raise MasteryError(f"An answer of {correct} lies outside 0 to 1: give 1 for right, 0 for wrong.")
    return likelihood(right, float(correct), 1.0)
