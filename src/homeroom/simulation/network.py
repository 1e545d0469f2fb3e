"""The network around the simulated school: a second, small school, families, and people who belong to both schools."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

from numpy.random import Generator

from homeroom.simulation import children, names, staff
from homeroom.simulation.calendar import BLOCKS, YEAR_BEGINS, YEAR_ENDS
from homeroom.simulation.chance import hexadecimal, stream
from homeroom.simulation.school import SCHOOL, SECOND, Adult, Case, Child, Org, School, SchoolClass, Stay
from homeroom.simulation.staff import DATA_TEAM, LAB, LAB_REASON, PRINCIPAL, TEACHER, TUTOR, TUTOR_REASON
from homeroom.simulation.world import World

LEADER = "network leader"
# The second school's homerooms by grade, and the children in all of them.
ROOMS = ((0, "Kindergarten Finch"), (3, "Grade 3 Heron"), (4, "Grade 4 Otter"))
CHILDREN = 48
IN_A_GROUP = 8
# No child of any school has a number like these behind its user name.
FIRST_LOGIN = 5_000
WITHOUT_CONTACT, WITH_TWO, SIBLINGS = 0.08, 0.55, 0.6
KINDS = (("parent", 0.85), ("guardian", 0.95), ("relative", 1.0))


@dataclass(frozen=True)
class Contact(Adult):
    """A grown-up of a family. `role` is OneRoster's word for what that person is to the children."""

    @property
    def email(self) -> str:
        return f"{self.username}@families.example"


@dataclass(frozen=True)
class Group:
    """A class beside the homerooms, which takes a few children out of them."""

    sourced_id: str
    title: str
    org: Org
    teacher: Adult
    children: tuple[Child, ...]


@dataclass(frozen=True)
class Move:
    """A child who left the first school and goes to the second one since the day after."""

    child: Child
    stay: Stay


@dataclass(frozen=True)
class Network:
    """`both` teaches at both schools; `substitute` waits for a grant; `families` are contacts by the child's id."""

    first: School
    second: School
    leader: Adult
    both: Adult
    substitute: Adult
    groups: tuple[Group, ...]
    move: Move
    families: dict[str, tuple[Contact, ...]]

    @property
    def contacts(self) -> tuple[Contact, ...]:
        return tuple(dict.fromkeys(one for found in self.families.values() for one in found))


def draw(made: World) -> Network:
    """The same network for the same seed and school; the school itself is as it would be alone."""
    first = made.school
    random = stream(made.seed, "network")
    taken = dict.fromkeys(adult.username for adult in first.adults)
    second = _second(made, random, taken)
    leader, both, substitute = (staff.adult(random, role, (), taken) for role in (LEADER, TEACHER, TEACHER))
    groups = (
        Group(f"cls-{hexadecimal(random, 8)}", "Math intervention", SCHOOL, both, _some(first.children, 13, 5)),
        Group(f"cls-{hexadecimal(random, 8)}", "Math intervention", SECOND, both, _some(second.children, 7, 2)),
    )
    families = _families(stream(made.seed, "families"), (*first.children, *second.children))
    return Network(first, second, leader, both, substitute, groups, _move(first, second), families)


def _second(made: World, random: Generator, taken: dict[str, None]) -> School:
    classes = tuple(
        SchoolClass(at, f"cls-{hexadecimal(random, 8)}", title, grade, f"Room {at + 1}", BLOCKS[at])
        for at, (grade, title) in enumerate(ROOMS)
    )
    roles = ((TEACHER, (0,)), (TEACHER, (1,)), (TEACHER, (2,)), (TUTOR, ()), (PRINCIPAL, ()), (DATA_TEAM, ()))
    adults = tuple(staff.adult(random, role, teaches, taken) for role, teaches in roles)
    known = (*made.school.children, *made.school.strangers)
    pupils = tuple(children.draw_second(made.seed, known, classes, CHILDREN))
    return School(classes, pupils, adults, (), tuple(_cases(made.school, adults, pupils)))


def _cases(first: School, adults: Sequence[Adult], pupils: Sequence[Child]) -> Iterator[Case]:
    """The tutor's children, and those of one class for whom the first school's lab coordinator comes over."""
    tutor = next(adult for adult in adults if adult.role == TUTOR)
    for child in pupils:
        if child.index % 9 == 4:
            yield Case(tutor, child, TUTOR_REASON, child.begins, child.ends)
        if child.home == 1:
            yield Case(lab_coordinator(first), child, LAB_REASON, child.begins, child.ends)


def lab_coordinator(first: School) -> Adult:
    return next(adult for adult in first.adults if adult.role == LAB)


def _some(pupils: Sequence[Child], every: int, place: int) -> tuple[Child, ...]:
    """A few children of several classes: of those who are there the whole year, in one class."""
    steady = [child for child in pupils if len(child.stays) == 1 and child.begins == YEAR_BEGINS and not child.leaves]
    return tuple([child for child in steady if child.index % every == place][:IN_A_GROUP] or steady[:1])


def _move(first: School, second: School) -> Move:
    """The last of those who leave goes on at the second school, in the class of the nearest grade."""
    child = [one for one in first.children if one.leaves][-1]
    to = min(second.classes, key=lambda one: (abs(one.grade - child.grade), one.index))
    return Move(child, Stay(to.index, child.ends + timedelta(days=1), YEAR_ENDS))


def _families(random: Generator, pupils: Sequence[Child]) -> dict[str, tuple[Contact, ...]]:
    """One contact or two for most children; brothers and sisters share theirs."""
    at_home: dict[str, tuple[Contact, ...]] = {}
    found: dict[str, tuple[Contact, ...]] = {}
    numbers = count(FIRST_LOGIN)
    for child in pupils:
        share, luck = random.random(), random.random()
        shared = at_home.pop(child.name.family, ()) if share < SIBLINGS else ()
        contacts = shared or tuple(_contacts(random, child, luck, numbers))
        if contacts and not shared:
            at_home[child.name.family] = contacts
        found[child.sourced_id] = contacts
    return found


def _contacts(random: Generator, child: Child, luck: float, numbers: Iterator[int]) -> Iterator[Contact]:
    many = 0 if luck < WITHOUT_CONTACT else 2 if luck < WITHOUT_CONTACT + WITH_TWO else 1
    family = names.of_family(child.name.family)
    for _ in range(many):
        name, kind = names.member(random, family), random.random()
        word = next(word for word, most in KINDS if kind < most)
        login = names.username(name.given, name.family, next(numbers))
        yield Contact(name, word, f"con-{hexadecimal(random, 10)}", login)
