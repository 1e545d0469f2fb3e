"""What holds in every week, whatever its rules: bells, activities, places; and what a person locked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from homeroom.rotation.week.check.found import ACTIVITIES, BELLS, PLACE, Asked, Break
from homeroom.rotation.week.instance import Kind, Lock, Model


def bells(asked: Asked) -> Iterator[Break]:
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


def _goes_by(asked: Asked, day: int, own: int, templates: set[int]) -> bool:
    if len(templates) != 1 or not templates <= set(asked.templates):
        return False
    wanted, seen = [], Counter[Kind]()
    for block in asked.templates[next(iter(templates))].blocks:
        wanted.append((block.start, block.end, block.kind, seen[block.kind]))
        seen[block.kind] += 1
    return sorted((one.start, one.end, one.kind, one.at) for one in asked.of_class(day, own)) == wanted


def activities(asked: Asked) -> Iterator[Break]:
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


def places(asked: Asked) -> Iterator[Break]:
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


def lock(asked: Asked, lock: Lock) -> Iterator[Break]:
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
