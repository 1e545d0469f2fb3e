"""Plans that break exactly one rule, or miss one floor: the whole plan of `a_block`, with one thing made wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

import msgspec

from homeroom.rotation.block.instance import (
    Equity,
    Instance,
    Limits,
    Lock,
    Pair,
    Program,
    Room,
    Served,
    Sizes,
    Slot,
    Teaches,
)
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Aim, Group, Level, Place, Plan
from rotation.a_block import GIVEN, NEEDS, PLAN, WEEK, changed, of, one_adult, one_child

type Mutant = Callable[[Random], tuple[Instance, Plan]]
OVERFLOW = Modality.OVERFLOW


def places(*wrong: Place, drop: tuple[tuple[int, int], ...] = (), plan: Plan = PLAN) -> Plan:
    """The plan with these places in place of those in the same sessions."""
    gone = {*drop, *((place.child, place.slot) for place in wrong)}
    kept = [place for place in plan.places if (place.child, place.slot) not in gone]
    return msgspec.structs.replace(plan, places=(*kept, *wrong))


def at(child: int, slot: int) -> Place:
    (found,) = (place for place in PLAN.places if (place.child, place.slot) == (child, slot))
    return found


def put(child: int, slot: int, **parts: object) -> Plan:
    return places(msgspec.structs.replace(at(child, slot), **parts))


def extra(place: Place) -> Plan:
    return msgspec.structs.replace(PLAN, places=(*PLAN.places, place))


def group(child: int, slot: int) -> Group:
    return PLAN.groups[at(child, slot).group or 0]


def regrouped(key: int, plan: Plan = PLAN, **parts: object) -> Plan:
    """A group, and the places in it, with other traits."""
    groups = tuple(msgspec.structs.replace(one, **parts) if one.key == key else one for one in plan.groups)
    traits = {name: value for name, value in parts.items() if name in ("adult", "standard", "room", "modality")}
    moved = tuple(msgspec.structs.replace(one, **traits) if one.group == key else one for one in plan.places)
    return msgspec.structs.replace(plan, groups=groups, places=moved)


def left(child: int, slot: int) -> Plan:
    """A child is out of a group, and nowhere else."""
    key, theirs = group(child, slot).key, group(child, slot).children
    out = places(Place(child, slot, OVERFLOW))
    return regrouped(key, out, children=tuple(one for one in theirs if one != child))


def joined(child: int, slot: int, host: int) -> Plan:
    """A child is in the group of another one."""
    one = group(host, slot)
    place = msgspec.structs.replace(at(host, slot), child=child)
    return regrouped(one.key, places(place), children=tuple(sorted((*one.children, child))))


def alone(child: int, slot: int) -> Plan:
    return places(Place(child, slot, Modality.INDEPENDENT, standard=0))


def works(child: int, slot: int, program: str, standard: int) -> Plan:
    return places(Place(child, slot, Modality.TECHNOLOGY, program=program, standard=standard))


def week(plan: Plan = PLAN, **parts: object) -> tuple[Instance, Plan]:
    instance = changed(**parts)
    return instance, of(instance, plan)


def adult(number: int, **parts: object) -> tuple[Instance, Plan]:
    instance = one_adult(number, **parts)
    return instance, of(instance)


def child(number: int, plan: Plan = PLAN, **parts: object) -> tuple[Instance, Plan]:
    instance = one_child(number, **parts)
    return instance, of(instance, plan)


def paired(one: int, other: int, together: bool) -> tuple[Instance, Plan]:
    return week(pairs=(*WEEK.pairs, Pair(one, other, together)))


def locked(*more: Lock) -> tuple[Instance, Plan]:
    return week(locks=(*WEEK.locks, *more))


def level(aim: Aim, value: float, bound: float | None = None) -> Plan:
    return msgspec.structs.replace(PLAN, levels=(Level(aim, value, bound),))


def less(at: int, by: int, of_all: tuple[int, ...] = (5, 5, 5)) -> tuple[int, ...]:
    return tuple(many - by * (slot == at) for slot, many in enumerate(of_all))


def alpha(**parts: object) -> tuple[Program, ...]:
    return (msgspec.structs.replace(WEEK.programs[0], **parts), *WEEK.programs[1:])


MUTANTS: Mapping[str, tuple[Mutant, ...]] = {
    "one-place": (
        lambda coin: (WEEK, places(drop=(coin.choice([(4, 2), (5, 2), (9, 2), (12, 1)]),))),
        lambda coin: (WEEK, extra(Place(coin.randint(4, 13), coin.randint(0, 2), OVERFLOW))),
    ),
    "away": (
        lambda coin: (WEEK, extra(Place(14, 0, OVERFLOW))),
        lambda coin: child(coin.choice([9, 12, 13]), away=(2,)),
    ),
    "service": (
        lambda coin: (WEEK, places(Place(3, 1, OVERFLOW))),
        lambda coin: (WEEK, put(3, 1, adult=coin.randint(91, 99))),
        lambda coin: (WEEK, places(Place(coin.choice([12, 4]), 1, Modality.SERVICE, adult=90))),
        lambda coin: child(3, services=(Served(1, 90, room=3),)),
    ),
    "group-size": (
        lambda coin: (WEEK, left(coin.choice([3, 10, 11]), 2)),
        lambda coin: (WEEK, left(coin.choice([3, 4, 5, 6]), 0)),
        lambda coin: week(sizes=Sizes(tutoring=(3, 3))),
        lambda coin: week(sizes=Sizes(teacher_led=(2, 3))),
    ),
    "peer-size": (
        lambda coin: (WEEK, left(coin.randint(10, 13), 0)),
        lambda coin: week(sizes=Sizes(peer=(2, 3))),
    ),
    "qualified": (
        lambda coin: adult(coin.choice([50, 51, 52]), teaches=(Teaches("English", ("03",)),)),
        lambda coin: adult(coin.choice([50, 51, 52]), teaches=(Teaches("", ("04", "05")),)),
        lambda coin: adult(51, leads=Modality.TUTORING),
        lambda coin: child(coin.choice([9, 10]), grade="05"),
    ),
    "free": (
        lambda coin: adult(50, slots=coin.choice([(0, 1), (1, 2), (0, 2)])),
        lambda coin: (WEEK, regrouped(group(11, 1).key, adult=50)),
        lambda coin: child(3, put(3, 1, adult=52), services=(Served(1, 52),)),
    ),
    "one-standard": (
        lambda coin: child(coin.choice([3, 4, 5, 6, 7, 13]), needs=NEEDS[:1]),
        lambda coin: (WEEK, regrouped(coin.choice([group(4, 0).key, group(1, 2).key]), standard=None)),
    ),
    "own-class": (
        lambda coin: (WEEK, joined(coin.choice([12, 13, 14]), 2, host=7)),
        lambda coin: adult(51, school_class=2),
    ),
    "language": (
        lambda coin: child(coin.choice([3, 10, 1]), language="vi"),
        lambda coin: adult(50, languages=("en", "vi")),
    ),
    "seats": (
        lambda coin: week(seats=less(1, by=3)),
        lambda coin: week(seats=less(2, by=coin.randint(1, 5))),
    ),
    "licences": (
        lambda coin: week(programs=alpha(concurrent=coin.randint(1, 3))),
        lambda coin: (WEEK, works(coin.choice([12, 7]), 1, "alpha", 0)),
    ),
    "most-minutes": (
        lambda coin: week(programs=alpha(most={"03": coin.randint(0, 29)})),
        lambda coin: week(slots=(*WEEK.slots[:2], Slot(2, WEEK.slots[2].on, 1, 600, 661))),
    ),
    "given-work": (
        lambda coin: child(coin.choice([4, 5, 10]), given=(msgspec.structs.replace(GIVEN[0], slots=(0, 2)), GIVEN[1])),
        lambda coin: (WEEK, works(coin.choice([4, 5]), 1, "beta", 0)),
        lambda coin: (WEEK, put(4, 1, works=("w1", "w9"))),
        lambda coin: (WEEK, put(4, 2, program="alpha")),
    ),
    "caps": (
        lambda coin: week(limits=Limits(technology=coin.randint(0, 1))),
        lambda coin: week(limits=Limits(program=0)),
        lambda coin: week(limits=Limits(independent=0)),
        lambda coin: week(limits=Limits(peer=0)),
    ),
    "independent-places": (
        lambda coin: week(independent=(3, coin.randint(0, 1), 3)),
        lambda coin: week(alone(coin.choice([4, 5, 10]), 1), independent=(3, 2, 3)),
    ),
    "room-seats": (
        lambda coin: week(rooms=(Room(1, "small", coin.randint(1, 2), 0), *WEEK.rooms[1:])),
        lambda coin: (WEEK, regrouped(group(11, 1).key, room=1)),
        lambda coin: week(regrouped(group(11, 1).key, room=1), rooms=(Room(1, "flex", 6, 0), *WEEK.rooms[1:])),
    ),
    "apart": (
        lambda coin: paired(*sorted(coin.sample([3, 4, 5, 6], 2)), together=False),  # type: ignore[misc]  # two
        lambda coin: paired(coin.choice([10, 12]), 13, together=False),
        lambda coin: paired(coin.choice([1, 2, 8]), 9, together=False),
    ),
    "together": (
        lambda coin: paired(4, coin.choice([7, 12]), together=True),
        lambda coin: paired(1, coin.choice([9, 11]), together=True),
    ),
    "locks": (
        lambda coin: locked(Lock(coin.randint(4, 6), 2, Modality.TUTORING)),
        lambda coin: locked(Lock(3, 2, Modality.TUTORING, adult=52)),
        lambda coin: locked(Lock(4, 1, Modality.TECHNOLOGY, program="beta")),
        lambda coin: locked(Lock(4, 1, Modality.TECHNOLOGY, standard=1)),
    ),
    "same-group": (
        lambda coin: (WEEK, places(Place(coin.choice([8, 9]), coin.randint(0, 1), OVERFLOW))),
        lambda coin: (WEEK, put(coin.choice([1, 2, 9]), 1, room=coin.choice([2, 3, None]))),
        lambda coin: (WEEK, put(8, 1, group=None)),
        lambda coin: (WEEK, put(coin.choice([2, 9]), 0, adult=52)),
        lambda coin: (WEEK, regrouped(group(12, 0).key, slots=(0,), children=(10, 11, 12))),
        lambda coin: (WEEK, regrouped(group(1, 0).key, slots=(0, 1, 1))),
        lambda coin: (WEEK, regrouped(group(1, 0).key, slots=(coin.randint(0, 1),))),
    ),
    "known": (
        lambda coin: (WEEK, extra(Place(coin.randint(15, 99), 0, OVERFLOW))),
        lambda coin: (WEEK, extra(Place(4, coin.randint(3, 9), OVERFLOW))),
        lambda coin: (WEEK, put(4, 2, standard=coin.randint(2, 9))),
        lambda coin: (WEEK, put(4, 2, room=coin.randint(4, 9))),
        lambda coin: (WEEK, msgspec.structs.replace(PLAN, groups=(*PLAN.groups, PLAN.groups[0]))),
        lambda coin: (
            WEEK,
            msgspec.structs.replace(PLAN, groups=(*PLAN.groups, Group(9, Modality.TUTORING, (), (), 7))),
        ),
    ),
    "as-told": (
        lambda coin: (changed(school=coin.randint(2, 9)), PLAN),
        lambda coin: (WEEK, level(Aim.GAIN, 3.428)),
        lambda coin: (WEEK, level(Aim.SHORT, coin.choice([0, 2]))),
        lambda coin: (WEEK, level(Aim.GAIN, 3.427, bound=3.426)),
        lambda coin: (WEEK, level(Aim.SHORT, 1, bound=2)),
    ),
}

# Plans that keep every hard rule, and miss one floor more than the whole plan does.
MISSES: Mapping[str, tuple[Mutant, ...]] = {
    "adult-floor": (
        lambda coin: child(coin.choice([4, 5, 6, 9]), floor=coin.randint(3, 5)),
        lambda coin: week(left(coin.randint(4, 6), 0), sizes=Sizes(teacher_led=(3, 8))),
    ),
    "equity": (
        lambda coin: week(equity=(Equity("band", (coin.randint(4, 6), 12)),)),
        lambda coin: week(equity=(Equity("band", (1, 2), 1 + coin.randint(1, 9)),)),
    ),
    "least-minutes": (
        lambda coin: (WEEK, alone(coin.choice([4, 5]), 1)),
        lambda coin: week(programs=alpha(least={"03": coin.randint(31, 60)})),
    ),
}
