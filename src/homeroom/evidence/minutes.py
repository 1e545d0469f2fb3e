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
from homeroom.facts import store
from homeroom.facts.schema import MASTERY_CHANGE
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.minutes import NOTHING, Minutes, by_child

IS_TOLD = "select count(*) > 0 from mastery_change where last_week = $last_week"
GAINS = """
select student, standards, before, after from mastery_change
where last_week = $last_week and student in (select unnest($students))
"""
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


def gains(students: Sequence[int], last_week: date) -> Mapping[int, Gain] | None:
    """As they were worked out of the four weeks up to this one; None where that was not done."""
    told = {"last_week": last_week}
    if not store.query(IS_TOLD, told, tables=[MASTERY_CHANGE.name]).one[0]:
        return None
    rows = store.query(GAINS, told | {"students": list(students)}, tables=[MASTERY_CHANGE.name], students=students).rows
    return {student: Gain(*found) for student, *found in rows}


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
