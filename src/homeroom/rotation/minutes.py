"""Minutes of the flexible block, planned beside delivered, by child and modality. Reads, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date

from homeroom.facts import store
from homeroom.facts.schema import ROTATION_MINUTES
from homeroom.rotation.drafts import minutes_of
from homeroom.rotation.models import Placement
from homeroom.rotation.plan_models import State

TOLD = """
select student, modality, date, school, week, plan_version, planned, delivered, minutes_definition, state
from rotation_minutes
where student in (select unnest($students)) and date between $first and $last
"""


@dataclass(frozen=True)
class Minutes:
    """Planned = `delivered` + `missed` + `late` + `not_recorded` + `waiting`; `beyond` was never planned.

    `late`: the program has not told of the day yet. `waiting`: the day has not come, or is not worked out.
    """

    planned: float = 0.0
    delivered: float = 0.0
    missed: float = 0.0
    late: float = 0.0
    not_recorded: float = 0.0
    waiting: float = 0.0
    beyond: float = 0.0
    definitions: frozenset[str] = field(default_factory=frozenset)

    def __add__(self, other: Minutes) -> Minutes:
        return Minutes(
            **{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(self)[:-1]},
            definitions=self.definitions | other.definitions,
        )


NOTHING = Minutes()
By = Mapping[tuple[int, str], Minutes]


def by_child(students: Sequence[int], first: date, last: date) -> By:
    """For each child and modality. What is planned is what holds now; minutes of any other version are not told."""
    held, planned = _planned(students, first, last)
    found: dict[tuple[int, str], Minutes] = {}
    days = set[tuple[int, date]]()
    told = {"students": list(students), "first": first, "last": last}
    rows = store.query(TOLD, told, tables=[ROTATION_MINUTES.name], students=students).rows
    for student, modality, day, *plan, minutes, delivered, definition, state in rows:
        if tuple(plan) in held:
            days.add((student, day))
            _add(found, (student, modality), _minutes(minutes, delivered, definition, state))
    for (student, modality, day), minutes in planned.items():
        if (student, day) not in days:
            _add(found, (student, modality), Minutes(planned=minutes, waiting=minutes))
    return found


def by_modality(told: By) -> Mapping[str, Minutes]:
    """All children of `by_child` together, as for a class."""
    found: dict[str, Minutes] = {}
    for (_, modality), minutes in told.items():
        found[modality] = found.get(modality, NOTHING) + minutes
    return found


def in_all(told: Iterable[Minutes]) -> Minutes:
    return sum(told, NOTHING)


def _planned(
    students: Sequence[int], first: date, last: date
) -> tuple[set[tuple[int, date, int]], Mapping[tuple[int, str, date], int]]:
    """School, week and version of what holds, and planned minutes by child, modality and day."""
    own = Placement.objects.filter(student__in=students, day__range=(first, last), plan__state=State.PUBLISHED)
    held, planned = set[tuple[int, date, int]](), dict[tuple[int, str, date], int]()
    for one in own.select_related("plan").defer("plan__instance"):
        held.add((one.plan.school_id, one.plan.week, one.plan.version))
        key = one.student_id, one.modality, one.day
        planned[key] = planned.get(key, 0) + minutes_of(one)
    return held, planned


def _minutes(planned: int, delivered: float | None, definition: str | None, state: str) -> Minutes:
    definitions = frozenset({definition} if definition else ())
    match state:
        case "late":
            return Minutes(planned=planned, late=planned)
        case "not recorded":
            return Minutes(planned=planned, not_recorded=planned)
        case "beyond the plan":
            return Minutes(beyond=delivered or 0.0, definitions=definitions)
    done = delivered or 0.0
    return Minutes(planned=planned, delivered=done, missed=planned - done, definitions=definitions)


def _add(found: dict[tuple[int, str], Minutes], key: tuple[int, str], minutes: Minutes) -> None:
    found[key] = found.get(key, NOTHING) + minutes
