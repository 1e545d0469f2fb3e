"""What a search found, as entries of a week."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ortools.sat.python import cp_model

from homeroom.rotation.solvers.week_model import Use, WeekModel
from homeroom.rotation.week.plan import Entry


def entries_of(model: WeekModel, value: Callable[[cp_model.IntVar], int]) -> tuple[Entry, ...]:
    classes = {grade.name: grade.classes for grade in model.instance.grades}
    found = [
        entry
        for uses in model.uses.values()
        for use in uses
        if all(value(one) for one in use.literals)
        for own in ([one.number for one in classes[use.grade]] if use.school_class is None else [use.school_class])
        for entry in _entry(model, use, own)
    ]
    return tuple(sorted(found, key=lambda entry: (entry.day, entry.school_class, entry.start)))


def _entry(model: WeekModel, use: Use, own: int) -> Iterator[Entry]:
    yield Entry(
        use.day,
        own,
        use.block.kind,
        use.at,
        use.start,
        use.end,
        use.template,
        use.activity,
        use.special,
        use.room,
        use.adults,
        _is_locked(model, use, own),
    )


def _is_locked(model: WeekModel, use: Use, own: int) -> bool:
    told = (use.day, own, use.at, use.activity, use.special)
    return use.own is not None and any(
        (lock.day, lock.school_class, lock.at, lock.activity, lock.special) == told for lock in model.instance.locks
    )
