"""When children sit a test: once, on a school day of the first weeks on which they are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from homeroom.simulation.chance import one_of, stream
from homeroom.simulation.school import Child
from homeroom.simulation.world import World


@dataclass(frozen=True)
class Sitting:
    child: Child
    day: date
    day_place: int


def sittings(world: World, test: str, weeks: range) -> list[Sitting]:
    """One sitting a child in the given weeks (or the last ones there are). Who was away all the time sat none."""
    random = stream(world.seed, f"sittings of {test}")
    last = len(world.weeks) - 1
    numbers = range(min(weeks.start, last), min(weeks.stop, last + 1))
    open_days = [day for number in numbers for day in world.weeks[number].days]
    places = {day: place for place, day in enumerate(world.days)}
    found = []
    for child in world.school.children:
        there = [day for day in open_days if world.life.present[child.index, places[day]]]
        if there:
            day = one_of(random, there)
            found.append(Sitting(child, day, places[day]))
    return found


def closing(world: World, weeks: range) -> date:
    """The Friday on which the export is made."""
    return world.weeks[min(weeks.stop, len(world.weeks)) - 1].friday
