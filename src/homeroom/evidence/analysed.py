"""The children that an analysis takes, as columns: those whose baseline and outcome are known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from homeroom.evidence.data import Child, Data
from homeroom.evidence.design_matrix import Real, indicators, places
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.situation import clusters

ARM, PRETEST, CLASS_PRETEST = "arm", "pretest", "class pretest"


@dataclass(frozen=True)
class Table:
    """Children of complete cases. `by` is each child's cluster: what was assigned."""

    data: Data

    @cached_property
    def outcome(self) -> Real:
        return np.array([one.outcome for one in self.data.children], np.float64)

    @cached_property
    def arm(self) -> Real:
        return np.array([one.is_new for one in self.data.children], np.float64)

    @cached_property
    def classes(self) -> list[str]:
        return [one.classroom for one in self.data.children]

    @cached_property
    def by(self) -> list[str]:
        return clusters(self.data)

    @cached_property
    def own(self) -> dict[str, Real]:
        """What is known of each child by itself before it began."""
        children = self.data.children
        names = sorted({name for one in children for name in one.covariates})
        found = {name: np.array([one.covariates[name] for one in children], np.float64) for name in names}
        if any(one.baseline is None for one in children):
            return found
        return {PRETEST: np.array([one.baseline for one in children], np.float64), **found}

    @cached_property
    def strata(self) -> dict[str, Real]:
        return indicators("stratum", [one.stratum for one in self.data.children])

    @cached_property
    def shared(self) -> dict[str, Real]:
        """What clusters share: their strata, and the pretest's mean where it leaves a degree of freedom."""
        count = len(set(self.by))
        if PRETEST not in self.own or count - (2 + len(self.strata) + 1) < 1:
            return self.strata
        return {**self.strata, CLASS_PRETEST: self.mean(self.own[PRETEST])}

    @property
    def columns(self) -> dict[str, Real]:
        return {ARM: self.arm, **self.own, **self.shared}

    def mean(self, column: Real) -> Real:
        """Of each child's cluster."""
        _, place = places(self.by)
        return np.asarray((np.bincount(place, column) / np.bincount(place))[place])

    def of_clusters(self, column: Real) -> Real:
        """A column's mean, one entry a cluster."""
        _, place = places(self.by)
        return np.asarray(np.bincount(place, column) / np.bincount(place))

    def only(self, keep: set[str]) -> Table:
        """The children of these classes."""
        return Table(replace(self.data, children=tuple(one for one in self.data.children if one.classroom in keep)))


def table(data: Data, outcome: str = "") -> Table:
    """Complete cases of the primary outcome, or of another by its name. Raises EvidenceError where an arm has none."""
    told = [one if not outcome else replace(one, outcome=one.secondary.get(outcome)) for one in data.children]
    known = any(one.baseline is not None for one in told)
    kept = tuple(one for one in told if one.outcome is not None and (one.baseline is not None or not known))
    if len({one.is_new for one in kept}) < 2:
        raise EvidenceError("an arm has no child whose baseline and outcome are known: there is nothing to compare")
    return Table(replace(data, children=_with_covariates(kept)))


def _with_covariates(children: tuple[Child, ...]) -> tuple[Child, ...]:
    """Covariates that every child has; one that somebody lacks is left out for all, so that all children count."""
    common = set.intersection(*({*one.covariates} for one in children))
    return tuple(replace(one, covariates={name: one.covariates[name] for name in sorted(common)}) for one in children)
