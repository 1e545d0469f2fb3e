"""What a week's rules mean for its activities: which they are about, when and in which rooms they may be."""

from __future__ import annotations

from functools import cached_property

from homeroom.rotation.grid.instance import (
    Activity,
    InRoom,
    Instance,
    NotAvailable,
    Of,
    SameStart,
    Starts,
    Students,
    Within,
)

NO_ROOM = ""


class Meaning:
    def __init__(self, week: Instance):
        self.week = week
        self.hours = len(week.hours)
        self.by_key = {activity.key: activity for activity in week.activities}

    @cached_property
    def leaves(self) -> dict[str, frozenset[str]]:
        """The smallest sets that each set is made of; two sets share children where they share one of these."""
        found: dict[str, frozenset[str]] = {}
        for year in self.week.students:
            _gather(year, found)
        return found

    def children(self, activity: Activity) -> frozenset[str]:
        return frozenset().union(*(self.leaves[name] for name in activity.students))

    def about(self, of: Of) -> list[Activity]:
        wanted = self.leaves[of.students] if of.students else None
        return [
            activity
            for activity in ([self.by_key[of.activity]] if of.activity is not None else self.week.activities)
            if (not of.teacher or of.teacher in activity.teachers)
            and (not of.subject or of.subject == activity.subject)
            and (not of.tag or of.tag in activity.tags)
            and (of.duration is None or of.duration == activity.duration)
            and (wanted is None or wanted & self.children(activity))
        ]

    def covered(self, activity: Activity, start: int) -> range:
        return range(start, start + activity.duration)

    def starts_of(self, activity: Activity) -> list[int]:
        """Where it fits into a day; rules are another matter."""
        places = range(self.hours - activity.duration + 1)
        return [day * self.hours + place for day in range(len(self.week.days)) for place in places]

    def timed(self, rule: NotAvailable | Starts | Within) -> list[Activity]:
        if not isinstance(rule, NotAvailable):
            return self.about(rule.of)
        return self.about(Of(teacher=rule.teacher, students=rule.students))

    def fits(self, rule: NotAvailable | Starts | Within, activity: Activity, start: int) -> bool:
        times = frozenset(rule.times)
        if isinstance(rule, Starts):
            return start in times
        covered = self.covered(activity, start)
        return times.issuperset(covered) if isinstance(rule, Within) else times.isdisjoint(covered)

    @cached_property
    def room_rules(self) -> dict[int, list[InRoom]]:
        """By activity. A teacher's home counts for what that teacher alone teaches, where no other rule says a room."""
        said: dict[int, list[InRoom]] = {activity.key: [] for activity in self.week.activities}
        for home in (False, True):
            rules = [rule for rule in self.week.rules if isinstance(rule, InRoom) and rule.home == home]
            open_still = {key for key, known in said.items() if not known or not home}
            for rule in rules:
                for activity in self.about(rule.of):
                    if activity.key in open_still and (not home or len(activity.teachers) == 1):
                        said[activity.key].append(rule)
        return said

    def rooms_of(self, activity: Activity) -> list[str]:
        """Rooms that it may be in, all hard rules kept; `NO_ROOM` where it may be in none."""
        rules = self.room_rules[activity.key]
        children = sum(self._counts[name] for name in activity.students)
        wide = [room.name for room in self.week.rooms if room.seats >= children]
        named = {room for rule in rules for room in rule.rooms}
        left = [room for room in wide if room in named and all(room in rule.rooms for rule in rules if rule.hard)]
        return left if any(rule.hard for rule in rules) else [*left, NO_ROOM]

    @cached_property
    def _counts(self) -> dict[str, int]:
        def told(students: tuple[Students, ...]) -> dict[str, int]:
            return {name: count for one in students for name, count in {**told(one.parts), one.name: one.count}.items()}

        return told(self.week.students)


def _gather(one: Students, found: dict[str, frozenset[str]]) -> frozenset[str]:
    parts = [_gather(part, found) for part in one.parts]
    found[one.name] = found.get(one.name, frozenset()).union(*parts, [] if parts else [one.name])
    return found[one.name]


def together(week: Instance) -> list[list[int]]:
    """Activities by key that must start at the same time."""
    groups = {activity.key: [activity.key] for activity in week.activities}
    for rule in week.rules:
        if isinstance(rule, SameStart) and rule.hard:
            joined = sorted({key for first in rule.activities for key in groups[first]})
            groups |= dict.fromkeys(joined, joined)
    return list({id(group): group for group in groups.values()}.values())


def allowed(week: Instance, told: Meaning) -> dict[int, set[int]]:
    """The starts of each activity that hard rules leave."""
    left = {activity.key: set(told.starts_of(activity)) for activity in week.activities}
    for rule in week.rules:
        if isinstance(rule, NotAvailable | Starts | Within) and rule.hard:
            for activity in told.timed(rule):
                left[activity.key] = {start for start in left[activity.key] if told.fits(rule, activity, start)}
    return left
