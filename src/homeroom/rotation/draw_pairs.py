"""Which children could change places in a session: pairs that break nothing, whatever the coins say.

A pair is of one session and one grade, in two modalities. A child is in one pair of the week, a group is touched by
one, and nobody who is to be apart from, or together with, somebody is drawn. So each rule looks at one coin at most:
where the checker finds the plan sound with no pair swapped, and with all of them, it is sound with any of them.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice

from msgspec.structs import replace

from homeroom.rotation.block.instance import Child, Instance
from homeroom.rotation.block.made import level
from homeroom.rotation.block.modality import ADULT_LED, Modality
from homeroom.rotation.block.plan import Aim, Place, Plan
from homeroom.rotation.block.value import WITHOUT_STANDARD, Worth, aims
from homeroom.rotation.check import Checked, check
from homeroom.rotation.response import Learned

# A value that nobody has learned is taken to lie between half of it and twice as much.
INVENTED = 2.0
DRAWN = frozenset(Modality) - {Modality.SERVICE, Modality.OVERFLOW}


@dataclass(frozen=True, order=True)
class Swap:
    """Two children, the lower number first, who could have each other's place in a session."""

    slot: int
    one: int
    other: int


def pairs(
    instance: Instance, plan: Plan, share: float, seed: int, since: date, learned: Learned | None = None
) -> tuple[Swap, ...]:
    """Disjoint pairs from a day on, in the order of their numbers; of all the plan's places `share` at most are in one.

    None where the plan breaks a rule already. The same plan, share, seed and day give the same pairs.
    """
    found: tuple[Swap, ...] = ()
    most = int(share * len(plan.places) / 2)
    before = check(instance, plan)
    if not before.sound:
        return found
    could = _Search(instance, plan, seed, since, learned or Learned()).swaps()
    while len(found) < most and (some := tuple(islice(could, most - len(found)))):
        found += _sound(instance, plan, before, found, some)
    return tuple(sorted(found))


def swapped(instance: Instance, plan: Plan, swaps: Iterable[Swap]) -> Plan:
    """The plan in which these pairs have changed places, worth what it then is."""
    places = {(place.child, place.slot): place for place in plan.places}
    moved: dict[int, dict[int, int]] = defaultdict(dict)  # by group: who left, and who came
    stock = _Stock(instance)
    for swap in swaps:
        at = [(child, swap.slot) for child in (swap.one, swap.other)]
        one, other = (places[key] for key in at)
        for child, place in ((swap.one, other), (swap.other, one)):
            places[child, swap.slot] = stock.there(child, place) or place
            if place.group is not None:
                moved[place.group][place.child] = child
    groups = tuple(
        replace(one, children=tuple(sorted(moved[one.key].get(child, child) for child in one.children)))
        if one.key in moved
        else one
        for one in plan.groups
    )
    return _worth(instance, replace(plan, places=tuple(places[key] for key in sorted(places)), groups=groups))


def _worth(instance: Instance, plan: Plan) -> Plan:
    """What bounds were proved still holds: they are of every plan that keeps the rules, and floors are as they were."""
    told = aims(instance, plan)
    return replace(
        plan,
        levels=tuple(
            level(one.aim, told[one.aim], one.bound, one.stopped_by) if one.aim is Aim.GAIN else one
            for one in plan.levels
            if one.aim is not Aim.CHANGES  # counted from a plan before, which had no coins
        ),
    )


def _sound(
    instance: Instance, plan: Plan, before: Checked, kept: tuple[Swap, ...], some: tuple[Swap, ...]
) -> tuple[Swap, ...]:
    """Those of `some` with which nothing is broken, and no floor missed that was not missed before."""
    if _harmless(before, check(instance, swapped(instance, plan, (*kept, *some)))):
        return some
    if len(some) == 1:
        return ()
    half = len(some) // 2
    first = _sound(instance, plan, before, kept, some[:half])
    return first + _sound(instance, plan, before, kept + first, some[half:])


def _harmless(before: Checked, after: Checked) -> bool:
    return after.sound and (after.missed, after.overflow) == (before.missed, before.overflow)


@dataclass(frozen=True)
class _Stock:
    """What is known of children, to say where else one of them could be."""

    instance: Instance
    children: dict[int, Child] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "children", {child.number: child for child in self.instance.children})

    @cached_property
    def worth(self) -> Worth:
        return Worth(self.instance)

    def there(self, child: int, place: Place) -> Place | None:
        """Another's place as this child would have it, with work of its own; none where it has no such work."""
        if place.modality is Modality.TECHNOLOGY:
            needs = self.worth.needs[child]
            given = [
                one
                for one in self.children[child].given
                if one.program == place.program and place.slot in one.slots and one.standard in needs
            ]
            best = min(given, key=lambda one: (-needs[one.standard], one.standard), default=None)
            if best is None:
                return None
            return replace(place, child=child, standard=best.standard, works=tuple(sorted(set(best.works))))
        if place.modality in WITHOUT_STANDARD:
            standard = None if place.standard is None else self.worth.largest_need(child)
            return replace(place, child=child, standard=standard)
        return replace(place, child=child) if place.standard in self.worth.needs[child] else None


class _Search:
    """Looks for pairs in an order that the seed gives; what it lets pass is looked at by the checker."""

    def __init__(self, instance: Instance, plan: Plan, seed: int, since: date, learned: Learned):
        self._instance, self._seed, self._learned = instance, seed, learned
        self._stock = _Stock(instance)
        self._plan = plan
        self._closed = _closed(instance, plan, since)
        self._bands = {
            number: frozenset(band.name for band in instance.equity if number in band.children)
            for number in self._stock.children
        }
        self._kinds = {number: Counter[Modality]() for number in self._stock.children}
        self._minutes = Counter[tuple[int, str]]()
        for place in plan.places:
            self._kinds[place.child][place.modality] += 1
            self._minutes[place.child, place.program] += instance.slots[place.slot].minutes
        self._least = {one.slug: one.least for one in instance.programs}

    def swaps(self) -> Iterator[Swap]:
        in_slot: dict[int, list[Place]] = defaultdict(list)
        order = sorted(filter(self._is_open, self._plan.places), key=self._chance)
        for place in order:
            in_slot[place.slot].append(place)
        children, groups = set[int](), set[int | None]()
        for one in order:
            for other in in_slot[one.slot]:
                if children & {one.child, other.child} or groups & {one.group, other.group}:
                    continue
                if self._could(one, other):
                    children |= {one.child, other.child}
                    groups |= {one.group, other.group} - {None}
                    first, second = sorted((one.child, other.child))
                    yield Swap(one.slot, first, second)
                    break

    def _chance(self, place: Place) -> str:
        return hashlib.sha256(f"{self._seed}:{place.slot}:{place.child}".encode()).hexdigest()

    def _is_open(self, place: Place) -> bool:
        return place.modality in DRAWN and not self._closed & {
            ("slot", place.slot),
            ("child", place.child),
            ("place", (place.child, place.slot)),
            ("group", place.group),
        }

    def _could(self, one: Place, other: Place) -> bool:
        if one.modality is other.modality or not self._are_alike(one, other):
            return False
        return self._would_take(one, other) and self._would_take(other, one)

    def _are_alike(self, one: Place, other: Place) -> bool:
        mine, theirs = (self._stock.children[place.child] for place in (one, other))
        if mine.grade != theirs.grade:
            return False
        both = {one.modality in ADULT_LED, other.modality in ADULT_LED}
        return len(both) == 1 or (
            self._bands[one.child] == self._bands[other.child]
            and all(self._has_a_session_to_spare(place) for place in (one, other))
        )

    def _has_a_session_to_spare(self, place: Place) -> bool:
        """A floor is reached with and without it, so nothing that was proved of floors depends on the coin."""
        led = sum(count for kind, count in self._kinds[place.child].items() if kind in ADULT_LED)
        return led - (place.modality in ADULT_LED) >= self._stock.children[place.child].floor

    def _would_take(self, own: Place, offered: Place) -> bool:
        there = self._stock.there(own.child, offered)
        if there is None or self._kinds[own.child][there.modality] >= self._cap(there.modality):
            return False
        if not (self._misses_as_much(own, -1) and self._misses_as_much(there, 1)):
            return False
        (low, high), (least, most) = self._gain(own), self._gain(there)
        return max(low, least) <= min(high, most)

    def _misses_as_much(self, place: Place, sessions: int) -> bool:
        """With a session more or less in its program, the child is as far from the program's least minutes."""
        grade = self._stock.children[place.child].grade
        least = self._least.get(place.program, {}).get(grade, 0)
        minutes = self._minutes[place.child, place.program]
        after = minutes + sessions * self._instance.slots[place.slot].minutes
        return max(0, least - minutes) == max(0, least - after)

    def _cap(self, modality: Modality) -> int:
        limits = self._instance.limits
        caps = {
            Modality.TECHNOLOGY: limits.technology,
            Modality.INDEPENDENT: limits.independent,
            Modality.PEER: limits.peer,
        }
        return caps.get(modality, len(self._instance.slots))

    def _gain(self, place: Place) -> tuple[float, float]:
        """Between which the place is worth to its child, at 80 % where that was learned."""
        worth, key = self._stock.worth, (place.child, place.modality)
        need = worth.need(place.child, place.modality, place.standard)
        whole, own = self._learned.whole.get(place.modality), self._learned.children.get(key)
        if whole and own:
            return need * whole.middle * own.low, need * whole.middle * own.high
        if whole:
            return need * whole.low, need * whole.high
        assumed = worth.assumed.response.get(place.modality, 0.0)
        return need * assumed / INVENTED, need * assumed * INVENTED


def _closed(instance: Instance, plan: Plan, since: date) -> frozenset[tuple[str, object]]:
    """What is left alone: days that are over, children who are in a pair of the school's rules, what is locked, and
    groups that meet twice, which would have other children the second time."""
    closed: set[tuple[str, object]] = {("slot", slot.key) for slot in instance.slots if slot.on < since}
    closed |= {("child", number) for pair in instance.pairs for number in (pair.one, pair.other)}
    closed |= {("place", (lock.child, lock.slot)) for lock in instance.locks}
    return frozenset(closed | {("group", group.key) for group in plan.groups if len(group.slots) > 1})


def is_swapped(seed: int, number: int) -> bool:
    """The coin of one pair: whether the first byte of the SHA-256 of "SEED:NUMBER", in ASCII digits, is odd."""
    return bool(hashlib.sha256(f"{seed}:{number}".encode("ascii")).digest()[0] % 2)
