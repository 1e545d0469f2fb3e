"""When each service of a week is: the first time that fits child and adult in its windows, session starts first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from django.db.models import Q
from django.utils.translation import ngettext

from homeroom.people.enrolled import here
from homeroom.rotation.bells import clock
from homeroom.rotation.block.instance import Served
from homeroom.rotation.gather.notes import Notes
from homeroom.rotation.gather.staffed import Staffed
from homeroom.rotation.gather.week import Pupil, Week, of_school
from homeroom.rotation.input_models import Service

STEP = 5  # minutes between two times that are tried where no session begins
EARLIEST, LATEST = 7 * 60, 18 * 60


@dataclass(frozen=True)
class Window:
    """On one day, minutes after midnight."""

    day: date
    start: int
    end: int


@dataclass
class Meetings:
    """What is placed: by child its served slots, by adult the slots that it gives, and when each of them is taken."""

    week: Week
    held: Staffed
    away: Mapping[int, frozenset[int]]
    children: dict[int, list[Served]] = field(default_factory=lambda: defaultdict(list))
    adults: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _taken: dict[tuple[str, int, date], list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def place(self, one: Service, pupil: Pupil) -> bool:
        """Find a time for each meeting of the service, one a day; whether all have one."""
        left, used = one.meetings, set[date]()
        for window in windows(one, self.week):
            if left and window.day not in used:
                fitting = (span for span in self._spans(one, pupil, window) if self._fits(one, pupil, span))
                if span := next(fitting, None):
                    self._write(one, pupil, span)
                    used.add(window.day)
                    left -= 1
        return not left

    def _spans(self, one: Service, pupil: Pupil, window: Window) -> Iterator[Window]:
        """Times in the window: where a session of the child begins, then every five minutes."""
        begins = [slot.start for slot in self.week.slots if slot.on == window.day and slot.key in pupil.own]
        last = window.end - one.minutes
        for start in (*begins, *range(window.start, last + 1, STEP)):
            if window.start <= start <= last:
                yield Window(window.day, start, start + one.minutes)

    def _fits(self, one: Service, pupil: Pupil, span: Window) -> bool:
        """Child and adult are there and free, and the child is in no block that it is not to be taken out of."""
        touched = self._touched(span)
        gone = self.held.absent.get(one.provider_id, set()) | (self.away[pupil.number] & pupil.own)
        bells = self.week.bells.blocks_on(self.week.classes[pupil.school_class], span.day)
        kept_in = (bell for bell in bells if bell.kind in one.never_from)
        both = (*self._taken["child", pupil.number, span.day], *self._taken["adult", one.provider_id, span.day])
        return (
            gone.isdisjoint(touched)
            and self.held.free(one.provider_id, span.day, span.start, span.end, unless_said=True)
            and not _meets(span, ((bell.start, bell.end) for bell in kept_in))
            and not _meets(span, both)
        )

    def _write(self, one: Service, pupil: Pupil, span: Window) -> None:
        touched = self._touched(span)
        self._taken["child", pupil.number, span.day].append((span.start, span.end))
        self._taken["adult", one.provider_id, span.day].append((span.start, span.end))
        self.adults[one.provider_id].update(touched)
        self.children[pupil.number] += [
            Served(key, one.provider_id, one.room_id) for key in touched if key in pupil.own
        ]

    def _touched(self, span: Window) -> list[int]:
        return [slot.key for slot in self.week.slots_in(span.day, span.start, span.end)]


def meetings(week: Week, held: Staffed, away: Mapping[int, frozenset[int]], notes: Notes) -> Meetings:
    """Place every meeting of the week; services with the fewest windows first."""
    found = Meetings(week, held, away)
    pupils = {one.number: one for one in week.pupils}
    of_week = [one for one in _services(week) if one.student_id in pupils]
    in_turn = sorted(of_week, key=lambda one: (len(windows(one, week)), one.pk))
    missed = [one.student_id for one in in_turn if not found.place(one, pupils[one.student_id])]
    if missed:
        words = ngettext(
            "%(count)s service has a meeting for which child and adult are never free together.",
            "%(count)s services have a meeting for which child and adult are never free together.",
            len(missed),
        )
        notes.add("service-without-time", words % {"count": len(missed)}, missed)
    return found


def windows(service: Service, week: Week) -> list[Window]:
    """The days and times at which the service may be, in order; without windows the whole of each school day."""
    days = {day.weekday(): day for day in week.days if week.bells.calendar.is_school_day(day, week.school.pk)}
    told = service.windows or [{"weekday": weekday} for weekday in days]
    found = [_window(days[one["weekday"]], one) for one in told if one["weekday"] in days]
    return sorted(found, key=lambda one: (one.day, one.start))


def _window(day: date, told: Mapping[str, str]) -> Window:
    return Window(day, _minute(told.get("from"), EARLIEST), _minute(told.get("to"), LATEST))


def _minute(text: str | None, otherwise: int) -> int:
    return clock(time.fromisoformat(text)) if text else otherwise


def _meets(span: Window, others: Iterable[tuple[int, int]]) -> bool:
    return any(start < span.end and span.start < end for start, end in others)


def _services(week: Week) -> Sequence[Service]:
    first, last = week.days[0], week.days[-1]
    begun = Q(begins_on=None) | Q(begins_on__lte=last)
    return list(Service.objects.filter(here(first), begun, student__in=of_school(week)).order_by("pk"))
