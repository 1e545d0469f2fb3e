"""Whether a plan of a week keeps every rule: worked out anew from its entries, with no code of the solver."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from homeroom.rotation.week.faults import GRID
from homeroom.rotation.week.instance import Adult, Grade, Instance, Kind, Lock, Model, Template, TimeKind
from homeroom.rotation.week.plan import Entry, Plan
from homeroom.rotation.week.rules import Rule, RuleKind, Strength

BELLS, ACTIVITIES, PLACE = "bells", "activities", "place"


@dataclass(frozen=True)
class Break:
    """What is not kept, by how much, and who is hit. `rule` is a rule's id or lock's, or `bells`, `activities` and
    `place` for what holds in every week."""

    rule: str
    day: int | None
    amount: int
    at: int | None = None
    classes: tuple[int, ...] = ()
    adults: tuple[int, ...] = ()
    strength: Strength = Strength.HARD


def breaks(instance: Instance, plan: Plan) -> tuple[Break, ...]:
    """Each rule once a day at most, where it is worst; what holds in every week first."""
    asked = _Asked(instance, plan)
    found = [*_bells(asked), *_activities(asked), *_places(asked)]
    for rule in instance.rules:
        days = [None] if rule.kind is RuleKind.MEETINGS else [day.key for day in instance.days if rule.on(day.key)]
        for day in days:
            worst = max(KEPT[rule.kind](asked, rule, day or 0), key=lambda one: one.amount, default=None)
            if worst is not None and worst.amount > 0:
                found.append(worst)
    return (*found, *(one for lock in instance.locks for one in _lock(asked, lock)))


@dataclass(frozen=True)
class _Asked:
    instance: Instance
    plan: Plan

    @cached_property
    def grade_of(self) -> dict[int, Grade]:
        return {own.number: grade for grade in self.instance.grades for own in grade.classes}

    @cached_property
    def size_of(self) -> dict[int, int]:
        return {own.number: own.size for grade in self.instance.grades for own in grade.classes}

    @cached_property
    def templates(self) -> dict[int, Template]:
        return {one.key: one for one in self.instance.templates}

    def of_class(self, day: int, own: int) -> list[Entry]:
        return [one for one in self.plan.entries if (one.day, one.school_class) == (day, own)]

    def of_adult(self, day: int, adult: int | None) -> list[Entry]:
        return [one for one in self.plan.entries if one.day == day and adult in one.adults]

    def adult(self, number: int | None) -> Adult:
        return next(one for one in self.instance.adults if one.number == number)


def _bells(asked: _Asked) -> Iterator[Break]:
    """All classes of a grade go by one template of that day, and their blocks are its blocks."""
    for day in asked.instance.days:
        for grade in asked.instance.grades:
            among = {
                key for own in grade.classes for key in {one.template for one in asked.of_class(day.key, own.number)}
            }
            right = {one.key for one in asked.instance.templates_of(day.key, grade.name)}
            wrong = [own.number for own in grade.classes if not _goes_by(asked, day.key, own.number, among)]
            if wrong or len(among) != 1 or not among <= right:
                yield Break(BELLS, day.key, 1, classes=tuple(wrong) or tuple(own.number for own in grade.classes))


def _goes_by(asked: _Asked, day: int, own: int, templates: set[int]) -> bool:
    if len(templates) != 1 or not templates <= set(asked.templates):
        return False
    wanted, seen = [], Counter[Kind]()
    for block in asked.templates[next(iter(templates))].blocks:
        wanted.append((block.start, block.end, block.kind, seen[block.kind]))
        seen[block.kind] += 1
    return sorted((one.start, one.end, one.kind, one.at) for one in asked.of_class(day, own)) == wanted


def _activities(asked: _Asked) -> Iterator[Break]:
    """A class does each activity of its grade as often as asked, and one of its grade's specials in a special block."""
    for day in asked.instance.days:
        for own, grade in asked.grade_of.items():
            rotational = grade.model is Model.ROTATIONAL
            entries = asked.of_class(day.key, own)
            wanted = Counter(
                {one.key: one.times for one in asked.instance.activities_of(day.key, grade.name)} if rotational else {}
            )
            told = Counter(one.activity for one in entries if one.kind is Kind.CORE and one.activity is not None)
            specials = {one.key for one in asked.instance.specials_of(grade.name)}
            lost = sum(one.special not in specials for one in entries if one.kind is Kind.SPECIAL and specials)
            stray = sum(one.activity is not None and one.kind is not Kind.CORE for one in entries)
            if wrong := (wanted - told).total() + (told - wanted).total() + lost + stray:
                yield Break(ACTIVITIES, day.key, wrong, classes=(own,))


def _places(asked: _Asked) -> Iterator[Break]:
    """Room and adults of an entry are those of its activity, its special, its grade or its block."""
    activities = {one.key: one for one in asked.instance.activities}
    specials = {one.key: one for one in asked.instance.specials}
    for one in asked.plan.entries:
        grade = asked.grade_of.get(one.school_class)
        wanted: tuple[int | None, tuple[int, ...]]
        if one.activity in activities:
            activity = activities[one.activity]
            wanted = (activity.room, tuple(who.adult for who in activity.teachers if one.school_class in who.classes))
        elif one.special in specials:
            special = specials[one.special]
            wanted = (special.room, () if special.adult is None else (special.adult,))
        elif one.kind is Kind.CORE and grade is not None:
            wanted = (grade.room, grade.adults)
        else:
            blocks = asked.templates[one.template].blocks if one.template in asked.templates else ()
            wanted = (next((block.room for block in blocks if block.start == one.start), None), ())
        if (one.room, one.adults) != wanted:
            yield Break(PLACE, one.day, 1, one.start, (one.school_class,), one.adults)


def _clock(entries: Iterable[Entry]) -> Iterator[tuple[int, list[Entry]]]:
    """Every five minutes at which somebody is somewhere."""
    now: dict[int, list[Entry]] = defaultdict(list)
    for one in entries:
        for clock in range(one.start, one.end, GRID):
            now[clock].append(one)
    yield from sorted(now.items())


def _over(rule: Rule, day: int | None, clock: int | None, load: int, entries: Iterable[Entry] = ()) -> Break:
    """By how much a load passes what the rule allows, and whose it is."""
    every = list(entries)
    classes = tuple(sorted({one.school_class for one in every}))
    adults = tuple(sorted({adult for one in every for adult in one.adults}))
    return Break(rule.id, day, load - rule.amount, clock, classes, adults, rule.strength)


def _missed(rule: Rule, day: int | None, amount: int, classes: Iterable[int] = ()) -> Break:
    adults = () if rule.adult is None else (rule.adult,)
    return Break(rule.id, day, amount, None, tuple(sorted(set(classes))), adults, rule.strength)


def _seats(asked: _Asked, rule: Rule, day: int) -> Iterator[Break]:
    for clock, now in _clock(one for one in asked.plan.entries if one.day == day and one.room == rule.room):
        flexible = {asked.grade_of[one.school_class].name for one in now if one.kind is Kind.FLEXIBLE}
        load = sum(asked.size_of[one.school_class] for one in now if one.kind is not Kind.FLEXIBLE)
        load += sum(grade.flexible_seats for grade in asked.instance.grades if grade.name in flexible)
        yield _over(rule, day, clock, load, now)


def _classes(asked: _Asked, rule: Rule, day: int) -> Iterator[Break]:
    for clock, now in _clock(one for one in asked.plan.entries if one.day == day and one.room == rule.room):
        yield _over(rule, day, clock, len(now), now)


def _teacher(asked: _Asked, rule: Rule, day: int) -> Iterator[Break]:
    """A flex grade is one class to its adults."""
    for clock, now in _clock(asked.of_adult(day, rule.adult)):
        flex = {asked.grade_of[one.school_class].name for one in now if _in_flex(asked, one)}
        yield _over(rule, day, clock, len(flex) + sum(not _in_flex(asked, one) for one in now), now)


def _in_flex(asked: _Asked, one: Entry) -> bool:
    return one.kind is Kind.CORE and asked.grade_of[one.school_class].model is Model.FLEX


def _minutes(adult: Adult, day: int, *kinds: TimeKind) -> set[int]:
    return {
        clock
        for time in adult.times
        if time.day == day and time.kind in kinds
        for clock in range(time.start, time.end, GRID)
    }


def _hours(asked: _Asked, rule: Rule, day: int) -> Iterator[Break]:
    adult = asked.adult(rule.adult)
    there, taken = _minutes(adult, day, TimeKind.AVAILABLE), set(TimeKind) - {TimeKind.AVAILABLE}
    away = _minutes(adult, day, *taken)
    for clock, now in _clock(asked.of_adult(day, rule.adult)):
        if clock in away or (there and clock not in there):
            yield Break(rule.id, day, 1, clock, tuple(one.school_class for one in now), (adult.number,), rule.strength)


def _lunch(asked: _Asked, rule: Rule, day: int) -> Iterator[Break]:
    busy = {clock for clock, _ in _clock(asked.of_adult(day, rule.adult))}
    busy |= _minutes(asked.adult(rule.adult), day, TimeKind.DUTY)
    starts = range(rule.start, rule.end - rule.amount + 1, GRID)
    if not any(busy.isdisjoint(range(start, start + rule.amount, GRID)) for start in starts):
        yield _missed(rule, day, 1)


def _preparation(asked: _Asked, rule: Rule, day: int) -> Iterator[Break]:
    adult = asked.adult(rule.adult)
    bells = [block for one in asked.instance.templates if one.day == day for block in one.blocks]
    there = _minutes(adult, day, TimeKind.AVAILABLE) or set(
        range(min(block.start for block in bells), max(block.end for block in bells), GRID)
    )
    free = there - {clock for clock, _ in _clock(asked.of_adult(day, adult.number))}
    free -= _minutes(adult, day, TimeKind.LUNCH, TimeKind.DUTY)
    yield _missed(rule, day, rule.amount - GRID * len(free))


def _meetings(asked: _Asked, rule: Rule, _: int) -> Iterator[Break]:
    weekdays = {day.key: len(day.weekdays) for day in asked.instance.days if rule.on(day.key)}
    for own, grade in asked.grade_of.items():
        if rule.of_grade(grade.name) and rule.special in {one.key for one in asked.instance.specials_of(grade.name)}:
            met = [one.day for one in asked.plan.entries if one.school_class == own and one.special == rule.special]
            yield _missed(rule, None, rule.amount - sum(weekdays.get(day, 0) for day in met), [own])


def _flexible(asked: _Asked, day: int) -> list[Entry]:
    return [one for one in asked.plan.entries if one.day == day and one.kind is Kind.FLEXIBLE]


def _tutors(asked: _Asked, rule: Rule, day: int) -> Iterator[Break]:
    for clock, now in _clock(_flexible(asked, day)):
        grades = {asked.grade_of[one.school_class].name for one in now}
        needed = sum(grade.tutors for grade in asked.instance.grades if grade.name in grades)
        yield _over(rule, day, clock, needed, now)


def _waves(asked: _Asked, rule: Rule, day: int) -> Iterator[Break]:
    first = [one for one in _flexible(asked, day) if one.at == 0]
    yield _over(rule, day, None, len({one.start for one in first}), first)


def _window(asked: _Asked, rule: Rule, day: int) -> Iterator[Break]:
    """Minutes outside for a kind of block; an activity is inside or not."""
    outside: Counter[int] = Counter()
    for one in asked.plan.entries:
        grade = asked.grade_of[one.school_class]
        ours = one.activity == rule.activity if rule.activity is not None else one.kind == rule.block
        if one.day == day and ours and (rule.activity is not None or rule.of_grade(grade.name)):
            late = sum(not rule.start <= clock < rule.end for clock in range(one.start, one.end, GRID)) * GRID
            outside[one.school_class] += min(late, 1) if rule.activity is not None else late
    yield from (_missed(rule, day, late, [own]) for own, late in outside.items())


def _both(asked: _Asked, rule: Rule, day: int) -> list[Entry]:
    return [
        one
        for one in asked.plan.entries
        if one.day == day
        and one.kind == rule.block
        and asked.grade_of[one.school_class].name in (rule.grade, rule.other)
    ]


def _apart(asked: _Asked, rule: Rule, day: int) -> Iterator[Break]:
    for clock, now in _clock(_both(asked, rule, day)):
        if len({asked.grade_of[one.school_class].name for one in now}) == 2:
            yield Break(rule.id, day, 1, clock, tuple(one.school_class for one in now), strength=rule.strength)


def _together(asked: _Asked, rule: Rule, day: int) -> Iterator[Break]:
    first: dict[str, set[int]] = {rule.grade: set(), rule.other: set()}
    for one in _both(asked, rule, day):
        if one.at == 0:
            first[asked.grade_of[one.school_class].name].add(one.start)
    if first[rule.grade] != first[rule.other]:
        yield _missed(rule, day, 1, [one.school_class for one in _both(asked, rule, day)])


def _at_least(asked: _Asked, rule: Rule, day: int) -> Iterator[Break]:
    for own, grade in asked.grade_of.items():
        if rule.of_grade(grade.name):
            told = sum(one.minutes for one in asked.of_class(day, own) if one.kind == rule.block)
            yield _missed(rule, day, rule.amount - told, [own])


def _lock(asked: _Asked, lock: Lock) -> Iterator[Break]:
    if lock.template is not None:
        grade = asked.templates[lock.template].grade
        ours = [own for own, one in asked.grade_of.items() if one.name == grade]
        lost = [own for own in ours if any(one.template != lock.template for one in asked.of_class(lock.day, own))]
    else:
        told = [
            (one.activity, one.special)
            for one in asked.of_class(lock.day, lock.school_class or 0)
            if one.at == lock.at and one.kind in (Kind.CORE, Kind.SPECIAL)
        ]
        lost = [] if (lock.activity, lock.special) in told else [lock.school_class or 0]
    if lost:
        yield Break(lock.id, lock.day, 1, classes=tuple(lost))


KEPT: dict[RuleKind, Callable[[_Asked, Rule, int], Iterator[Break]]] = {
    RuleKind.SEATS: _seats,
    RuleKind.CLASSES: _classes,
    RuleKind.TEACHER: _teacher,
    RuleKind.HOURS: _hours,
    RuleKind.LUNCH: _lunch,
    RuleKind.PREPARATION: _preparation,
    RuleKind.MEETINGS: _meetings,
    RuleKind.TUTORS: _tutors,
    RuleKind.WAVES: _waves,
    RuleKind.WINDOW: _window,
    RuleKind.APART: _apart,
    RuleKind.TOGETHER: _together,
    RuleKind.MINUTES: _at_least,
}
