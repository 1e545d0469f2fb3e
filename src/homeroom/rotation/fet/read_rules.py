"""One reader a kind of FET's constraints."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from homeroom.rotation.errors import RotationError
from homeroom.rotation.fet.marked import Element, Marked, where
from homeroom.rotation.grid.instance import (
    DaysBetween,
    EndsDay,
    InRoom,
    NotAvailable,
    Of,
    Rules,
    SameStart,
    Starts,
    Within,
)


@dataclass(frozen=True)
class Times:
    """The file, and where its days and hours stand in the grid."""

    file: Marked
    days: tuple[str, ...]
    hours: tuple[str, ...]

    def at(self, one: Element, day: str = "Preferred_Day", hour: str = "Preferred_Hour") -> int:
        """Raises RotationError for a day or an hour that the file doesn't list."""
        said = self.file.said(one, day), self.file.said(one, hour)
        if said[0] not in self.days or said[1] not in self.hours:
            raise RotationError(f"{where(one)}: there is no {said[0][:40]} {said[1][:40]} in the week.")
        return self.days.index(said[0]) * len(self.hours) + self.hours.index(said[1])

    def listed(self, one: Element, item: str, prefix: str) -> tuple[int, ...]:
        """In the order of the week, each once."""
        found = {self.at(part, f"{prefix}Day", f"{prefix}Hour") for part in self.file.parts(one, item)}
        return tuple(sorted(found))

    def activity(self, one: Element) -> Of:
        return Of(activity=self.file.whole(one, "Activity_Id"))

    def activities(self, one: Element) -> tuple[int, ...]:
        """Raises RotationError for an id that is no number."""
        try:
            return tuple(int(text) for text in self.file.texts(one, "Activity_Id"))
        except ValueError:
            raise RotationError(f"{where(one)}: an Activity_Id is no number.") from None

    def chosen(self, one: Element) -> Of:
        file = self.file
        return Of(
            teacher=file.said(one, "Teacher_Name"),
            students=file.said(one, "Students_Name"),
            subject=file.said(one, "Subject_Name"),
            tag=file.said(one, "Activity_Tag_Name"),
            duration=file.whole(one, "Duration") if file.maybe(one, "Duration") else None,
        )

    def yes(self, one: Element, name: str) -> bool:
        return self.file.maybe(one, name) == "true"


Reader = Callable[[Times, Element, float], Rules]
STARTING = ("Preferred_Starting_Time", "Preferred_Starting_")
SLOT = ("Preferred_Time_Slot", "Preferred_")
AWAY = ("Not_Available_Time", "")


def _days_between(times: Times, one: Element, weight: float) -> Rules:
    days, joined = times.file.whole(one, "MinDays"), times.yes(one, "Consecutive_If_Same_Day")
    return DaysBetween(weight=weight, activities=times.activities(one), days=days, joined=joined)


def _start(times: Times, one: Element, weight: float) -> Rules:
    of, locked = times.activity(one), times.yes(one, "Permanently_Locked")
    return Starts(weight=weight, of=of, times=(times.at(one),), locked=locked)


def _room(times: Times, one: Element, weight: float) -> Rules:
    of, locked = times.activity(one), times.yes(one, "Permanently_Locked")
    return InRoom(weight=weight, of=of, rooms=(times.file.said(one, "Room"),), locked=locked)


def _rooms(times: Times, one: Element, weight: float) -> Rules:
    return InRoom(weight=weight, of=times.activity(one), rooms=times.file.texts(one, "Preferred_Room"))


def _of_subject(name: str) -> Reader:
    return lambda times, one, weight: InRoom(
        weight=weight, of=Of(subject=times.file.said(one, "Subject")), rooms=times.file.texts(one, name)
    )


def _of_teacher(name: str) -> Reader:
    return lambda times, one, weight: InRoom(
        weight=weight, of=Of(teacher=times.file.said(one, "Teacher")), rooms=times.file.texts(one, name), home=True
    )


READERS: dict[str, Reader] = {
    "ConstraintBreakTimes": lambda times, one, weight: NotAvailable(
        weight=weight, times=times.listed(one, "Break_Time", "")
    ),
    "ConstraintTeacherNotAvailableTimes": lambda times, one, weight: NotAvailable(
        weight=weight, times=times.listed(one, *AWAY), teacher=times.file.said(one, "Teacher")
    ),
    "ConstraintStudentsSetNotAvailableTimes": lambda times, one, weight: NotAvailable(
        weight=weight, times=times.listed(one, *AWAY), students=times.file.said(one, "Students")
    ),
    "ConstraintMinDaysBetweenActivities": _days_between,
    "ConstraintActivitiesSameStartingTime": lambda times, one, weight: SameStart(
        weight=weight, activities=times.activities(one)
    ),
    "ConstraintActivityPreferredStartingTime": _start,
    "ConstraintActivityPreferredStartingTimes": lambda times, one, weight: Starts(
        weight=weight, of=times.activity(one), times=times.listed(one, *STARTING)
    ),
    "ConstraintActivitiesPreferredStartingTimes": lambda times, one, weight: Starts(
        weight=weight, of=times.chosen(one), times=times.listed(one, *STARTING)
    ),
    "ConstraintActivityPreferredTimeSlots": lambda times, one, weight: Within(
        weight=weight, of=times.activity(one), times=times.listed(one, *SLOT)
    ),
    "ConstraintActivitiesPreferredTimeSlots": lambda times, one, weight: Within(
        weight=weight, of=times.chosen(one), times=times.listed(one, *SLOT)
    ),
    "ConstraintActivitiesEndStudentsDay": lambda times, one, weight: EndsDay(weight=weight, of=times.chosen(one)),
    "ConstraintActivityPreferredRoom": _room,
    "ConstraintActivityPreferredRooms": _rooms,
    "ConstraintSubjectPreferredRoom": _of_subject("Room"),
    "ConstraintSubjectPreferredRooms": _of_subject("Preferred_Room"),
    "ConstraintTeacherHomeRoom": _of_teacher("Room"),
    "ConstraintTeacherHomeRooms": _of_teacher("Preferred_Room"),
}
