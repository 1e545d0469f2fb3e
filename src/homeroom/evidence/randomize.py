"""Draws of studies: who comes into which arm. The same list and seed give the same draw anywhere, at any time.

Numbers are drawn from SHA-256 of a counter (the idea of Hash_DRBG, NIST SP 800-90A), keyed by seed, list and stratum,
so that no generator of a library, and no version of Python, has a part in it. Nothing here may change without a new
name in `ALGORITHM`: draws on record are repeated by it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext

from homeroom.evidence import canonical
from homeroom.evidence.errors import EvidenceError

ALGORITHM = "sha256 counter 1"
BLOCK = 256  # bits of one hash
Ways = dict[tuple[int, int], int]


@dataclass(frozen=True)
class Eligible:
    """One unit that can be drawn. Each stratum is drawn by itself; a pair is a stratum of two.

    Units of one stratum with the same `link` come into the same arm, whatever it is.
    """

    key: str
    stratum: str = ""
    link: str = ""


@dataclass(frozen=True)
class Arm:
    """`share` counts beside the other arms' shares: 2 beside 1 is two thirds."""

    name: str
    share: int = 1


@dataclass(frozen=True)
class Drawn:
    """Which arm each unit came into. `undrawn` are units of strata that can't be divided: nothing is said of them."""

    arm_of: Mapping[str, str]
    undrawn: tuple[str, ...]
    seed: str
    list_sha256: str
    algorithm: str = ALGORITHM


def list_hash(eligible: Iterable[Eligible]) -> str:
    """The hash of who could be drawn. The order in which they are listed has no part in it."""
    return canonical.sha256(canonical.text(sorted([one.key, one.stratum, one.link] for one in eligible)))


def draw(eligible: Sequence[Eligible], arms: Sequence[Arm], seed: str) -> Drawn:
    """Divide each stratum by the arms' shares, as nearly as links let it; every such division is as likely.

    Where the shares leave a remainder, it is drawn, too, which arm has one more. Raises EvidenceError for a unit that
    is listed twice, or arms that can't be drawn.
    """
    _possible(eligible, arms)
    listed = list_hash(eligible)
    arm_of: dict[str, str] = {}
    undrawn: list[str] = []
    for stratum, units in groupby(sorted(eligible, key=lambda one: (one.stratum, one.key)), lambda one: one.stratum):
        groups = _linked(units)
        if len(groups) < len(arms):
            undrawn += [key for group in groups for key in group]
        else:
            arm_of |= _divided(groups, arms, Stream(ALGORITHM, seed, listed, stratum))
    return Drawn(arm_of, tuple(sorted(undrawn)), seed, listed)


class Stream:
    """Whole numbers that look random to whoever does not know the words it begins with."""

    def __init__(self, *words: str) -> None:
        self._key = hashlib.sha256(canonical.text(words).encode("utf-8", "surrogatepass")).digest()
        self._at = 0
        self._pool, self._bits = 0, 0

    def below(self, end: int) -> int:
        """From 0 to `end` − 1, each as likely: what is too large is drawn again, never wrapped round."""
        bits = (end - 1).bit_length()
        while True:
            found = self._take(bits)
            if found < end:
                return found

    def shuffled[T](self, things: Iterable[T]) -> list[T]:
        """Fisher and Yates' shuffle, from the end."""
        found = list(things)
        for at in range(len(found) - 1, 0, -1):
            other = self.below(at + 1)
            found[at], found[other] = found[other], found[at]
        return found

    def _take(self, bits: int) -> int:
        while self._bits < bits:
            block = hashlib.sha256(self._key + self._at.to_bytes(16, "big")).digest()
            self._pool = self._pool << BLOCK | int.from_bytes(block, "big")
            self._at, self._bits = self._at + 1, self._bits + BLOCK
        self._bits -= bits
        found = self._pool >> self._bits
        self._pool &= (1 << self._bits) - 1
        return found


def _possible(eligible: Sequence[Eligible], arms: Sequence[Arm]) -> None:
    names = {one.name for one in arms}
    if len(arms) < 2 or len(names) < len(arms) or any(one.share < 1 for one in arms):
        raise EvidenceError(gettext("Name two arms at least, each once and with a share of 1 or more."))
    seen: set[str] = set()
    for one in eligible:
        if one.key in seen:
            raise EvidenceError(gettext("%(key)s is listed twice: list each once.") % {"key": one.key})
        seen.add(one.key)


def _linked(units: Iterable[Eligible]) -> list[list[str]]:
    """Keys that are drawn together, in an order that the list's own order has no part in."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in units:
        found.setdefault(("link", one.link) if one.link else ("key", one.key), []).append(one.key)
    return sorted(found.values())


def _divided(groups: list[list[str]], arms: Sequence[Arm], stream: Stream) -> dict[str, str]:
    found: dict[str, str] = {}
    quotas = _quotas(sum(map(len, groups)), arms, stream)
    for at, arm in enumerate(arms[:-1]):
        left = len(arms) - at - 1
        taken = _some(groups, quotas[at], left, stream)
        found |= {key: arm.name for group in taken for key in group}
        groups = [group for group in groups if group not in taken]
    return found | {key: arms[-1].name for group in groups for key in group}


def _quotas(units: int, arms: Sequence[Arm], stream: Stream) -> list[int]:
    """How many units each arm is to have. The remainder goes to arms that are drawn, at most one each.

    Each arm has as many tickets as its part of a unit is large, so that its chance is its share.
    """
    whole = sum(one.share for one in arms)
    quotas = [units * one.share // whole for one in arms]
    tickets = [units * one.share % whole for one in arms]
    start, reached = stream.below(whole), 0
    order = stream.shuffled(range(len(arms)))
    for at in order:  # systematic sampling: one ticket in every `whole`, from a start that is drawn
        before, reached = reached, reached + tickets[at]
        quotas[at] += (reached - 1 - start) // whole - (before - 1 - start) // whole
    return quotas


def _some(groups: list[list[str]], quota: int, left: int, stream: Stream) -> list[list[str]]:
    """Groups with as nearly `quota` units together as can be, at least `left` groups staying behind."""
    if all(len(group) == 1 for group in groups):
        return stream.shuffled(groups)[: max(1, min(quota, len(groups) - left))]
    ways = _ways(groups)
    possible = [one for one in ways[0] if 0 < one[1] <= len(groups) - left]
    nearest = min(abs(units - quota) for units, _ in possible)
    among = sorted(one for one in possible if abs(one[0] - quota) == nearest)
    ticket = stream.below(sum(ways[0][one] for one in among))
    for wanted in among:
        if ticket < ways[0][wanted]:
            break
        ticket -= ways[0][wanted]
    return _chosen(groups, ways, wanted, ticket)


def _ways(groups: Sequence[Sequence[str]]) -> list[Ways]:
    """For the groups from each place on: in how many ways some of them make so many units in so many groups."""
    found: list[Ways] = [{(0, 0): 1}]
    for group in reversed(groups):
        here = dict(found[-1])
        for (units, count), many in found[-1].items():
            more = units + len(group), count + 1
            here[more] = here.get(more, 0) + many
        found.append(here)
    return found[::-1]


def _chosen(groups: list[list[str]], ways: list[Ways], wanted: tuple[int, int], ticket: int) -> list[list[str]]:
    """Of all choices that come to `wanted` the one with this number, counted from 0."""
    taken = []
    for at, group in enumerate(groups):
        without = ways[at + 1].get(wanted, 0)
        if ticket >= without:
            ticket -= without
            wanted = wanted[0] - len(group), wanted[1] - 1
            taken.append(group)
    return taken
