"""Writes a week of activities as a `.fet` file, and tells what the format has no words for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec
from lxml import etree

from homeroom.rotation.errors import RotationError
from homeroom.rotation.fet.left_out import NO_WORDS, LeftOut, added_up
from homeroom.rotation.fet.write_rules import add, constraint, written
from homeroom.rotation.grid.instance import Activity, InRoom, Instance, Of, Starts, Students
from homeroom.rotation.grid.plan import Meeting, Plan

VERSION = "5.41.0"  # whose files these are like; later ones read them
Element = etree._Element


class Exported(msgspec.Struct, frozen=True):
    text: bytes
    left_out: tuple[LeftOut, ...]


def write(one: Instance) -> Exported:
    """Raises RotationError for a name that XML can't hold."""
    left: list[tuple[str, str]] = []
    try:
        root = _whole(one, left)
    except ValueError:
        raise RotationError("A name holds a character that no XML file can hold. Take it out, and try again.") from None
    text = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return Exported(bytes(text), added_up(left))


def locked(one: Instance, plan: Plan) -> Instance:
    """The week with each start, and each room, as the plan has it: FET can then change nothing, only agree."""
    fixed = {(type(rule), rule.of.activity) for meeting in plan.meetings for rule in _fixed(meeting)}
    free = [rule for rule in one.rules if not isinstance(rule, Starts | InRoom) or _kept(rule, fixed)]
    rules = (*free, *(rule for meeting in plan.meetings for rule in _fixed(meeting)))
    return msgspec.structs.replace(one, rules=rules)


def _fixed(meeting: Meeting) -> Iterable[Starts | InRoom]:
    of = Of(activity=meeting.activity)
    yield Starts(of=of, times=(meeting.start,), locked=True)
    if meeting.room:
        yield InRoom(of=of, rooms=(meeting.room,), locked=True)


def _kept(rule: Starts | InRoom, fixed: set[tuple[type[Starts | InRoom], int | None]]) -> bool:
    """Rules of one activity's start or room give way to the plan's own; a plan that broke a hard one is no plan."""
    return (type(rule), rule.of.activity) not in fixed


def _whole(one: Instance, left: list[tuple[str, str]]) -> Element:
    root = etree.Element("fet", version=VERSION)
    add(root, "Institution_Name", one.school)
    add(root, "Comments")
    _names(root, "Days", "Day", one.days, counted=True)
    _names(root, "Hours", "Hour", one.hours, counted=True)
    _names(root, "Subjects", "Subject", one.subjects)
    _names(root, "Activity_Tags", "Activity_Tag", one.tags)
    _names(root, "Teachers", "Teacher", one.teachers)
    _students(add(root, "Students_List"), one.students, "Year")
    _activities(add(root, "Activities_List"), one.activities)
    _buildings(root, one)
    _rules(root, one, left)
    return root


def _names(root: Element, list_of: str, name: str, names: tuple[str, ...], counted: bool = False) -> None:
    listed = add(root, f"{list_of}_List")
    if counted:
        add(listed, f"Number_of_{list_of}", len(names))
    for one in names:
        add(add(listed, name), "Name", one)


def _students(below: Element, students: tuple[Students, ...], name: str) -> None:
    for one in students:
        element = add(below, name)
        add(element, "Name", one.name)
        add(element, "Number_of_Students", one.count)
        _students(element, one.parts, "Group" if name == "Year" else "Subgroup")


def _activities(listed: Element, activities: tuple[Activity, ...]) -> None:
    durations: Counter[int] = Counter()
    for one in activities:
        durations[one.split_of] += one.duration
    for one in activities:
        element = add(listed, "Activity")
        for teacher in one.teachers:
            add(element, "Teacher", teacher)
        add(element, "Subject", one.subject)
        for tag in one.tags:
            add(element, "Activity_Tag", tag)
        for students in one.students:
            add(element, "Students", students)
        add(element, "Duration", one.duration)
        add(element, "Total_Duration", durations[one.split_of] if one.split_of else one.duration)
        add(element, "Id", one.key)
        add(element, "Activity_Group_Id", one.split_of)
        add(element, "Active", "true")


def _buildings(root: Element, one: Instance) -> None:
    _names(root, "Buildings", "Building", tuple(sorted({room.building for room in one.rooms} - {""})))
    listed = add(root, "Rooms_List")
    for room in one.rooms:
        element = add(listed, "Room")
        add(element, "Name", room.name)
        add(element, "Building", room.building)
        add(element, "Capacity", room.seats)
        add(element, "Virtual", "false")


def _rules(root: Element, one: Instance, left: list[tuple[str, str]]) -> None:
    of_time, of_space = add(root, "Time_Constraints_List"), add(root, "Space_Constraints_List")
    constraint(of_time, "BasicCompulsoryTime", 100)
    constraint(of_space, "BasicCompulsorySpace", 100)
    for rule in one.rules:
        if not written(of_space if isinstance(rule, InRoom) else of_time, one, rule):
            left.append((type(rule).__name__, NO_WORDS))
