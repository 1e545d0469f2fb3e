"""What a fit has learned of each standard and program, and its way to text and back."""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from homeroom.mastery.bkt.priors import Priors
from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.errors import MasteryError

VERSION = 1
ARRAYS = ("start", "learn", "forget", "guess", "slip")


@dataclass(frozen=True)
class BKTParameters:
    """All are probabilities. `start`, `learn`, `forget`: one entry a standard, and last that of a standard not met.

    `guess` and `slip` have such a row a standard, and a column a program; the last column is of answers whose program
    is unknown. Their last row is each program's own, over all standards.
    """

    standards: tuple[Hashable, ...]
    programs: tuple[Hashable, ...]
    start: Numbers  # known before the first answer
    learn: Numbers  # lacking becomes known, an answer
    forget: Numbers  # known becomes lacking, an answer
    guess: Numbers  # right though lacking
    slip: Numbers  # wrong though known
    version: int = VERSION

    @property
    def move(self) -> Numbers:
        """As the kernels read them: (start, learn, forget) of each standard."""
        return np.stack([self.start, self.learn, self.forget], axis=1)

    @property
    def odd(self) -> Numbers:
        """As the kernels read them: how often answers belie the states lacking and known."""
        return np.stack([self.guess, self.slip])

    def of(self, standards: tuple[Hashable, ...], programs: tuple[Hashable, ...]) -> BKTParameters:
        """The same for other vocabularies: what the fit has not met is as what is not known."""
        rows = np.append(_places(self.standards, standards), -1)
        columns = np.append(_places(self.programs, programs), -1)
        guess, slip = self.odd[:, rows[:, None], columns]
        start, learn, forget = self.move[rows].T
        return BKTParameters(standards, programs, start, learn, forget, guess, slip)

    @classmethod
    def unlearned(cls) -> BKTParameters:
        """The priors' means, for every standard and program."""
        move, odd = beginning(0, 0, forgets=False)
        return cls((), (), *move.T, *odd)

    def to_json(self) -> str:
        """All of it as text that `from_json` reads back to the bit. Standards and programs must be text or numbers."""
        told = {"version": self.version, "standards": self.standards, "programs": self.programs}
        return json.dumps(told | {name: getattr(self, name).tolist() for name in ARRAYS}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> BKTParameters:
        """Raises MasteryError where the text is of another version or no parameters at all."""
        try:
            told = json.loads(text)
            if told["version"] != VERSION:
                raise MasteryError(f"These BKT parameters are of version {told['version']}, not {VERSION}: fit anew.")
            start, learn, forget, guess, slip = (np.array(told[name], dtype=np.float64) for name in ARRAYS)
            return cls(tuple(told["standards"]), tuple(told["programs"]), start, learn, forget, guess, slip)
        except (KeyError, TypeError, ValueError) as error:
            raise MasteryError(f"These are no BKT parameters ({type(error).__name__}): fit anew.") from None


def _places(known: tuple[Hashable, ...], wanted: tuple[Hashable, ...]) -> Codes:
    """Where each of `wanted` stands in `known`; -1 where it doesn't."""
    place = {word: at for at, word in enumerate(known)}
    return np.array([place.get(word, -1) for word in wanted], dtype=np.int64)


def beginning(standards: int, programs: int, forgets: bool) -> tuple[Numbers, Numbers]:
    """`move` and `odd` where a fit begins: the priors' means."""
    usual = Priors()
    move = np.empty((standards + 1, 3))
    move[:] = usual.start.mean, usual.learn.mean, usual.forget.mean if forgets else 0.0
    odd = np.empty((2, standards + 1, programs + 1))
    odd[0], odd[1] = usual.guess.mean, usual.slip.mean
    return move, odd
