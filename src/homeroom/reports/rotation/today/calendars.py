"""The calendar of an adult or a room for one week of the flexible block. No child is asked for, so none can be in it.

A meeting is known by its owner, day and session, so it keeps its UID whatever becomes of it. What an earlier version
of the week had published, and none has now, is cancelled. SEQUENCE is twice the plan's version, one more once it ended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from homeroom.goals.capability import name_of
from homeroom.people.models import School, Staff
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.calendar_file import Calendar, Line, with_the_gone
from homeroom.rotation.grants import SHARED
from homeroom.rotation.models import BlockPlan, Placement, Room
from homeroom.rotation.plan_models import State
from homeroom.rotation.why import MODALITIES

TOLD = ("day", "session", "starts_at", "ends_at", "modality", "program", "standard__code", "room__name")


class Told(NamedTuple):
    """What is told of a place in a plan: whose it is, is not."""

    day: date
    session: int
    starts_at: time
    ends_at: time
    modality: str
    program: str
    code: str | None
    room: str | None


def calendar_of(owner: Staff | Room, school: School, week: date) -> Calendar:
    """Of the week that begins on this Monday; without any meeting where none was ever published."""
    plans = list(
        BlockPlan.objects.filter(school=school, week=week, published_at__isnull=False)
        .defer("instance", "levels")
        .order_by("version")
    )
    held = next((one for one in plans if one.state == State.PUBLISHED), None)
    before = [line for one in plans if one != held for line in _lines(one, owner)]
    last = plans[-1] if plans else None
    sequence = 2 * held.version if held else 2 * last.version + 1 if last else 0
    now = list(_lines(held, owner)) if held else []
    is_adult = isinstance(owner, Staff)
    return Calendar(
        owner=f"{'adult' if is_adult else 'room'} {owner.pk}",
        title=owner.name,
        zone=settings.TIME_ZONE,
        said_at=_said_at(held or last),
        lines=with_the_gone(now, _latest(before), sequence),
    )


def _said_at(plan: BlockPlan | None) -> datetime:
    told = (plan.ended_at or plan.published_at) if plan else None
    return told or timezone.now()


def _latest(lines: Iterable[Line]) -> Sequence[Line]:
    """Of what several versions said of a meeting, the last word."""
    return list({line.key: line for line in lines}.values())


def _lines(plan: BlockPlan, owner: Staff | Room) -> Iterator[Line]:
    found: dict[tuple[date, int], list[Told]] = defaultdict(list)
    for one in _told(plan, owner):
        found[one.day, one.session].append(one)
    for (day, session), told in sorted(found.items()):
        yield Line(
            key=f"{day} session {session}",
            start=datetime.combine(day, told[0].starts_at),
            end=datetime.combine(day, told[0].ends_at),
            what="; ".join(dict.fromkeys(_what(one) for one in told)),
            room=(told[0].room or "") if isinstance(owner, Staff) else owner.name,
            version=2 * plan.version,
        )


def _told(plan: BlockPlan, owner: Staff | Room) -> Iterator[Told]:
    rows = Placement.objects.filter(plan=plan)
    if isinstance(owner, Staff):
        own = rows.filter(staff=owner)
    else:
        own = rows.filter(room=owner)
        if list(Room.objects.filter(school=owner.school_id, kind__in=SHARED)) == [owner]:
            # Work online that names no room is in the one that there is for it.
            own |= rows.filter(room=None, modality=Modality.TECHNOLOGY)
    ordered = own.order_by("day", "session", "modality", "program", "standard__code")
    for row in ordered.values_list(*TOLD).distinct():
        yield Told(*row)


def _what(one: Told) -> str:
    if one.program:
        return name_of(one.program)
    if one.modality == Modality.SERVICE:
        return gettext("Meeting")
    words = str(MODALITIES[one.modality])
    told = words[:1].upper() + words[1:]
    return f"{told}, {one.code}" if one.code else told
