"""What each kind of evidence is worth: as learned here, and as assumed where nothing was learned."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

import numpy as np

from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.likelihoods import CHECK, CLAIM, ITEM, SCALE, TRIES

VERSION = 1
KINDS = ("item", "rapid", "score", "tries", "scale", "subscale", "claim", "check")
ITEM_KIND, RAPID, SCORE, TRIED, WHOLE, PART, CLAIMED, CHECKED = range(len(KINDS))
OF_KERNEL = np.array([ITEM, ITEM, ITEM, TRIES, SCALE, SCALE, CLAIM, CHECK], dtype=np.int64)

# By judgement, where nothing is known: a percent counts as five items, a check too; a rapid answer as a quarter of one,
# right by chance as often as with four choices; the questions of a score hang together.
PERCENT, TICK, QUICK, CHANCE = 5.0, 5.0, 0.25, 0.25
TOGETHER = 0.1
LEAST = 1e-6  # a likelihood takes no certainty


@dataclass(frozen=True)
class Scale:
    """How a scale score is read: (score - middle) / spread is a logit, known with this information."""

    middle: float
    spread: float
    information: float


@dataclass(frozen=True)
class Word:
    """How often a program's claim is right: of mastered standards, and of those that are not."""

    sensitivity: float = 0.75
    specificity: float = 0.75


ScaleKey = tuple[str, str, str, str, str]
"""Program, assessment, objective, method, grade; blank where the report names none."""


@dataclass(frozen=True)
class Worths:
    """`paces` are the usual seconds of (program, item); a blank program's word in `words` is everybody else's."""

    paces: Mapping[tuple[str, str], float] = field(default_factory=dict)
    scales: Mapping[ScaleKey, Scale] = field(default_factory=dict)
    words: Mapping[str, Word] = field(default_factory=dict)

    def to_json(self) -> str:
        told = {
            "version": VERSION,
            "paces": [[*key, pace] for key, pace in sorted(self.paces.items())],
            "scales": [[*key, asdict(scale)] for key, scale in sorted(self.scales.items())],
            "words": [[program, asdict(word)] for program, word in sorted(self.words.items())],
        }
        return json.dumps(told, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Worths:
        """Raises MasteryError where the text is of another version, or tells no worths."""
        try:
            told = json.loads(text)
            if told["version"] != VERSION:
                raise MasteryError(f"These worths are of version {told['version']}, not {VERSION}: learn them anew.")
            return cls(
                {(program, item): pace for program, item, pace in told["paces"]},
                {tuple(key): Scale(**scale) for *key, scale in told["scales"]},
                {program: Word(**word) for program, word in told["words"]},
            )
        except (KeyError, TypeError, ValueError) as error:
            raise MasteryError(f"These are no worths ({type(error).__name__}): learn them anew.") from None

    def word(self, program: str) -> Word:
        return self.words.get(program, Word())


def sizes(kind: Codes, amount: Numbers, words: Numbers) -> tuple[Numbers, Numbers]:
    """`size` and `detail` of each response, as the kernel reads them.

    `amount` is NaN where nobody tells it; `words` has a row (sensitivity, specificity) for each response.
    """
    size, detail = np.ones(len(kind)), np.full(len(kind), np.nan)
    size[kind == RAPID], detail[kind == RAPID] = QUICK, CHANCE
    scores = kind == SCORE
    size[scores] = worth_of(amount[scores])
    told = (kind == TRIED) | (kind == WHOLE) | (kind == PART)
    size[told] = amount[told]
    detail[kind == WHOLE], detail[kind == PART] = 0.0, 1.0
    claims = kind == CLAIMED
    size[claims], detail[claims] = words[claims, 0], words[claims, 1]
    size[kind == CHECKED] = TICK
    return size, detail


def worth_of(questions: Numbers) -> Numbers:
    """As how many single answers a score of so many questions counts: they share a day, a form and a child's luck."""
    known = questions / (1.0 + (questions - 1.0) * TOGETHER)
    return np.where(np.isnan(questions), PERCENT, known)


def answers_in(kind: Codes, amount: Numbers) -> Numbers:
    """How many ordinary answers each piece of evidence on a standard stands for, whatever its result."""
    many = np.ones(len(kind))
    many[kind == RAPID] = QUICK
    many[kind == SCORE] = worth_of(amount[kind == SCORE])
    many[kind == TRIED] = amount[kind == TRIED]
    many[(kind == WHOLE) | (kind == PART)] = 0.0
    many[kind == CHECKED] = TICK
    return many
