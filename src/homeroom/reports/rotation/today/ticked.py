"""What is recorded of a day's meetings: the entry of a sheet begins with. Not recorded is neither yes nor no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from homeroom.reports.rotation.today.report import Meeting, Sitting, TodayInTheLab
from homeroom.rotation.models import Delivered


@dataclass(frozen=True)
class Said:
    """Of one meeting. `took_place` is None where nothing is recorded; `minutes` where it took all of the session, or
    not the same for everybody; `away` are children with whom it did not take place."""

    took_place: bool | None = None
    minutes: int | None = None
    away: frozenset[int] = frozenset()


NOTHING = Said()


@dataclass(frozen=True)
class ToTick:
    """A meeting that is ticked, with what is recorded of it."""

    sitting: Sitting
    meeting: Meeting
    said: Said

    @property
    def longest(self) -> int:
        return _minute(self.sitting.end) - _minute(self.sitting.start)


def to_tick(report: TodayInTheLab) -> tuple[ToTick, ...]:
    """All meetings but those whose minutes a program tells."""
    rows = Delivered.objects.filter(student__in=report.children, day=report.on)
    recorded = {(one.student_id, one.session): one for one in rows}
    return tuple(
        ToTick(sitting, meeting, _said(sitting, meeting, recorded))
        for sitting in report.sittings
        for meeting in sitting.meetings
        if not meeting.is_online
    )


def _said(sitting: Sitting, meeting: Meeting, recorded: Mapping[tuple[int, int], Delivered]) -> Said:
    keys = [(one.child.number, sitting.number) for one in meeting.sitters]
    rows = [recorded[key] for key in keys if key in recorded]
    if not rows:
        return Said(away=frozenset(one.child.number for one in meeting.sitters if one.absent))
    there = [one.minutes for one in rows if one.took_place]
    if not there:
        return Said(took_place=False)
    longest = _minute(sitting.end) - _minute(sitting.start)
    same = there[0] if len(set(there)) == 1 and there[0] != longest else None
    return Said(True, same, frozenset(one.student_id for one in rows if not one.took_place))


def _minute(when: time) -> int:
    return when.hour * 60 + when.minute
