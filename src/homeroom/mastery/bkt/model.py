"""Bayesian knowledge tracing that knows the programs: two hidden states a standard, guess and slip a program.

Corbett and Anderson (1995), with guess and slip of each program on each standard, drawn towards the program's own over
all standards. Fitted by expectation maximisation with priors. A right answer means less where guessing is easy.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from homeroom.mastery.bkt import kernels
from homeroom.mastery.bkt.chains import chains, shares, told_by
from homeroom.mastery.bkt.parameters import BKTParameters, beginning
from homeroom.mastery.bkt.priors import Priors
from homeroom.mastery.bkt.tree import tree
from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.responses import Responses


@dataclass(frozen=True)
class Mastered:
    """One entry a child and standard with an answer, in order of (student, standard), as columns."""

    student: tuple[Hashable, ...]
    standard: tuple[Hashable, ...]
    p_mastered: Numbers
    answers: Codes


class BKT:
    """`fit` on answers, then `predict` the next ones and tell `mastery`.

    Answers are a mapping of equally long sequences or a dataframe (`student, standard, correct`, optional `program,
    item, occurred_at`; see `Responses.of`), or `Responses`. Where nothing says when, the rows' order is the time's.
    """

    def __init__(
        self,
        programs: bool = True,
        forgets: bool = False,
        priors: Priors | None = None,
        rounds: int = 1000,
        tolerance: float = 1e-3,
    ) -> None:
        self.programs = programs
        self.forgets = forgets
        self.priors = priors or Priors()
        self.rounds = rounds  # at most so many
        self.tolerance = tolerance  # a standard is done when no probability of its moves by more in a round
        self.rounds_ = 0  # that the fit took
        self._fitted: BKTParameters | None = None

    @property
    def parameters_(self) -> BKTParameters:
        """What was learned; it can also be set, from an earlier fit's."""
        if self._fitted is None:
            raise MasteryError("This BKT has no parameters yet: call fit with answers first.")
        return self._fitted

    @parameters_.setter
    def parameters_(self, parameters: BKTParameters) -> None:
        self._fitted = parameters

    def fit(self, answers: Any) -> Self:
        """Learn the parameters from all answers of all children given."""
        responses = _responses(answers)
        programs = responses.programs if self.programs else ()
        standards = len(responses.standards)
        linked = chains(responses, self.programs)
        move, odd = beginning(standards, len(programs), self.forgets)
        self.rounds_ = kernels.climb(
            tree(linked, standards),
            linked.symbols,
            self.priors.rows,
            self.priors.pull,
            self.forgets,
            move,
            odd,
            self.rounds,
            self.tolerance,
        )
        move[-1] = _typical(move[np.unique(linked.symbols.standard)])
        self.parameters_ = BKTParameters(responses.standards, programs, *move.T, *odd)
        return self

    def predict(self, answers: Any) -> Numbers:
        """The probability that each answer is right, from the child's earlier answers alone; in the order of the rows.

        Of an answer to several standards it is their weighted mean.
        """
        responses = _responses(answers)
        found, _, _ = self._follow(responses, keep=False)
        return found if answers is responses else found[np.argsort(responses.row)]

    def mastery(self, answers: Any) -> Mastered:
        """How likely it is that each child knows each standard it has answered on, its last answer learned from."""
        responses = _responses(answers)
        _, _, after = self._follow(responses)
        counts = kernels.counted(_columns(responses, self.programs), len(responses.standards))
        of = np.repeat(responses.student, np.diff(responses.starts))
        last = np.flatnonzero(counts)
        last = last[np.lexsort((responses.standard[last], of[last]))]
        student = tuple(responses.students[code] for code in of[last])
        standard = tuple(responses.standards[code] for code in responses.standard[last])
        return Mastered(student, standard, after[last], counts[last])

    def known_after(self, answers: Any) -> Numbers:
        """How likely the child knows the standard after each answer; an entry a standard of each, in order of
        (student, time)."""
        _, _, after = self._follow(_responses(answers))
        return after

    def log_likelihood(self, answers: Any) -> float:
        """Of all answers, in nats. A share of a right answer counts as that share of its logarithm."""
        _, chance, _ = self._follow(_responses(answers))
        return float(np.log(chance).sum())

    def _follow(self, responses: Responses, keep: bool = True) -> tuple[Numbers, Numbers, Numbers]:
        parameters = self.parameters_.of(responses.standards, responses.programs if self.programs else ())
        return kernels.followed(_columns(responses, self.programs), parameters.move, parameters.odd, keep)


def _columns(responses: Responses, programs: bool) -> kernels.Answers:
    share, items = shares(responses)
    told = responses.starts, responses.standard, responses.weight
    return kernels.Answers(responses.student, told_by(responses, programs), share, items, *told)


def _responses(answers: Any) -> Responses:
    return answers if isinstance(answers, Responses) else Responses.of(answers)


def _typical(shares: Numbers) -> Numbers:
    """The mean of probabilities on the scale of logits, a column each; 0 stays 0."""
    with np.errstate(divide="ignore"):
        logits = np.log(shares / (1.0 - shares)).mean(axis=0)
    return np.asarray(1.0 / (1.0 + np.exp(-logits)))
