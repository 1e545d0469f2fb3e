"""The best that any plan of a very small week can be, aim after aim, in exact fractions: every week of every child is
tried with every week of the others. What weeks share (seats, groups, pairs) is counted as children are added, and of
two ways to the same counts the better one is kept: nothing else is left out.

A group meets in one slot here. Meeting twice is never worth more than two groups while `second` is at most 2.
Equity is no aim, and none of these weeks may ask for it. A room of the kind flex holds one group, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from homeroom.rotation.block.instance import Adult, Child, Instance, Lock
from homeroom.rotation.block.modality import ADULT_LED, Modality
from homeroom.rotation.block.plan import Aim

type Cost = tuple[int, int, Fraction]  # overflow, shortfall, and what is lost of the gain: each is to be small
type Count = tuple[tuple[object, ...], int]
type Counts = tuple[Count, ...]
type State = tuple[frozenset[Count], tuple[tuple[int, Week], ...]]  # and weeks that a partner still waits for
ZERO = Fraction(0)


@dataclass(frozen=True)
class Cell:
    """What a child does in one slot. `larger` and `goes_on` are said beforehand of a group, and must come true."""

    modality: Modality
    adult: int | None = None
    standard: int | None = None
    program: str = ""
    peers: int | None = None
    larger: bool = False
    goes_on: int | None = None  # which of last week's groups

    @property
    def group(self) -> tuple[object, ...] | None:
        if self.modality in ADULT_LED:
            return "group", self.modality, self.adult, self.standard, self.larger, self.goes_on
        return None if self.peers is None else ("group", self.modality, self.peers)


type Week = tuple[Cell | None, ...]


def exact(number: float) -> Fraction:
    return Fraction(str(number))


def best(instance: Instance) -> list[tuple[Aim, Fraction]]:
    """Overflow, worst shortfall, shortfall, gain; nothing where no plan keeps every rule."""
    assert not instance.equity
    assert instance.assumptions.second <= 2
    children = _partners_together(instance)
    weeks = {
        child.number: [(week, *_worth(instance, child, week)) for week in _weeks(instance, child)] for child in children
    }
    found: tuple[int, int, int, Fraction] | None = None
    for worst in range(max((child.floor for child in children), default=0) + 1):
        cost = _cheapest(
            instance,
            children,
            {number: [one for one in theirs if one[1][1] <= worst] for number, theirs in weeks.items()},
        )
        if cost is not None and (found is None or cost[0] < found[0]):
            found = (cost[0], worst, cost[1], cost[2])
    if found is None:
        return []
    overflow, worst, short, lost = found
    return [
        (Aim.OVERFLOW, Fraction(overflow)),
        (Aim.WORST, Fraction(worst)),
        (Aim.SHORT, Fraction(short)),
        (Aim.GAIN, -lost),
    ]


def _partners_together(instance: Instance) -> list[Child]:
    """Children of pairs first, so that they are soon told apart."""
    paired = [number for pair in instance.pairs for number in (pair.one, pair.other)]
    order = {number: place for place, number in reversed(list(enumerate(paired)))}
    return sorted(instance.children, key=lambda child: (order.get(child.number, len(paired)), child.number))


# One child


def _weeks(instance: Instance, child: Child) -> Iterator[Week]:
    cells = [list(_cells(instance, child, slot.key)) for slot in instance.slots]
    for week in product(*cells):
        if _within_limits(instance, child, week):
            yield week


def _cells(instance: Instance, child: Child, slot: int) -> Iterator[Cell | None]:
    if slot in child.away:
        yield None
        return
    locks = [lock for lock in instance.locks if (lock.child, lock.slot) == (child.number, slot)]
    found = [Cell(Modality.SERVICE, met.adult) for met in child.services if met.slot == slot]
    for cell in found or _free_cells(instance, child, slot):
        if all(_keeps(cell, lock) for lock in locks):
            yield cell


def _keeps(cell: Cell, lock: Lock) -> bool:
    return (
        cell.modality is lock.modality
        and lock.adult in (None, cell.adult)
        and lock.program in ("", cell.program)
        and lock.standard in (None, cell.standard)
    )


def _free_cells(instance: Instance, child: Child, slot: int) -> Iterator[Cell]:
    yield Cell(Modality.OVERFLOW)
    largest = min(child.needs, key=lambda need: (-need.value, need.standard), default=None)
    yield Cell(Modality.INDEPENDENT, standard=None if largest is None else largest.standard)
    for peers in range(len(instance.children) // instance.sizes.peer[0]):
        yield Cell(Modality.PEER, peers=peers)
    for program, standard in sorted({(one.program, one.standard) for one in child.given if slot in one.slots}):
        yield Cell(Modality.TECHNOLOGY, standard=standard, program=program)
    for adult in instance.adults:
        if slot in adult.slots and not _serves(instance, adult, slot) and _may_lead(adult, child):
            for need in child.needs:
                if _teaches(instance, adult, child, need.standard):
                    yield from _groups(instance, adult, need.standard)


def _groups(instance: Instance, adult: Adult, standard: int) -> Iterator[Cell]:
    runs = [at for at, one in enumerate(instance.running) if (one.adult, one.standard) == (adult.number, standard)]
    for goes_on, larger in product([None, *runs], [False, True]):
        if not larger or adult.leads is Modality.TUTORING:
            yield Cell(adult.leads, adult.number, standard, larger=larger, goes_on=goes_on)


def _serves(instance: Instance, adult: Adult, slot: int) -> bool:
    return any(
        (met.adult, met.slot) == (adult.number, slot) and slot not in child.away
        for child in instance.children
        for met in child.services
    )


def _may_lead(adult: Adult, child: Child) -> bool:
    ours = adult.leads is Modality.TUTORING or adult.school_class == child.school_class
    return ours and child.language in ("", *adult.languages)


def _teaches(instance: Instance, adult: Adult, child: Child, standard: int) -> bool:
    subject = instance.standards[standard].subject
    return any(own.subject in ("", subject) and (not own.grades or child.grade in own.grades) for own in adult.teaches)


def _within_limits(instance: Instance, child: Child, week: Week) -> bool:
    limits = instance.limits
    kinds = Counter(cell.modality for cell in week if cell)
    programs = Counter(cell.program for cell in week if cell and cell.program)
    minutes = _minutes(instance, week)
    return (
        kinds[Modality.TECHNOLOGY] <= limits.technology
        and kinds[Modality.INDEPENDENT] <= limits.independent
        and kinds[Modality.PEER] <= limits.peer
        and all(many <= limits.program for many in programs.values())
        and all(minutes[one.slug] <= one.most.get(child.grade, minutes[one.slug]) for one in instance.programs)
    )


def _minutes(instance: Instance, week: Week) -> Counter[str]:
    found: Counter[str] = Counter()
    for slot, cell in zip(instance.slots, week, strict=True):
        if cell and cell.program:
            found[cell.program] += slot.end - slot.start
    return found


def _worth(instance: Instance, child: Child, week: Week) -> tuple[Cost, Counts]:
    """What a week costs, and what it takes of what is shared."""
    led = sum(cell.modality in ADULT_LED for cell in week if cell)
    lost = sum(cell.modality is Modality.OVERFLOW for cell in week if cell)
    gain = sum((_of_cell(instance, child, slot, cell) for slot, cell in enumerate(week) if cell), ZERO)
    assumed, minutes = instance.assumptions, _minutes(instance, week)
    alone = Counter(
        cell.standard
        for cell in week
        if cell and cell.modality in (Modality.TECHNOLOGY, Modality.INDEPENDENT) and cell.standard is not None
    )
    gain -= exact(assumed.repeat) * sum(times - 1 for times in alone.values())
    for program in instance.programs:
        gain -= exact(assumed.missed_minute) * max(0, program.least.get(child.grade, 0) - minutes[program.slug])
    return (lost, max(0, child.floor - led), -gain), tuple(_taken(instance, child, week))


def _of_cell(instance: Instance, child: Child, slot: int, cell: Cell) -> Fraction:
    assumed, needs = instance.assumptions, {need.standard: need.value for need in child.needs}
    if cell.modality in (Modality.OVERFLOW, Modality.SERVICE):
        return ZERO
    if cell.modality in (Modality.INDEPENDENT, Modality.PEER):
        need = max(needs.values(), default=0.0)
    else:
        need = needs.get(cell.standard, 0.0) if cell.standard is not None else 0.0
    own = exact(assumed.response.get(cell.modality, 0)) * exact(child.response.get(cell.modality, 1))
    minutes = Fraction(instance.slots[slot].end - instance.slots[slot].start, assumed.session)
    larger = exact(assumed.larger) if cell.larger else Fraction(1)
    goes_on = exact(assumed.running) if cell.goes_on is not None else ZERO
    return exact(need) * own * minutes * larger + goes_on


# All children


def _taken(instance: Instance, child: Child, week: Week) -> Iterator[tuple[tuple[object, ...], int]]:
    for slot, cell in enumerate(week):
        if cell is None:
            continue
        if cell.modality is Modality.TECHNOLOGY:
            yield (slot, "seat"), 1
            yield (slot, "licence", cell.program), 1
        if cell.modality is Modality.INDEPENDENT:
            yield (slot, "independent"), 1
        if cell.group is not None:
            yield (slot, *cell.group), 1
        if cell.goes_on is not None and child.number in instance.running[cell.goes_on].children:
            yield (slot, "stayed", *cell.group[1:]), 1  # type: ignore[index]  # it is in a group


def _cheapest(
    instance: Instance, children: list[Child], weeks: dict[int, list[tuple[Week, Cost, Counts]]]
) -> Cost | None:
    known: dict[State, Cost] = {(frozenset(), ()): (0, 0, ZERO)}
    for at, child in enumerate(children):
        later = {one.number for one in children[at + 1 :]}
        after: dict[State, Cost] = {}
        for (counts, open_pairs), cost in known.items():
            for week, own, taken in weeks[child.number]:
                if not _pairs_are_kept(instance, child, week, dict(open_pairs)):
                    continue
                added = _added(instance, counts, taken)
                if added is None or not _is_whole(instance, added, len(later)):
                    continue
                waiting = _waiting(instance, (*open_pairs, (child.number, week)), later)
                key, total = (added, waiting), (cost[0] + own[0], cost[1] + own[1], cost[2] + own[2])
                if key not in after or total < after[key]:
                    after[key] = total
        known = after
    return min((cost for (counts, _), cost in known.items() if _is_whole(instance, counts)), default=None)


def _pairs_are_kept(instance: Instance, child: Child, week: Week, others: dict[int, Week]) -> bool:
    for pair in instance.pairs:
        other = {pair.one: pair.other, pair.other: pair.one}.get(child.number)
        if other in others:
            for own, theirs in zip(week, others[other], strict=True):
                both = own and theirs and Modality.SERVICE not in (own.modality, theirs.modality)
                same = own and theirs and own.group == theirs.group
                if both and own and theirs and (own.group or theirs.group) and same is not pair.together:
                    return False
    return True


def _waiting(instance: Instance, weeks: tuple[tuple[int, Week], ...], later: set[int]) -> tuple[tuple[int, Week], ...]:
    """The weeks of children who are in a pair with one who is still to come."""
    needed = {
        one
        for pair in instance.pairs
        for one, other in ((pair.one, pair.other), (pair.other, pair.one))
        if other in later
    }
    return tuple((number, week) for number, week in weeks if number in needed)


def _added(instance: Instance, counts: frozenset[Count], taken: Counts) -> frozenset[Count] | None:
    """The counts with one more child, or None where that is too many."""
    now = dict(counts)
    for key, many in taken:
        most = _most(instance, key)
        if key[1] not in ("group", "stayed") and most >= len(instance.children):
            continue  # there is enough for all
        now[key] = now.get(key, 0) + many
        if now[key] > most:
            return None
        if key[1] == "group" and now[key] == many and not _may_open(instance, now, key):
            return None
    return frozenset(now.items())


def _most(instance: Instance, key: tuple[object, ...]) -> int:
    slot, what, *more = key
    everybody = len(instance.children)
    match what:
        case "seat":
            return instance.seats[slot]  # type: ignore[index]  # a slot's key
        case "independent":
            return instance.independent[slot]  # type: ignore[index]
        case "licence":
            limits = {program.slug: program.concurrent for program in instance.programs}
            limit = limits.get(str(more[0]))
            return everybody if limit is None else limit
        case "group":
            return _size(instance, more)[1]
        case _:
            return everybody


def _size(instance: Instance, group: list[object]) -> tuple[int, int]:
    sizes = instance.sizes
    if group[0] is Modality.PEER:
        return sizes.peer
    least, most = sizes.tutoring if group[0] is Modality.TUTORING else sizes.teacher_led
    rooms = {room.number: room.seats for room in instance.rooms}
    (room,) = (adult.room for adult in instance.adults if adult.number == group[1])
    most = most if room is None else min(most, rooms[room])
    if group[0] is Modality.TUTORING:
        return (max(least, sizes.small + 1), most) if group[3] else (least, min(most, sizes.small))
    return least, most


def _may_open(instance: Instance, now: dict[tuple[object, ...], int], key: tuple[object, ...]) -> bool:
    """An adult, and a room, has one group a slot; peer groups are counted from the first."""
    if key[2] is Modality.PEER:
        return key[3] == 0 or (*key[:3], int(str(key[3])) - 1) in now
    rooms = {adult.number: adult.room for adult in instance.adults}
    for other in now:
        if other[:2] == key[:2] and other != key and other[2] in ADULT_LED:
            mine, theirs = rooms[int(str(key[3]))], rooms[int(str(other[3]))]
            if key[3] == other[3] or (mine is not None and mine == theirs):
                return False
    return True


def _is_whole(instance: Instance, counts: frozenset[Count], more: int = 0) -> bool:
    """Whether every group is large enough, or can still be with so many more children."""
    found = dict(counts)
    for key, many in counts:
        if key[1] == "group":
            if many + more < _size(instance, list(key[2:]))[0]:
                return False
            goes_on = key[-1] if key[2] in ADULT_LED else None
            if isinstance(goes_on, int):
                stayed = found.get((key[0], "stayed", *key[2:]), 0)
                if 2 * (stayed + more) < len(instance.running[goes_on].children):
                    return False
    return True
