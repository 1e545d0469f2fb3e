"""The fixed side of a generated flexible block: its classes, standards, rooms, adults and programs."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from numpy.random import Generator

from homeroom.rotation.block.instance import Adult, Program, Room, Standard, Teaches
from homeroom.rotation.block.modality import Modality
from homeroom.simulation.chance import some_of, stream

GRADES = ("K", "1", "2", "3", "4", "5")
SUBJECTS = ("math", "reading")
A_SUBJECT = 8  # standards of a grade
PRESENT = 0.97  # of an adult's slots; in the others the adult is away
PROGRAMS = {"math": ("northwind", "abacus"), "reading": ("lantern", "wordsmith")}


@dataclass(frozen=True)
class Wanted:
    """What to generate. Shares are of the children; `per_tutor` is children for each tutor."""

    children: int = 600
    seed: int = 1
    days: int = 5
    sessions: int = 1
    minutes: int = 30
    a_class: int = 25
    per_tutor: int = 75
    seats: float = 0.2
    independent: float = 0.3
    services: float = 0.06
    away: float = 0.03  # of child-days
    pairs: float = 0.03
    languages: float = 0.04
    locks: float = 0.02
    running: bool = True

    @property
    def classes(self) -> int:
        return max(1, ceil(self.children / self.a_class))

    @property
    def slots(self) -> range:
        return range(self.days * self.sessions)

    def share(self, of: float) -> int:
        """At least one where there is any at all."""
        return ceil(self.children * of) if of else 0


def grades(wanted: Wanted) -> tuple[str, ...]:
    """Each class's grade, in order; two classes a grade at least, so that tutors can mix them."""
    used = min(len(GRADES), max(1, wanted.classes // 2))
    return tuple(GRADES[number * used // wanted.classes] for number in range(wanted.classes))


def standards() -> tuple[Standard, ...]:
    """Codes are made up: they belong to no framework."""
    named = [(grade, subject, number) for grade in GRADES for subject in SUBJECTS for number in range(A_SUBJECT)]
    return tuple(
        Standard(key, f"{subject[0].upper()}{grade}.{number + 1}", subject, grade)
        for key, (grade, subject, number) in enumerate(named)
    )


def rooms(wanted: Wanted) -> tuple[Room, ...]:
    """A classroom a class, then a small room a tutor, then the lab; numbers count from 1."""
    seats = wanted.share(wanted.seats)
    kinds = [("classroom", 30, 2)] * wanted.classes + [("small", 6, 0)] * tutors(wanted) + [("lab", seats, seats)]
    return tuple(Room(number, *kind) for number, kind in enumerate(kinds, start=1))


def tutors(wanted: Wanted) -> int:
    return max(1, round(wanted.children / wanted.per_tutor))


def adults(wanted: Wanted) -> tuple[Adult, ...]:
    """A teacher a class, then the tutors; each works in the room of the same number. Numbers count from 1."""
    random = stream(wanted.seed, "adults of a block")
    teachers = [_teacher(random, wanted, number, grade) for number, grade in enumerate(grades(wanted))]
    return (*teachers, *(_tutor(random, wanted, place) for place in range(tutors(wanted))))


def _teacher(random: Generator, wanted: Wanted, number: int, grade: str) -> Adult:
    spoken = ("en", "es") if number % 8 == 0 else ("en",)
    taught = (Teaches(grades=(grade,)),)
    there = _there(random, wanted)
    return Adult(number + 1, Modality.TEACHER_LED, there, taught, spoken, school_class=number, room=number + 1)


def _tutor(random: Generator, wanted: Wanted, place: int) -> Adult:
    """The first may lead anything in both languages; of the others every second one a subject, or half the grades."""
    taught = ((), ("math", GRADES), ("", GRADES[:3]), ("reading", GRADES), ("", GRADES[3:]))[place % 5 if place else 0]
    number = wanted.classes + place + 1
    spoken = ("en", "es") if place % 3 == 0 else ("en",)
    return Adult(number, Modality.TUTORING, _there(random, wanted), (Teaches(*taught),), spoken, room=number)


def _there(random: Generator, wanted: Wanted) -> tuple[int, ...]:
    return tuple(some_of(random, wanted.slots, max(1, int(random.binomial(len(wanted.slots), PRESENT)))))


def programs(wanted: Wanted) -> tuple[Program, ...]:
    """Two a subject: one with a least of a session a week, one that few may use at once. None more than 3 sessions."""
    seats, most = wanted.share(wanted.seats), dict.fromkeys(GRADES, 3 * wanted.minutes)
    least = dict.fromkeys(GRADES, wanted.minutes)
    return tuple(
        program
        for wide, narrow in PROGRAMS.values()
        for program in (Program(wide, least=least, most=most), Program(narrow, max(1, seats // 3), most=most))
    )
