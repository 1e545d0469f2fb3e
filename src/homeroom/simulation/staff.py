"""Draw the grown-ups: a teacher a class, a lab coordinator, two tutors, a principal, the data team; and caseloads."""

from __future__ import annotations

from collections.abc import Sequence

from numpy.random import Generator

from homeroom.simulation.chance import hexadecimal, stream
from homeroom.simulation.names import family, folded, member
from homeroom.simulation.school import Adult, Case, Child, SchoolClass

LAB, TUTOR, PRINCIPAL, DATA_TEAM, TEACHER = "lab coordinator", "tutor", "principal", "data team", "teacher"
OTHERS = (LAB, TUTOR, TUTOR, PRINCIPAL, DATA_TEAM, DATA_TEAM)
LAB_REASON = "Learning lab"
TUTOR_REASON = "Small group, mathematics"
TUTORED = 20  # children a tutor, at most


def draw(seed: int, classes: Sequence[SchoolClass]) -> tuple[Adult, ...]:
    random = stream(seed, "staff")
    roles = [TEACHER] * len(classes) + list(OTHERS)
    teaches = [_classes(school_class, classes) for school_class in classes] + [()] * len(OTHERS)
    taken: dict[str, None] = {}
    return tuple(adult(random, role, these, taken) for role, these in zip(roles, teaches, strict=True))


def cases(adults: Sequence[Adult], children: Sequence[Child]) -> tuple[Case, ...]:
    """The lab serves every child; the tutors share a few children of every class."""
    labs = [adult for adult in adults if adult.role == LAB]
    lab = [Case(adult, child, LAB_REASON, child.begins, child.ends) for adult in labs for child in children]
    tutors = [adult for adult in adults if adult.role == TUTOR]
    tutored = [child for child in children if child.index % 11 == 3 and not child.leaves]
    tutored = tutored[: TUTORED * len(tutors)]
    served = [
        Case(tutors[place % len(tutors)], child, TUTOR_REASON, child.begins, child.ends)
        for place, child in enumerate(tutored)
    ]
    return (*lab, *served)


def _classes(school_class: SchoolClass, classes: Sequence[SchoolClass]) -> tuple[int, ...]:
    """A teacher's classes. The first class's teacher also helps in the next class of the same grade."""
    helps = [c.index for c in classes if c.grade == school_class.grade and c.index > 0]
    return (school_class.index, *(helps[:1] if school_class.index == 0 else []))


def adult(random: Generator, role: str, classes: tuple[int, ...], taken: dict[str, None]) -> Adult:
    while True:
        name = member(random, family(random))
        letter, rest = folded(name.given)[0], "".join(filter(str.isalpha, folded(name.family.split()[0])))
        login = f"{letter}{rest}".casefold()
        if login not in taken:
            taken[login] = None
            return Adult(name, role, f"stf-{hexadecimal(random, 10)}", login, classes)
