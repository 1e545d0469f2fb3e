"""What a place, and a whole plan, is worth under an instance's assumptions, which are invented until learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import chain

from homeroom.rotation.block.instance import Child, Instance
from homeroom.rotation.block.modality import ADULT_LED, Modality
from homeroom.rotation.block.plan import Aim, Group, Place, Plan

ALONE = frozenset({Modality.TECHNOLOGY, Modality.INDEPENDENT})
WORTHLESS = frozenset({Modality.SERVICE, Modality.OVERFLOW})
WITHOUT_STANDARD = frozenset({Modality.INDEPENDENT, Modality.PEER})


class Worth:
    """The formula of one instance. Every solver and rule of thumb reads values here, and nowhere else."""

    def __init__(self, instance: Instance):
        self.instance = instance
        self.assumed = instance.assumptions
        self.needs = {child.number: {need.standard: need.value for need in child.needs} for child in instance.children}

    @cached_property
    def children(self) -> dict[int, Child]:
        return {child.number: child for child in self.instance.children}

    def largest_need(self, child: int) -> int | None:
        """The standard of it; of equal needs the first."""
        needs = self.needs[child]
        return min(needs, key=lambda standard: (-needs[standard], standard)) if needs else None

    def need(self, child: int, modality: Modality, standard: int | None) -> float:
        needs = self.needs[child]
        if modality in WITHOUT_STANDARD:
            return max(needs.values(), default=0.0)
        return needs.get(standard, 0.0) if standard is not None else 0.0

    def place(self, child: int, slot: int, modality: Modality, standard: int | None, *, larger: bool = False) -> float:
        """One session of a child, for itself."""
        if modality in WORTHLESS:
            return 0.0
        response = self.assumed.response.get(modality, 0.0) * self.children[child].response.get(modality, 1.0)
        share = self.instance.slots[slot].minutes / self.assumed.session
        value = self.need(child, modality, standard) * response * share
        return value * self.assumed.larger if larger and modality is Modality.TUTORING else value

    def goes_on(self, adult: int | None, standard: int | None, children: Iterable[int]) -> bool:
        """Whether a group is one of last week's: its adult, its standard, and at least half of its children."""
        members = set(children)
        return any(
            running.adult == adult
            and running.standard == standard
            and 2 * len(members.intersection(running.children)) >= len(running.children)
            for running in self.instance.running
        )

    def missed_minutes(self, child: int, places: Iterable[Place]) -> int:
        """Minutes under the least of each program, all programs together."""
        grade = self.children[child].grade
        spent: Counter[str] = Counter()
        for place in places:
            spent[place.program] += self.instance.slots[place.slot].minutes
        return sum(max(0, program.least.get(grade, 0) - spent[program.slug]) for program in self.instance.programs)

    def plan(self, plan: Plan) -> float:
        groups = {group.key: group for group in plan.groups}
        by_child: dict[int, list[Place]] = {child.number: [] for child in self.instance.children}
        for place in plan.places:
            by_child[place.child].append(place)
        sessions = sum(self._session(place, groups) for place in plan.places)
        alone = sum(self._alone(child, places) for child, places in by_child.items())
        going_on = sum(
            len(group.children) for group in plan.groups if self.goes_on(group.adult, group.standard, group.children)
        )
        return sessions - alone + self.assumed.running * going_on

    def _session(self, place: Place, groups: dict[int, Group]) -> float:
        group = groups.get(place.group) if place.group is not None else None
        larger = group is not None and len(group.children) > self.instance.sizes.small
        value = self.place(place.child, place.slot, place.modality, place.standard, larger=larger)
        later = group is not None and place.modality is Modality.TUTORING and place.slot != min(group.slots)
        return value * (self.assumed.second - 1) if later else value

    def _alone(self, child: int, places: list[Place]) -> float:
        """What it costs to work again on a standard by oneself, and to miss a program's least minutes."""
        worked = Counter(place.standard for place in places if place.modality in ALONE and place.standard is not None)
        again = sum(times - 1 for times in worked.values())
        missed = self.missed_minutes(child, (place for place in places if place.modality is Modality.TECHNOLOGY))
        return self.assumed.repeat * again + self.assumed.missed_minute * missed


def differs(place: Place, before: Place | None) -> bool:
    """Whether a child's slot is another than in the plan before: what, with whom, in which program, on what."""
    return before is None or _felt(place) != _felt(before)


def _felt(place: Place) -> tuple[Modality, int | None, str, int | None]:
    return place.modality, place.adult, place.program, place.standard


def changes(plan: Plan, before: Plan) -> int:
    """Child-slots of `plan` that differ from the plan before."""
    was = {(place.child, place.slot): place for place in before.places}
    return sum(differs(place, was.get((place.child, place.slot))) for place in plan.places)


def adult_led(instance: Instance, plan: Plan) -> dict[int, int]:
    """Sessions with an adult, by child."""
    zeros: dict[int, int] = {child.number: 0 for child in instance.children}
    led = Counter(place.child for place in plan.places if place.modality in ADULT_LED)
    return zeros | dict(led)


def shortfalls(instance: Instance, plan: Plan) -> dict[int, int]:
    led = adult_led(instance, plan)
    return {child.number: max(0, child.floor - led[child.number]) for child in instance.children}


def unequal(instance: Instance, plan: Plan, mean: float | None = None) -> list[float]:
    """For each band of children, how many sessions its mean is below what equity asks; 0 where it is kept. Where given,
    `mean` stands for everybody's."""
    led = adult_led(instance, plan)
    everybody = sum(led.values()) / max(1, len(led)) if mean is None else mean
    return [
        max(0.0, band.least * everybody - sum(led[child] for child in band.children) / len(band.children))
        for band in instance.equity
        if band.children
    ]


def aims(instance: Instance, plan: Plan, before: Plan | None = None) -> dict[Aim, float]:
    """The plan's value at each level, in their order."""
    short = shortfalls(instance, plan).values()
    overflow = sum(place.modality is Modality.OVERFLOW for place in plan.places)
    found = {
        Aim.OVERFLOW: float(overflow),
        Aim.WORST: float(max(chain(short, (0,)))),
        Aim.SHORT: float(sum(short)),
        Aim.GAIN: Worth(instance).plan(plan),
    }
    return found if before is None else {**found, Aim.CHANGES: float(changes(plan, before))}
