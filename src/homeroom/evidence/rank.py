"""One treated school, grade or state: no standard error, but its place among those that were left untreated.

Abadie, Diamond and Hainmueller (2010), "Synthetic control methods for comparative case studies": each untreated one is
looked at as if it had been the treated one. With one cluster in an arm, standard errors by cluster say nothing
(MacKinnon and Webb 2018), however small they come out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from homeroom.evidence.errors import EvidenceError


@dataclass(frozen=True)
class Rank:
    """`difference` is the treated one's change less the others' mean change; `place` 1 is the change most unlike them.

    `p` is place / of, and never below `smallest`, which is 1 / of.
    """

    difference: float
    place: int
    of: int

    @property
    def p(self) -> float:
        return self.place / self.of

    @property
    def smallest(self) -> float:
        return 1 / self.of


def ranked(changes: Mapping[str, float], treated: str) -> Rank:
    """The treated one's rank by how far its change lies from the mean change of all others. Ties count against it."""
    if treated not in changes or len(changes) < 2:
        raise EvidenceError(f"{treated} is to be ranked among others: give its change and theirs")
    apart = {name: _apart(changes, name) for name in changes}
    place = sum(abs(one) >= abs(apart[treated]) - 1e-12 for one in apart.values())
    return Rank(apart[treated], place, len(changes))


def _apart(changes: Mapping[str, float], name: str) -> float:
    return changes[name] - fmean(one for other, one in changes.items() if other != name)


def change(before: Sequence[float], after: Sequence[float]) -> float:
    """The mean after less the mean before. Raises EvidenceError where one of them has no wave."""
    if not before or not after:
        raise EvidenceError("a change needs a wave before and one after")
    return fmean(after) - fmean(before)
