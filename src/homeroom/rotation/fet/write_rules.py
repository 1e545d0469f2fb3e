"""A rule of the grid as one of FET's constraints."""

from __future__ import annotations

from lxml import etree

from homeroom.rotation.grid.instance import (
    DaysBetween,
    EndsDay,
    InRoom,
    Instance,
    NotAvailable,
    Of,
    Rules,
    SameStart,
    Starts,
    Within,
)

Element = etree._Element


def add(below: Element, name: str, said: str | float = "") -> Element:
    element = etree.SubElement(below, name)
    if said != "":
        element.text = f"{said:g}" if isinstance(said, float) else str(said)
    return element


def constraint(below: Element, kind: str, weight: float) -> Element:
    element = add(below, f"Constraint{kind}")
    add(element, "Weight_Percentage", float(weight))
    return element


def written(below: Element, week: Instance, rule: Rules) -> bool:
    """Whether FET has words for it."""
    said = _said(below, week, rule)
    if said is not None:
        add(said, "Active", "true")
        add(said, "Comments")
    return said is not None


def _said(below: Element, week: Instance, rule: Rules) -> Element | None:
    match rule:
        case NotAvailable():
            return _not_available(below, week, rule)
        case DaysBetween():
            element = constraint(below, "MinDaysBetweenActivities", rule.weight)
            add(element, "Consecutive_If_Same_Day", _word(rule.joined))
            _activities(element, rule.activities)
            add(element, "MinDays", rule.days)
            return element
        case SameStart():
            element = constraint(below, "ActivitiesSameStartingTime", rule.weight)
            _activities(element, rule.activities)
            return element
        case Starts() | Within():
            return _times(below, week, rule)
        case EndsDay():
            return _ends_day(below, rule)
        case InRoom():
            return _room(below, rule)


def _word(yes: bool) -> str:
    return "true" if yes else "false"


def _activities(element: Element, keys: tuple[int, ...]) -> None:
    add(element, "Number_of_Activities", len(keys))
    for key in keys:
        add(element, "Activity_Id", key)


def _listed(element: Element, week: Instance, times: tuple[int, ...], item: str, count: str, prefix: str = "") -> None:
    add(element, f"Number_of_{count}", len(times))
    for time in times:
        part = add(element, item)
        add(part, f"{prefix}Day", week.days[time // len(week.hours)])
        add(part, f"{prefix}Hour", week.hours[time % len(week.hours)])


def _not_available(below: Element, week: Instance, rule: NotAvailable) -> Element | None:
    if rule.teacher and rule.students:
        return None
    if not rule.teacher and not rule.students:
        element = constraint(below, "BreakTimes", rule.weight)
        _listed(element, week, rule.times, "Break_Time", "Break_Times")
        return element
    kind = "TeacherNotAvailableTimes" if rule.teacher else "StudentsSetNotAvailableTimes"
    element = constraint(below, kind, rule.weight)
    add(element, "Teacher" if rule.teacher else "Students", rule.teacher or rule.students)
    _listed(element, week, rule.times, "Not_Available_Time", "Not_Available_Times")
    return element


def _times(below: Element, week: Instance, rule: Starts | Within) -> Element | None:
    single, starts = rule.of.activity is not None, isinstance(rule, Starts)
    if single and rule.of != Of(activity=rule.of.activity):
        return None
    if isinstance(rule, Starts) and single and len(rule.times) == 1:
        return _start(below, week, rule)
    if isinstance(rule, Starts) and rule.locked:
        return None
    what = "StartingTimes" if starts else "TimeSlots"
    element = constraint(below, f"{'Activity' if single else 'Activities'}Preferred{what}", rule.weight)
    if rule.of.activity is not None:
        add(element, "Activity_Id", rule.of.activity)
    else:
        _chosen(element, rule.of)
        add(element, "Duration", "" if rule.of.duration is None else rule.of.duration)
    prefix = "Preferred_Starting_" if starts else "Preferred_"
    named = ("Preferred_Starting_Time", "Preferred_Starting_Times") if starts else SLOTS
    _listed(element, week, rule.times, *named, prefix)
    return element


SLOTS = ("Preferred_Time_Slot", "Preferred_Time_Slots")


def _start(below: Element, week: Instance, rule: Starts) -> Element:
    element = constraint(below, "ActivityPreferredStartingTime", rule.weight)
    add(element, "Activity_Id", rule.of.activity or 0)
    add(element, "Preferred_Day", week.days[rule.times[0] // len(week.hours)])
    add(element, "Preferred_Hour", week.hours[rule.times[0] % len(week.hours)])
    add(element, "Permanently_Locked", _word(rule.locked))
    return element


def _chosen(element: Element, of: Of) -> None:
    add(element, "Teacher_Name", of.teacher)
    add(element, "Students_Name", of.students)
    add(element, "Subject_Name", of.subject)
    add(element, "Activity_Tag_Name", of.tag)


def _ends_day(below: Element, rule: EndsDay) -> Element | None:
    if rule.of.activity is not None or rule.of.duration is not None:
        return None
    element = constraint(below, "ActivitiesEndStudentsDay", rule.weight)
    _chosen(element, rule.of)
    return element


def _room(below: Element, rule: InRoom) -> Element | None:
    """By one activity, by a subject, or a teacher's home: FET knows no other."""
    of, several = rule.of, len(rule.rooms) != 1
    if of == Of(activity=of.activity) and of.activity is not None and not rule.home and not (several and rule.locked):
        kind, named = "ActivityPreferredRoom", ("Activity_Id", str(of.activity))
    elif of == Of(subject=of.subject) and of.subject and not rule.home and not rule.locked:
        kind, named = "SubjectPreferredRoom", ("Subject", of.subject)
    elif of == Of(teacher=of.teacher) and of.teacher and rule.home and not rule.locked:
        kind, named = "TeacherHomeRoom", ("Teacher", of.teacher)
    else:
        return None
    element = constraint(below, f"{kind}{'s' if several else ''}", rule.weight)
    add(element, *named)
    if several:
        add(element, "Number_of_Preferred_Rooms", len(rule.rooms))
    for room in rule.rooms:
        add(element, "Preferred_Room" if several else "Room", room)
    if kind == "ActivityPreferredRoom" and not several:
        add(element, "Permanently_Locked", _word(rule.locked))
    return element
