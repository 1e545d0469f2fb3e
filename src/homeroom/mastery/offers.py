"""The log of what was offered to whom, with the chance each choice had, so that another policy can be judged later.

Off by default, the first of a child's list is offered. Where a named person has switched exploration on, a share of the
draws goes evenly to other candidates that a teacher would accept; every chance is written down before the draw.
The draw hangs on the seed, the policy's version, the child and the moment alone: from the log, the same is drawn again.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence

from homeroom.mastery.errors import MasteryError

MOST_EXPLORED = 0.10
ACCEPTABLE = 0.5  # a candidate worth at least this share of the best one's value is one a teacher would accept
POLICY, TEACHER = "policy", "teacher"


@dataclass(frozen=True)
class Exploration:
    """Which share of offers is drawn evenly among acceptable candidates, and who switched that on. Off: 0, nobody."""

    share: float = 0.0
    by: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.share <= MOST_EXPLORED:
            raise MasteryError(f"exploration_share is {self.share}: give a share from 0 to {MOST_EXPLORED}")
        if self.share and self.by is None:
            raise MasteryError("exploration is switched on by nobody: name the member of staff who did")


@dataclass(frozen=True)
class Candidate:
    """One standard that could be offered, or was held back. `blocked_by` is blank where it could be offered."""

    standard: str
    score: float
    reasons: tuple[str, ...]
    blocked_by: str = ""
    propensity: float = 0.0


@dataclass(frozen=True)
class Offer:
    """One line of the log. `chosen` is blank where there was nothing to offer."""

    offered_at: datetime
    student: int
    policy_version: str
    seed: int
    candidates: tuple[Candidate, ...]
    exploration_share: float
    switched_on_by: int | None
    chosen: str
    chosen_by: str = POLICY

    @property
    def propensity(self) -> float | None:
        """The chance that what was chosen had; none where a person chose."""
        if self.chosen_by != POLICY or not self.chosen:
            return None
        return next(one.propensity for one in self.candidates if one.standard == self.chosen)


def offer(
    student: int,
    candidates: Sequence[Candidate],
    *,
    offered_at: datetime,
    policy_version: str,
    seed: int,
    exploration: Exploration = Exploration(),
) -> Offer:
    """Give every candidate its chance and draw one. Raises MasteryError for a moment without a time zone."""
    if offered_at.tzinfo is None:
        raise MasteryError("offered_at has no time zone: give the moment with one")
    moment = offered_at.astimezone(UTC)
    given = with_propensities(candidates, exploration.share)
    chosen = _draw(given, _stream(seed, policy_version, student, moment))
    return Offer(moment, student, policy_version, seed, given, exploration.share, exploration.by, chosen)


def drawn_again(line: Offer) -> str:
    """What the policy draws from a line of the log alone."""
    moment = line.offered_at.astimezone(UTC)
    return _draw(line.candidates, _stream(line.seed, line.policy_version, line.student, moment))


def changed_by_teacher(line: Offer, standard: str) -> Offer:
    """The same line with a person's choice instead. It has no propensity, and is counted apart."""
    return replace(line, chosen=standard, chosen_by=TEACHER)


def with_propensities(candidates: Sequence[Candidate], share: float) -> tuple[Candidate, ...]:
    """All candidates with the chance each is offered; the chances sum to 1 where anything can be."""
    free = [at for at, one in enumerate(candidates) if not one.blocked_by]
    if not free:
        return tuple(replace(one, propensity=0.0) for one in candidates)
    best = min(free, key=lambda at: (-candidates[at].score, at))
    good = [at for at in free if candidates[at].score >= ACCEPTABLE * candidates[best].score]
    chance = {at: share / len(good) for at in good}
    # What rounding leaves over goes to the best one.
    chance[best] = 1.0 - sum(chance[at] for at in good if at != best)
    return tuple(replace(one, propensity=chance.get(at, 0.0)) for at, one in enumerate(candidates))


def _draw(candidates: Sequence[Candidate], random: Generator) -> str:
    luck, passed = float(random.random()), 0.0
    possible = [one for one in candidates if one.propensity > 0]
    for one in possible:
        passed += one.propensity
        if luck < passed:
            return one.standard
    return possible[-1].standard if possible else ""


def _stream(seed: int, policy_version: str, student: int, moment: datetime) -> Generator:
    second = int(moment.timestamp() * 1000)
    entropy = [seed, zlib.crc32(policy_version.encode()), student, second & 0xFFFFFFFF, second >> 32]
    return Generator(PCG64(SeedSequence(np.array(entropy, np.uint64).tolist())))
