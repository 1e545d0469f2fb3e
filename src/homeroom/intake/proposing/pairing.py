"""Which column of a file stands for which column of a layout: scores for every pair, then one to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from homeroom.intake.proposing.fitting import by_words, closed_words, fit
from homeroom.intake.proposing.likeness import Matrix, likeness, refusal
from homeroom.intake.proposing.profile import Known, Profile
from homeroom.intake.proposing.targets import Target
from homeroom.programs.declaration import Field, signature

# What each kind of evidence weighs where it can be told; a pair below the bar is no proposal.
NAME, VALUES, PLACE = 0.62, 0.18, 0.20
# Values that are words which hardly any other column uses, such as “Not Passed”, tell as much as a name.
WORDS = 0.5
ALL_BUT_FEW = 0.9
# A column that is never read is known by its name alone: a name less like than this says nothing of it.
LIKE_NAME = 0.5
BAR = 0.32
# Names that are hardly alike need more than a place: the neighbours and the values together.
NAME_BAR = 0.12
# Values that contradict what a field asks of them weigh more than anything that speaks for it.
CONTRADICTS, CUT = 0.3, 0.5
# From this share of neighbours in order on, the file keeps the layout's order, and a place tells something.
IN_ORDER = 0.6
NO_TELLING = 0.5
FOLLOW_UPS = 3


@dataclass(frozen=True)
class Evidence:
    """Why a column may be a target: its name, its values (None: nothing to tell), its place. All between 0 and 1."""

    score: float
    name: float
    values: float | None
    place: float


@dataclass(frozen=True)
class Pairing:
    """Column place → target place where one is proposed; the evidence of the best targets of every column."""

    chosen: Mapping[int, int]
    best: Mapping[int, tuple[tuple[int, Evidence], ...]]
    same: frozenset[int]

    def evidence(self, column: int, target: int) -> Evidence | None:
        return next((found for at, found in self.best.get(column, ()) if at == target), None)


def pair(columns: Sequence[Profile], targets: Sequence[Target], known: Known) -> Pairing:
    """One to one, the sum of all scores as high as it can be. Equal names are a pair before anything else."""
    keys = {key: at for at, key in enumerate(signature([target.name for target in targets]))}
    names = signature([column.name for column in columns])
    same = {at: keys[name] for at, name in enumerate(names) if name in keys}
    left = [at for at in range(len(columns)) if at not in same]
    free = [at for at in range(len(targets)) if at not in set(same.values())]
    certain = {at: ((target, Evidence(1.0, 1.0, None, 1.0)),) for at, target in same.items()}
    if not left or not free:
        return Pairing(same, certain, frozenset(same))
    scores = Scores.of(columns, targets, known, same, left, free)
    # Imported here: it takes longer than all other imports of a command, and few propose anything.
    from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]  # scipy ships no types

    rows, places = linear_sum_assignment(scores.total, maximize=True)
    good = [(row, place) for row, place in zip(rows.tolist(), places.tolist(), strict=True) if scores.good(row, place)]
    chosen = {left[row]: free[place] for row, place in good}
    best = {left[row]: scores.ranked(row, free, dict(good).get(row)) for row in range(len(left))}
    return Pairing({**same, **chosen}, {**certain, **best}, frozenset(same))


@dataclass(frozen=True)
class Scores:
    """Evidence for columns (rows) and targets (columns) that are still without a partner."""

    total: Matrix
    name: Matrix
    values: Matrix
    place: Matrix
    spoken: NDArray[np.bool_]

    @classmethod
    def of(
        cls,
        columns: Sequence[Profile],
        targets: Sequence[Target],
        known: Known,
        same: Mapping[int, int],
        left: Sequence[int],
        free: Sequence[int],
    ) -> Scores:
        name = likeness([columns[at].name for at in left], [targets[at].name for at in free])
        values = _values([columns[at] for at in left], [targets[at] for at in free], known)
        place, weight = _places(same, left, free)
        told = np.where(np.isnan(values), NO_TELLING, values)
        spoken = _spoken([columns[at] for at in left], [targets[at] for at in free]) & (told >= ALL_BUT_FEW)
        tells = np.where(spoken, WORDS, VALUES)
        total = (NAME * name + tells * told + weight * place) / (NAME + tells + weight)
        total = np.where(values < CONTRADICTS, total * CUT, total)
        strange = _strange([columns[at] for at in left], [targets[at] for at in free]) & (name < LIKE_NAME)
        total = np.where(strange, total * CUT, total)
        total = np.where(_refused([columns[at] for at in left], [targets[at] for at in free]), total, 0.0)
        return cls(total, name, values, place * (weight > 0), spoken)

    def good(self, row: int, place: int) -> bool:
        return bool(
            self.total[row, place] >= BAR
            and (self.name[row, place] >= NAME_BAR or self.place[row, place] >= 1 or self.spoken[row, place])
        )

    def ranked(self, row: int, free: Sequence[int], chosen: int | None) -> tuple[tuple[int, Evidence], ...]:
        """The chosen target first, then those with the highest score."""
        order = [int(at) for at in np.argsort(-self.total[row], kind="stable")[: FOLLOW_UPS + 1]]
        first = [chosen] if chosen is not None else []
        listed = [*first, *(at for at in order if at != chosen)][:FOLLOW_UPS]
        return tuple((free[at], self._evidence(row, at)) for at in listed)

    def _evidence(self, row: int, at: int) -> Evidence:
        values = float(self.values[row, at])
        told = None if np.isnan(values) else values
        return Evidence(float(self.total[row, at]), float(self.name[row, at]), told, float(self.place[row, at]))


def _values(columns: Sequence[Profile], targets: Sequence[Target], known: Known) -> Matrix:
    """How well values fit; targets that ask the same are asked once."""
    asked: dict[tuple[object, ...], list[int]] = {}
    for at, target in enumerate(targets):
        asked.setdefault(_question(target), []).append(at)
    found = np.full((len(columns), len(targets)), np.nan)
    for places in asked.values():
        target = targets[places[0]]
        told = [fit(column, target, known) for column in columns]
        found[:, places] = np.array([np.nan if one is None else one for one in told])[:, None]
    return found


def _spoken(columns: Sequence[Profile], targets: Sequence[Target]) -> NDArray[np.bool_]:
    """Where the values are words by which a field is known."""
    found = np.zeros((len(columns), len(targets)), dtype=np.bool_)
    for at, target in enumerate(targets):
        if target.domains or (target.asks and closed_words(target.asks)):
            found[:, at] = [by_words(column, target) for column in columns]
    return found


def _strange(columns: Sequence[Profile], targets: Sequence[Target]) -> NDArray[np.bool_]:
    """Pairs of a column that may be read, going by its name, with one that may not."""
    mine = np.array([bool(refusal(column.name)) for column in columns])
    theirs = np.array([bool(refusal(target.name)) for target in targets])
    return np.asarray(~mine[:, None] & theirs[None, :], dtype=np.bool_)


def _refused(columns: Sequence[Profile], targets: Sequence[Target]) -> NDArray[np.bool_]:
    """Which pairs may be: a column that must not be read stands for no field, and a field for no such column."""
    mine = np.array([bool(refusal(column.name)) for column in columns])
    theirs = np.array([target.refused or bool(refusal(target.name)) for target in targets])
    unused = np.array([not target.used for target in targets])
    return np.asarray(~mine[:, None] | theirs[None, :] | unused[None, :], dtype=np.bool_)


def _question(target: Target) -> tuple[object, ...]:
    asks = replace(target.asks, column="", under="") if target.asks else Field()
    return (
        *target.kinds,
        asks.cast,
        asks.format,
        asks.low,
        asks.high,
        tuple(asks.words),
        asks.blank,
        target.asks is None,
        target.part,
    )


def _places(same: Mapping[int, int], left: Sequence[int], free: Sequence[int]) -> tuple[Matrix, float]:
    """How near a target stands to where the column's neighbours say it should; and what that weighs."""
    weight = PLACE * _faith(same)
    found = np.zeros((len(left), len(free)))
    if not weight:
        return found, 0.0
    places = np.array(free, dtype=np.float64)
    for row, expected in enumerate(_expected(same, left)):
        nearest = np.min([np.abs(places - at) for at in expected], axis=0)
        found[row] = 1 / (1 + nearest)
    return found, weight


def _faith(same: Mapping[int, int]) -> float:
    """The share of neighbours that keep the layout's order; 0 where the file was shuffled or nothing is known."""
    order = [same[at] for at in sorted(same)]
    if len(order) < 2:
        return 0.0
    steps = [after - before for before, after in pairwise(order)]
    kept = sum(step > 0 for step in steps) / len(steps)
    near = sum(0 < step <= 4 for step in steps) / len(steps)
    return kept if min(kept, near) >= IN_ORDER else 0.0


def _expected(same: Mapping[int, int], left: Sequence[int]) -> list[list[int]]:
    """Where each column should stand in the layout, reckoned from the nearest column before it and after it."""
    known: NDArray[np.int64] = np.array(sorted(same), dtype=np.int64)
    out = []
    for at in left:
        cut = int(np.searchsorted(known, at))
        before = [same[int(known[cut - 1])] + at - int(known[cut - 1])] if cut else []
        after = [same[int(known[cut])] - (int(known[cut]) - at)] if cut < len(known) else []
        out.append(before + after)
    return out
