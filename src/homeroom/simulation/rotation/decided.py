"""What is decided before a generated flexible block is planned: pairs, last week's groups, locks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import batched

from numpy.random import Generator

from homeroom.rotation.block.instance import Adult, Child, Lock, Pair, Running, Sizes
from homeroom.rotation.block.modality import Modality
from homeroom.simulation.chance import one_of, some_of, stream
from homeroom.simulation.rotation.school import Wanted

GOES_ON = 0.6  # of the adults led a group last week
OTHERS = 3  # who need the same and could join a locked group


def pairs(wanted: Wanted, children: Sequence[Child]) -> tuple[Pair, ...]:
    """Of one class; nobody is in two. Every third pair is to be together, and shares a need and no service."""
    random = stream(wanted.seed, "pairs of a block")
    homes = _by_class(child for child in children if not child.services)
    couples = [couple for home in homes.values() for couple in batched(some_of(random, home, len(home) // 2 * 2), 2)]
    made = []
    for place, (one, other) in enumerate(some_of(random, couples, wanted.share(wanted.pairs))):
        shared = {need.standard for need in one.needs} & {need.standard for need in other.needs}
        made.append(Pair(one.number, other.number, together=place % 3 == 2 and bool(shared)))
    return tuple(made)


def running(wanted: Wanted, children: Sequence[Child], staff: Sequence[Adult]) -> tuple[Running, ...]:
    random = stream(wanted.seed, "running groups of a block")
    going = [adult for adult in staff if wanted.running and random.random() < GOES_ON]
    groups = (_group(random, adult, children) for adult in going)
    return tuple(group for group in groups if group)


def _group(random: Generator, adult: Adult, children: Sequence[Child]) -> Running | None:
    """A tutor's is of one grade, a teacher's of the class."""
    sizes = Sizes()
    least, most = sizes.tutoring if adult.leads == Modality.TUTORING else sizes.teacher_led
    grade = one_of(random, sorted({child.grade for child in children}))
    own = [child for child in children if adult.school_class in (None, child.school_class)]
    own = [child for child in own if adult.school_class is not None or child.grade == grade]
    wide = {standard: them for standard, them in _by_need(own).items() if len(them) >= least}
    if not wide:
        return None
    standard = one_of(random, sorted(wide))
    members = some_of(random, wide[standard], int(random.integers(least, most + 1)))
    return Running(adult.number, standard, tuple(child.number for child in members))


def locks(
    wanted: Wanted, children: Sequence[Child], staff: Sequence[Adult], paired: Sequence[Pair]
) -> tuple[Lock, ...]:
    """A slot of a child each: work in a program, a group of the teacher's (one a class), or independent work.

    Whoever is in a pair or served has none, and a group is locked only where three others could join it: all the locks
    can be kept together.
    """
    random = stream(wanted.seed, "locks of a block")
    bound = {number for pair in paired for number in (pair.one, pair.other)}
    free = [child for child in children if child.number not in bound and not child.services]
    free = [child for child in free if len(child.away) < len(wanted.slots)]
    chosen = some_of(random, free, wanted.share(wanted.locks))
    homes = _by_class(child for child in free if child not in chosen)
    teachers = {adult.school_class: adult for adult in staff if adult.school_class is not None}
    made = []
    for place, child in enumerate(chosen):
        slot = one_of(random, sorted(set(wanted.slots) - set(child.away)))
        teacher = teachers.pop(child.school_class, None) if place % 3 == 1 else None
        made.append(_lock(child, slot, place % 3 == 0, teacher, homes[child.school_class]))
    return tuple(made)


def _lock(child: Child, slot: int, online: bool, teacher: Adult | None, others: Sequence[Child]) -> Lock:
    given = [work for work in child.given if slot in work.slots]
    if online and given:
        return Lock(child.number, slot, Modality.TECHNOLOGY, program=given[0].program, standard=given[0].standard)
    if teacher and slot in teacher.slots and _understand(child, teacher):
        wide = _by_need(other for other in others if slot not in other.away and _understand(other, teacher))
        for need in child.needs:
            if len(wide[need.standard]) >= OTHERS:
                return Lock(child.number, slot, Modality.TEACHER_LED, teacher.number, standard=need.standard)
    return Lock(child.number, slot, Modality.INDEPENDENT)


def _understand(child: Child, teacher: Adult) -> bool:
    return child.language in ("", *teacher.languages)


def _by_class(children: Iterable[Child]) -> dict[int, list[Child]]:
    homes: dict[int, list[Child]] = defaultdict(list)
    for child in children:
        homes[child.school_class].append(child)
    return homes


def _by_need(children: Iterable[Child]) -> dict[int, list[Child]]:
    wide: dict[int, list[Child]] = defaultdict(list)
    for child in children:
        for need in child.needs:
            wide[need.standard].append(child)
    return wide
