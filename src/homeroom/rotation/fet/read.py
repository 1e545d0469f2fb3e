"""Reads a `.fet` file of FET 5 or later into a week of activities, and tells what of it is left out."""

from __future__ import annotations

import re

import msgspec

from homeroom.rotation.errors import RotationError
from homeroom.rotation.fet.left_out import LeftOut, added_up
from homeroom.rotation.fet.marked import Element, Marked, where
from homeroom.rotation.fet.read_rules import READERS, Times
from homeroom.rotation.grid.instance import (
    Activity,
    DaysBetween,
    InRoom,
    Instance,
    NotAvailable,
    Room,
    Rules,
    SameStart,
    Students,
)

BUILT_IN = {"ConstraintBasicCompulsoryTime", "ConstraintBasicCompulsorySpace"}
COUNTS = re.compile(r"Number_of_(?!Students)")  # of what stands beside them
OLDEST = 5


class Imported(msgspec.Struct, frozen=True):
    instance: Instance
    left_out: tuple[LeftOut, ...]


def read(text: bytes) -> Imported:
    """Raises RotationError for a file that is damaged, of another kind, or older than FET 5."""
    file = Marked(text)
    root = file.root
    if root.tag != "fet":
        raise RotationError(f"This is no file of FET: it begins with {str(root.tag)[:40]}.")
    if not (version := root.get("version", "").split(".")[0]).isdigit() or int(version) < OLDEST:
        raise RotationError("The file is of an old FET. Open it in FET 5 or later, save it, and bring that.")
    return _Reading(file).imported()


class _Reading:
    def __init__(self, file: Marked):
        self._file = file
        self._left: list[tuple[str, str]] = []
        self._off: set[int] = set()
        self._virtual: set[str] = set()

    def imported(self) -> Imported:
        file, root = self._file, self._file.root
        times = Times(file, self._names("Days_List", "Day"), self._names("Hours_List", "Hour"))
        activities = self._activities()
        instance = Instance(
            school=file.maybe(root, "Institution_Name"),
            days=times.days,
            hours=times.hours,
            subjects=self._names("Subjects_List", "Subject"),
            teachers=self._names("Teachers_List", "Teacher"),
            students=tuple(self._students(year) for year in file.parts(file.part(root, "Students_List"), "Year")),
            activities=activities,
            rooms=self._rooms(),
            tags=self._names("Activity_Tags_List", "Activity_Tag"),
            rules=self._rules(times),
        )
        self._buildings({room.building for room in instance.rooms})
        self._leave_the_rest()
        return Imported(instance, added_up(self._left))

    def _names(self, of: str, name: str) -> tuple[str, ...]:
        file = self._file
        return tuple(file.said(one, "Name") for one in file.parts(file.part(file.root, of), name))

    def _students(self, one: Element) -> Students:
        below = {"Year": "Group", "Group": "Subgroup"}.get(str(one.tag))
        parts = tuple(self._students(part) for part in self._file.parts(one, below)) if below else ()
        return Students(self._file.said(one, "Name"), self._file.whole(one, "Number_of_Students"), parts)

    def _activities(self) -> tuple[Activity, ...]:
        made = []
        for one in self._file.parts(self._file.part(self._file.root, "Activities_List"), "Activity"):
            activity = self._activity(one)
            if self._file.said(one, "Active") == "true":
                made.append(activity)
            else:
                self._off.add(activity.key)
                self._left.append(("Activity", "It is switched off in the file."))
        return tuple(made)

    def _activity(self, one: Element) -> Activity:
        file = self._file
        file.said(one, "Total_Duration")  # the sum of those that were split off together
        return Activity(
            key=file.whole(one, "Id"),
            subject=file.said(one, "Subject"),
            duration=file.whole(one, "Duration"),
            teachers=file.texts(one, "Teacher"),
            students=file.texts(one, "Students"),
            tags=file.texts(one, "Activity_Tag"),
            split_of=file.whole(one, "Activity_Group_Id"),
        )

    def _rooms(self) -> tuple[Room, ...]:
        file = self._file
        made = []
        for one in file.parts(file.part(file.root, "Rooms_List"), "Room"):
            if file.maybe(one, "Virtual") == "true":
                self._left.append(("Room", "It is several rooms at once, which a grid doesn't know."))
                self._virtual.add(file.said(one, "Name"))
                file.pass_over(one)
            else:
                made.append(Room(file.said(one, "Name"), file.maybe(one, "Building"), file.whole(one, "Capacity")))
        return tuple(made)

    def _buildings(self, used: set[str]) -> None:
        """Rooms name theirs; one without a room stays unread."""
        for one in self._file.root.iterfind("Buildings_List/Building"):
            if one.findtext("Name") in used:
                self._file.said(one, "Name")

    def _rules(self, times: Times) -> tuple[Rules, ...]:
        lists = [self._file.part(self._file.root, name) for name in ("Time_Constraints_List", "Space_Constraints_List")]
        found = (self._rule(times, one) for listed in lists for one in listed)
        return tuple(rule for rule in found if rule)

    def _rule(self, times: Times, one: Element) -> Rules | None:
        """None, and told, for what is not carried."""
        kind = str(one.tag)
        why = ""
        if self._file.maybe(one, "Active") == "false":
            why = "It is switched off in the file."
        elif kind not in READERS and kind not in BUILT_IN:
            why = "A grid has no such rule."
        if why:
            self._left.append((kind, why))
        if why or kind in BUILT_IN:
            self._file.pass_over(one)
            return None
        weight = self._file.number(one, "Weight_Percentage")
        if not 0 <= weight <= 100:
            raise RotationError(f"{where(one)}: a weight is between 0 and 100, not {weight:g}.")
        return self._of_what_is_there(kind, READERS[kind](times, one, weight))

    def _of_what_is_there(self, kind: str, rule: Rules) -> Rules | None:
        """The rule without the activities that are switched off, and without rooms that are several at once."""
        kept, gone = rule, False
        if isinstance(rule, SameStart | DaysBetween):
            left = tuple(key for key in rule.activities if key not in self._off)
            kept, gone = msgspec.structs.replace(rule, activities=left), len(left) < 2
        elif not isinstance(rule, NotAvailable):
            gone = rule.of.activity in self._off
        if isinstance(rule, InRoom):
            rooms = tuple(room for room in rule.rooms if room not in self._virtual)
            kept, gone = msgspec.structs.replace(rule, rooms=rooms), gone or not rooms
        if gone:
            self._left.append((kind, "What it is about is switched off, or left out."))
        return None if gone else kept

    def _leave_the_rest(self) -> None:
        for mode in self._file.root.iterfind("Mode"):
            if mode.text == "Official":
                self._file.pass_over(mode)
        for element in self._file.unread():
            parent = element.getparent()
            if not COUNTS.match(str(element.tag)) and parent is not None:
                self._left.append((f"{parent.tag}/{element.tag}", "Nothing here holds it."))
