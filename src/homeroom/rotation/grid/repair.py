"""A first placed week by repair: each activity goes where it drives out least; what was driven out is placed anew.

It keeps the hard rules of times, and of rooms that leave no choice; wishes only break ties. It proves nothing, and
may find no plan where there is one. Pure Python, the same each time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from homeroom.rotation.grid.instance import (
    Activity,
    DaysBetween,
    EndsDay,
    Instance,
)
from homeroom.rotation.grid.meaning import NO_ROOM, Meaning, allowed, together

STEPS = 60_000
STAYS_OUT = 8  # steps before an activity may return to where it was driven out
Cell = tuple[str, str, int]


def repaired(week: Instance, steps: int = STEPS) -> dict[int, int] | None:
    """The start of each activity, or None where none was found in so many steps."""
    return _Repair(week).placed(steps)


class _Repair:
    def __init__(self, week: Instance):
        self.week, self.told = week, Meaning(week)
        self.units = together(week)
        left = allowed(week, self.told)
        self.starts = [sorted(set.intersection(*(left[key] for key in unit))) for unit in self.units]
        self.unit_of = {key: place for place, unit in enumerate(self.units) for key in unit}
        self.last = {a.key for r in week.rules if isinstance(r, EndsDay) and r.hard for a in self.told.about(r.of)}
        both = list(zip(self.units, self.starts, strict=True))
        self.cells = [{start: self._cells(unit, start) for start in starts} for unit, starts in both]
        self.apart = self._apart()
        self.at: dict[int, int] = {}
        self.users: dict[Cell, int] = {}
        self.driven: dict[int, int] = defaultdict(lambda: 1)
        self.until: dict[tuple[int, int], int] = {}

    def _cells(self, unit: list[int], start: int) -> tuple[Cell, ...]:
        return tuple(cell for key in unit for cell in self._used(self.told.by_key[key], start))

    def _used(self, activity: Activity, start: int) -> Iterable[Cell]:
        """Whoever is there; what ends the day takes the rest of it, too."""
        times = self.told.covered(activity, start)
        rest = range(start, (start // self.told.hours + 1) * self.told.hours)
        rooms = self.told.rooms_of(activity)
        yield from (("teacher", name, time) for name in activity.teachers for time in times)
        if len(rooms) == 1 and rooms[0] != NO_ROOM:
            yield from (("room", rooms[0], time) for time in times)
        for name in sorted(self.told.children(activity)):
            yield from (("students", name, time) for time in (rest if activity.key in self.last else times))

    def _apart(self) -> dict[int, list[tuple[int, int, int, DaysBetween]]]:
        """By unit: the other one, both durations, and the rule."""
        found: dict[int, list[tuple[int, int, int, DaysBetween]]] = defaultdict(list)
        for rule in self.week.rules:
            if isinstance(rule, DaysBetween):
                for one, other in combinations(rule.activities, 2):
                    ours, theirs = self.told.by_key[one].duration, self.told.by_key[other].duration
                    found[self.unit_of[one]].append((self.unit_of[other], ours, theirs, rule))
                    found[self.unit_of[other]].append((self.unit_of[one], theirs, ours, rule))
        return found

    def placed(self, steps: int) -> dict[int, int] | None:
        def tightness(unit: int) -> tuple[int, int]:
            return len(self.starts[unit]), -max((len(cells) for cells in self.cells[unit].values()), default=0)

        if any(len(set(cells)) < len(cells) for own in self.cells for cells in own.values()):
            return None  # activities of one teacher that are to start together
        waiting = sorted(range(len(self.units)), key=tightness, reverse=True)
        for step in range(steps):
            if not waiting:
                return {key: self.at[place] for place, unit in enumerate(self.units) for key in unit}
            unit = waiting.pop()
            if not self.starts[unit]:
                return None
            start = min(self.starts[unit], key=lambda start: self._price(unit, start, step))
            for other in sorted(self._driven_out(unit, start)[0]):
                self._take_out(other, step)
                waiting.append(other)
            self.at[unit] = start
            self.users |= dict.fromkeys(self.cells[unit][start], unit)
        return None

    def _price(self, unit: int, start: int, step: int) -> tuple[float, float, int]:
        others, wish = self._driven_out(unit, start)
        stays_out = 1e6 if others and self.until.get((unit, start), 0) > step else 0
        # The last part breaks ties in another way at each step, the same each time.
        return sum(self.driven[other] for other in others) + stays_out, wish, (start * 7919 + step * 104729) % 997

    def _driven_out(self, unit: int, start: int) -> tuple[set[int], float]:
        users = self.users
        others = {users[cell] for cell in self.cells[unit][start] if cell in users}
        wish, day = 0.0, start // self.told.hours
        for other, ours, theirs, rule in self.apart.get(unit, ()):
            then = self.at.get(other)
            if then is None or other == unit:
                continue
            apart = abs(then // self.told.hours - day)
            if apart < rule.days:
                follows = then in (start + ours, start - theirs)
                if rule.hard or (apart == 0 and rule.joined and not follows):
                    others.add(other)
                wish += rule.weight
        return others, wish

    def _take_out(self, unit: int, step: int) -> None:
        start = self.at.pop(unit)
        self.driven[unit] += 1
        self.until[unit, start] = step + STAYS_OUT
        for cell in self.cells[unit][start]:
            del self.users[cell]
