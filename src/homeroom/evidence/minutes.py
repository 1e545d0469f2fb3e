"""Minutes by kind of activity, and beside them how mastery changed: two counts of the same children and weeks.

Nothing here is worked out of both. Minutes go where need is, so which minutes stand beside which change says nothing of
what minutes do; a trial that draws by lot does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from homeroom.evidence.intervals import Ratio, ratio_of
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.minutes import NOTHING, Minutes, by_child

EPOCH = date(1970, 1, 1)
WEEK = timedelta(weeks=1)


class Activity(StrEnum):
    """A kind of activity. Services and supervised overflow are one: no sum tells of a service alone."""

    TECHNOLOGY = "technology"
    TUTORING = "tutoring"
    TEACHER_LED = "teacher-led"
    INDEPENDENT = "independent"
    PEER = "peer project"
    OTHER = "other"


OF_MODALITY = {Modality.SERVICE: Activity.OTHER, Modality.OVERFLOW: Activity.OTHER}


@dataclass(frozen=True)
class Spent:
    """One child's minutes over some weeks, by activity, and in how many of these weeks it had any planned."""

    minutes: Mapping[Activity, Minutes]
    weeks: int


@dataclass(frozen=True)
class Gain:
    """Of one child: how many standards it worked on, and how many of them are mastered, before and after, as sums of
    chances."""

    standards: int
    before: float
    after: float


@dataclass(frozen=True)
class Change:
    """Of some children together. `share` is by how much the share mastered of what they worked on has changed; None of
    fewer than two children."""

    children: int
    standards: int
    before: float
    after: float
    share: Ratio | None


def spent(students: Sequence[int], mondays: Iterable[date]) -> dict[int, Spent]:
    """Of the children with any minutes in the weeks that begin on these Mondays."""
    minutes: dict[int, dict[Activity, Minutes]] = {}
    weeks: dict[int, int] = {}
    for monday in mondays:
        told = by_child(students, monday, monday + WEEK - timedelta(days=1))
        for (child, modality), found in told.items():
            kind = OF_MODALITY.get(Modality(modality)) or Activity(modality)
            own = minutes.setdefault(child, {})
            own[kind] = own.get(kind, NOTHING) + found
        for child in {child for (child, _), found in told.items() if found.planned}:
            weeks[child] = weeks.get(child, 0) + 1
    return {child: Spent(own, weeks.get(child, 0)) for child, own in minutes.items()}


def together(told: Mapping[int, Spent], children: Collection[int]) -> Mapping[Activity, Minutes]:
    """Minutes of all these children, in the order of activities; of none that nobody had."""
    mine = [told[child].minutes for child in sorted(children) if child in told]
    return {
        kind: sum((own[kind] for own in mine if kind in own), NOTHING)
        for kind in Activity
        if any(kind in own for own in mine)
    }


def gains(students: Sequence[int], first: date, after: date) -> Mapping[int, Gain] | None:
    """From the morning of `first` to that of `after`, on the standards that a child worked on in between; None before
    anything was estimated.

    Both mornings are told by the constants of today. Standards whose state a teacher has set are left out: nobody knows
    what it was on the first morning.
    """
    from homeroom.mastery import estimate  # brings numba, which takes a second

    then, now = estimate.known_on(students, first), estimate.known_on(students, after)
    if then is None or now is None:
        return None
    before, known = then[0], now[0]
    worked = (known.weight > 0) & (known.last >= (first - EPOCH).days)
    if known.told is not None:
        worked &= known.told < 0
    return {
        int(child): Gain(int(on.sum()), float(before.p[row][on].sum()), float(known.p[row][on].sum()))
        for row, (child, on) in enumerate(zip(known.students, worked, strict=True))
        if on.any()
    }


def change(told: Mapping[int, Gain], children: Collection[int]) -> Change:
    """Children without a standard are not among those counted. Each standard of a child counts alike."""
    mine = [told[child] for child in sorted(children) if child in told]
    standards = sum(one.standards for one in mine)
    return Change(
        children=len(mine),
        standards=standards,
        before=sum(one.before for one in mine) / standards if standards else 0.0,
        after=sum(one.after for one in mine) / standards if standards else 0.0,
        share=ratio_of([one.after - one.before for one in mine], [one.standards for one in mine]),
    )
