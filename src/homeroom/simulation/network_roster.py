"""The network's rosters as OneRoster 1.2 CSV sets: the one that stands, and a later one that went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from homeroom.simulation import roster
from homeroom.simulation.calendar import YEAR_BEGINS
from homeroom.simulation.network import Group, Network, lab_coordinator
from homeroom.simulation.roster import FALL, ROLES, SPRING, STATUS, YEAR, Part, Row
from homeroom.simulation.school import DISTRICT, SCHOOL, SECOND, Adult, Child, Org
from homeroom.simulation.staff import LAB, TEACHER

INTERVENTION = "crs-math-intervention"


def parts(network: Network) -> tuple[Part, ...]:
    """Both schools, their staff, their families, and who stands between them."""
    found = {one.name: one for one in roster.parts(network.first)}
    more: dict[str, Iterable[Row]] = {
        "orgs.csv": [(SECOND.sourced_id, *STATUS, SECOND.name, SECOND.kind, SECOND.identifier, DISTRICT.sourced_id)],
        "courses.csv": [_intervention(), *_new_courses(network)],
        "classes.csv": [*(roster.homeroom(one, SECOND) for one in network.second.classes), *map(_room, network.groups)],
        "enrollments.csv": _enrollments(network),
    }
    found |= {name: replace(found[name], rows=(*found[name].rows, *rows)) for name, rows in more.items()}
    found["users.csv"] = replace(found["users.csv"], rows=tuple(_users(network)))
    found["roles.csv"] = replace(found["roles.csv"], rows=(*found["roles.csv"].rows, *_roles(network)))
    return tuple(found.values())


def gone_wrong(network: Network, last_day: date) -> tuple[Part, ...]:
    """A later export with two slips: the second school's year ends on `last_day`, and many teachers are left out."""
    left_out = {adult.sourced_id for adult in _left_out(network)}
    return tuple(_spoilt(part, left_out, last_day) for part in parts(network))


def caseloads(network: Network) -> Part:
    header = ("staffSourcedId", "userSourcedId", "reason", "beginDate", "endDate")
    rows = (
        (one.adult.sourced_id, one.child.sourced_id, one.reason, one.begins.isoformat(), one.ends.isoformat())
        for one in network.second.cases
    )
    return Part("caseloads.csv", header, tuple(rows))


def substitutions(network: Network) -> Part:
    """Who stands ready for which class. The days are for whoever grants it to say."""
    row = (network.substitute.sourced_id, network.first.classes[-1].sourced_id, "The class's teacher is ill")
    return Part("substitutions.csv", ("staffSourcedId", "classSourcedId", "reason"), (row,))


def _left_out(network: Network) -> list[Adult]:
    teachers = [one for one in network.first.adults if one.role == TEACHER]
    return [*teachers[(len(teachers) + 1) // 2 :], *network.second.adults[1:4]]


def _spoilt(part: Part, left_out: set[str], last_day: date) -> Part:
    rows = [row for row in part.rows if not left_out & set(row)]
    if part.name == "enrollments.csv":
        school, ends = part.header.index("schoolSourcedId"), part.header.index("endDate")
        too_early = last_day.isoformat()
        at_second = [row[school] == SECOND.sourced_id and row[ends - 1] < too_early for row in rows]
        rows = [(*row[:ends], too_early) if it else row for row, it in zip(rows, at_second, strict=True)]
    return replace(part, rows=tuple(rows))


def _new_courses(network: Network) -> list[Row]:
    """Courses stand once in the network: those of grades that the first school has are there already."""
    known = {row[0] for row in roster.courses(network.first)}
    return [row for row in roster.courses(network.second, SECOND) if row[0] not in known]


def _intervention() -> Row:
    return (INTERVENTION, *STATUS, YEAR, "Math intervention", "MI", "", DISTRICT.sourced_id, "Mathematics", "")


def _room(group: Group) -> Row:
    said = (group.title, "", INTERVENTION, "MI", "scheduled", "", group.org.sourced_id, f"{FALL},{SPRING}")
    return (group.sourced_id, *STATUS, *said, "Mathematics", "", "")


def _users(network: Network) -> Iterator[Row]:
    yield roster.adult(network.leader, DISTRICT)
    yield from (roster.adult(one) for one in network.first.adults)
    yield from (roster.adult(one, SECOND) for one in network.second.adults)
    yield from (roster.adult(one, SCHOOL) for one in (network.both, network.substitute))
    yield from (_child(network, one, SCHOOL) for one in network.first.children)
    yield from (_child(network, one, SECOND) for one in network.second.children)
    yield from (roster.adult(one, DISTRICT) for one in network.contacts)


def _child(network: Network, child: Child, org: Org) -> Row:
    agents = ",".join(contact.sourced_id for contact in network.families[child.sourced_id])
    return roster.child(child, SECOND if child is network.move.child else org, agents)


def _roles(network: Network) -> Iterator[Row]:
    yield roster.role(network.leader.sourced_id, "districtAdministrator", DISTRICT)
    for one in network.second.adults:
        yield roster.role(one.sourced_id, ROLES[one.role], SECOND)
    yield roster.role(lab_coordinator(network.first).sourced_id, ROLES[LAB], SECOND, also="-2")
    yield roster.role(network.both.sourced_id, ROLES[TEACHER], SCHOOL)
    yield roster.role(network.both.sourced_id, ROLES[TEACHER], SECOND, also="-2")
    yield roster.role(network.substitute.sourced_id, ROLES[TEACHER], SCHOOL)
    for child in network.second.children:
        yield roster.role(child.sourced_id, "student", SECOND, (child.begins, child.ends))
    move = network.move
    yield roster.role(move.child.sourced_id, "student", SECOND, (move.stay.begins, move.stay.ends), also="-2")
    for contact in network.contacts:
        yield roster.role(contact.sourced_id, contact.role, DISTRICT)


def _enrollments(network: Network) -> Iterator[Row]:
    yield from roster.teaching(network.second, SECOND)
    yield from roster.learning(network.second, SECOND)
    for group in network.groups:
        yield roster.enrolled(group.sourced_id, group.org, group.teacher.sourced_id, f"-{group.sourced_id}", "true")
        for child in group.children:
            days = (YEAR_BEGINS, child.ends)
            yield roster.enrolled(group.sourced_id, group.org, child.sourced_id, f"-{group.sourced_id}", "", days)
    move = network.move
    to = network.second.classes[move.stay.class_index].sourced_id
    yield roster.enrolled(to, SECOND, move.child.sourced_id, "-moved", "", (move.stay.begins, move.stay.ends))
