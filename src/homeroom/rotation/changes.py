"""What differs between two versions of a week, child by child and session by session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from homeroom.rotation.models import BlockPlan, Placement

# A group is its adult, standard and room: its key says nothing outside of its own version.
TOLD = ("modality", "staff", "room", "program", "standard__code")
Told = dict[str, str | int | None]
NOWHERE: Told = {}


@dataclass(frozen=True)
class Difference:
    """Where a child was to be in a session before, and is to be now; empty where the child had, or has, no place."""

    student: int
    day: date
    session: int
    before: Told
    after: Told


def between(before: BlockPlan, after: BlockPlan) -> list[Difference]:
    old, new = _told(before), _told(after)
    return [
        Difference(*at, old.get(at, NOWHERE), new.get(at, NOWHERE))
        for at in sorted(old.keys() | new.keys())
        if old.get(at) != new.get(at)
    ]


def _told(plan: BlockPlan) -> dict[tuple[int, date, int], Told]:
    rows = Placement.objects.filter(plan=plan).values_list("student", "day", "session", *TOLD)
    return {
        (student, day, session): {name.removesuffix("__code"): value for name, value in zip(TOLD, told, strict=True)}
        for student, day, session, *told in rows.iterator()
    }
