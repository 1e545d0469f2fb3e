"""Who can stand in for an adult who is away, and what each choice takes from whom."""

from __future__ import annotations

from dataclasses import dataclass

from homeroom.rotation.week.instance import Adult, Instance, TimeKind
from homeroom.rotation.week.plan import Entry, Plan


@dataclass(frozen=True, order=True)
class Price:
    """Minutes that are lost: of other classes, of the stand-in's lunch, duty and preparation. Less of what comes first
    is the better choice."""

    of_classes: int = 0
    of_lunch: int = 0
    of_duty: int = 0
    of_preparation: int = 0


@dataclass(frozen=True)
class Choice:
    """`leaves` are the entries that the stand-in would have meanwhile."""

    adult: int
    price: Price
    leaves: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Gap:
    """An entry without its adult, and who could take it, the least price first."""

    entry: Entry
    choices: tuple[Choice, ...]


def gaps(instance: Instance, plan: Plan, away: int, day: int, start: int = 0, end: int = 24 * 60) -> tuple[Gap, ...]:
    hit = [one for one in plan.entries if one.day == day and away in one.adults and one.start < end and start < one.end]
    return tuple(Gap(one, _choices(instance, plan, away, one)) for one in hit)


def _choices(instance: Instance, plan: Plan, away: int, entry: Entry) -> tuple[Choice, ...]:
    others = [one for one in instance.adults if one.number != away and one.number not in entry.adults]
    can = [one for one in others if _qualified(instance, one, entry) and _there(one, entry)]
    return tuple(sorted((_choice(plan, one, entry) for one in can), key=lambda one: (one.price, one.adult)))


def _qualified(instance: Instance, adult: Adult, entry: Entry) -> bool:
    names = {one.key: one.name for one in instance.activities}
    specials = {one.key: one.name for one in instance.specials}
    name = names.get(entry.activity, "") if entry.activity is not None else specials.get(entry.special or 0, "")
    grade = next(one.name for one in instance.grades if any(own.number == entry.school_class for own in one.classes))
    return (not adult.teaches or name in adult.teaches) and (not adult.grades or grade in adult.grades)


def _there(adult: Adult, entry: Entry) -> bool:
    """In the building all of the time, whatever else is set down for it."""
    present = [time for time in adult.times if time.day == entry.day]
    if not any(time.kind is TimeKind.AVAILABLE for time in present):
        return True
    covered = sum(_shared(time.start, time.end, entry) for time in present if time.kind is TimeKind.AVAILABLE)
    return covered >= entry.minutes


def _choice(plan: Plan, adult: Adult, entry: Entry) -> Choice:
    leaves = tuple(
        one
        for one in plan.entries
        if one.day == entry.day and adult.number in one.adults and _shared(one.start, one.end, entry)
    )
    lost = {
        kind: sum(
            _shared(time.start, time.end, entry) for time in adult.times if time.day == entry.day and time.kind is kind
        )
        for kind in TimeKind
    }
    of_classes = sum(_shared(one.start, one.end, entry) for one in leaves)
    price = Price(of_classes, lost[TimeKind.LUNCH], lost[TimeKind.DUTY], lost[TimeKind.PREPARATION])
    return Choice(adult.number, price, leaves)


def _shared(start: int, end: int, entry: Entry) -> int:
    return max(0, min(end, entry.end) - max(start, entry.start))
