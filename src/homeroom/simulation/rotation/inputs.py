"""What the made-up network's weeks are planned from, as the files that a school brings: bells, rooms, times, services.

All of it is invented, like the children. One school can be planned; the other's lab is too small for its classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from homeroom.simulation import titles
from homeroom.simulation.network import Network
from homeroom.simulation.roster import Part, Row
from homeroom.simulation.school import GRADES, SCHOOL, SECOND, Adult, Child, Org, School, SchoolClass
from homeroom.simulation.staff import LAB, TUTOR

FULL_DAY, MORNING = "Full day", "this-morning"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
FLEXIBLE = 3  # the grade that has a flexible block
# Core blocks are those of the lab, as in all the weeks before; one of them is each grade's special.
CORES = (("08:30", "09:20"), ("09:25", "10:15"), ("10:20", "11:10"), ("12:10", "13:00"), ("13:05", "13:55"))
AT_NOON = (("11:10", "11:40"), ("11:40", "12:10"))
LAST, BLOCK = ("14:00", "14:50"), ("14:00", "14:40")
ROOMS = (
    ("Learning lab", "lab", 120, 120),
    ("Cafeteria", "lunch", 300, 0),
    ("Yard", "yard", 300, 0),
    ("Gym", "special", 80, 0),
    ("Library", "special", 56, 0),
    ("Art room", "special", 28, 0),
    ("Music room", "special", 28, 0),
    ("Room 11", "small", 6, 0),
    ("Room 12", "small", 6, 0),
    ("Room 13", "small", 6, 0),
)
CLASSROOM_SEATS = 30
# Its classes have more children than that.
SMALL_ROOMS = (("Lab corner", "lab", 9, 9), ("Hall", "lunch", 80, 0), ("Playground", "yard", 80, 0))
MINUTES_A_WEEK, AT_ONCE = 120, 30
# Every so-manieth child of the flexible block, from the one at this place on.
SERVED, APART, TOGETHER, AWAY, LOCKED = (19, 4), (31, 7), (47, 11), (29, 2), (90, 5)


def parts(network: Network, monday: date) -> dict[str, tuple[Part, ...]]:
    """Files by folder. `monday` is the day on which a tutor is ill, and some children are away: a file of its own."""
    first, second = SCHOOL.sourced_id, SECOND.sourced_id
    morning = {f"{first}/{MORNING}": (_absences(network, monday),)}
    return {first: tuple(_planned(network, monday)), second: tuple(_too_small(network)), **morning}


def _planned(network: Network, monday: date) -> Iterator[Part]:
    school = network.first
    yield from _bells(school, SCHOOL)
    rooms = (*ROOMS, *((one.room, "classroom", CLASSROOM_SEATS, 0) for one in _in_blocks(school)))
    yield Part("rooms.csv", ("room", "kind", "seats", "devices"), tuple(_row(*one) for one in rooms))
    yield Part("licences.csv", ("program", "grades", "concurrent", "least_minutes", "most_minutes"), _licences())
    yield Part(
        "rules.csv", ("rule", "value"), (("adult-floor", "lowest_quarter=2; sessions=1"), ("week-lab", "percent=40"))
    )
    times = ("staff", "weekday", "starts_at", "ends_at", "kind", "room")
    yield Part("staff_times.csv", times, tuple(_times(network)))
    yield Part("qualifications.csv", ("staff", "subject", "grades", "language"), tuple(_qualifications(school)))
    yield from _of_children(network, monday)


def _too_small(network: Network) -> Iterator[Part]:
    yield from _bells(network.second, SECOND)
    yield Part("rooms.csv", ("room", "kind", "seats", "devices"), tuple(_row(*one) for one in SMALL_ROOMS))


def _bells(school: School, org: Org) -> Iterator[Part]:
    """Two for each grade, which differ in what comes first at noon."""
    yield Part("day_types.csv", ("day_type", "weekdays"), ((FULL_DAY, "; ".join(WEEKDAYS)),))
    grades = sorted({one.grade for one in school.classes})
    rows = [
        (FULL_DAY, GRADES[grade], name, kind, *span, "1")
        for place, grade in enumerate(grades)
        for name, noon in (("early lunch", ("lunch", "recess")), ("late lunch", ("recess", "lunch")))
        for kind, span in _day(place, grade, noon, org)
    ]
    header = ("day_type", "grade", "template", "kind", "starts_at", "ends_at", "sessions")
    yield Part("templates.csv", header, tuple(rows))


def _day(place: int, grade: int, noon: tuple[str, str], org: Org) -> Iterator[tuple[str, tuple[str, str]]]:
    special = place % len(CORES) if org is SCHOOL else None
    yield from (("special" if number == special else "core", span) for number, span in enumerate(CORES))
    yield from zip(noon, AT_NOON, strict=True)
    if org is SCHOOL:
        yield ("flexible", BLOCK) if grade == FLEXIBLE else ("core", LAST)


def _licences() -> tuple[Row, ...]:
    return tuple((slug, "", str(AT_ONCE), "0", str(MINUTES_A_WEEK)) for slug in sorted(titles.programs()))


def _times(network: Network) -> Iterator[Row]:
    small = [name for name, kind, *_ in ROOMS if kind == "small"]
    there = [(one, small[place]) for place, one in enumerate(_tutors(network.first))]
    there += [(network.both, small[-1]), *((one, ROOMS[0][0]) for one in network.first.adults if one.role == LAB)]
    there += [(network.first.teacher(one.index), one.room) for one in _in_blocks(network.first)]
    for who, where in there:
        for day in WEEKDAYS:
            yield who.sourced_id, day, "08:00", "15:00", "available", where


def _qualifications(school: School) -> Iterator[Row]:
    """Tutors and teachers of the flexible block lead every subject, the first tutor in both languages."""
    first, *others = _tutors(school)
    yield from ((first.sourced_id, "", "", language) for language in ("en", "es"))
    yield from ((one.sourced_id, "", "", "en") for one in others)
    for one in _in_blocks(school):
        yield school.teacher(one.index).sourced_id, "", "", "en"


def _of_children(network: Network, monday: date) -> Iterator[Part]:
    """Never why: there is no column for it."""
    pupils = _pupils(network, monday)
    tutors, both = _tutors(network.first), network.both.sourced_id
    windows = "tuesday 14:00-15:00; thursday 14:00-15:00"
    served = tuple((one.sourced_id, both, "30", "1", windows) for one in _some(pupils, SERVED))
    yield Part("services.csv", ("student", "staff", "minutes", "meetings", "windows"), served)
    apart = [(one, other, "apart") for one, other in _pairs(pupils, APART)]
    together = [(one, other, "together") for one, other in _pairs(pupils, TOGETHER)]
    paired = tuple((one.sourced_id, other.sourced_id, kind) for one, other, kind in (*apart, *together))
    yield Part("pairs.csv", ("student", "other", "kind"), paired)
    wednesday = monday + timedelta(days=2)
    locked = tuple(
        (one.sourced_id, wednesday.isoformat(), "1", "tutoring", tutors[-1].sourced_id) for one in _some(pupils, LOCKED)
    )
    yield Part("locks.csv", ("student", "day", "session", "modality", "staff"), locked)


def _absences(network: Network, monday: date) -> Part:
    gone = [(one.sourced_id, "", monday.isoformat()) for one in _some(_pupils(network, monday), AWAY)]
    ill = ("", _tutors(network.first)[0].sourced_id, monday.isoformat())
    return Part("absences.csv", ("student", "staff", "day"), (*gone, ill))


def _pupils(network: Network, monday: date) -> list[Child]:
    """Of the flexible block."""
    return [one for one in network.first.children if one.grade == FLEXIBLE and one.there(monday) and not one.leaves]


def _in_blocks(school: School) -> list[SchoolClass]:
    """The classes that have a flexible block."""
    return [one for one in school.classes if one.grade == FLEXIBLE]


def _tutors(school: School) -> list[Adult]:
    return [one for one in school.adults if one.role == TUTOR]


def _some(pupils: Sequence[Child], share: tuple[int, int]) -> list[Child]:
    every, place = share
    return [one for number, one in enumerate(pupils) if number % every == place]


def _pairs(pupils: Sequence[Child], share: tuple[int, int]) -> list[tuple[Child, Child]]:
    """Each with the next child of the same class."""
    after = dict(pairwise(pupils))
    return [(one, after[one]) for one in _some(pupils, share) if one in after and after[one].home == one.home]


def _row(*cells: object) -> Row:
    return tuple(map(str, cells))
