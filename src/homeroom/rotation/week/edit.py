"""A person's edits of a week: each is one step, checked at once, and can be undone. A draft may be broken meanwhile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import msgspec
from django.utils.translation import gettext

from homeroom.rotation.errors import RotationError
from homeroom.rotation.week.check import Break, breaks
from homeroom.rotation.week.instance import Block, Grade, Instance, Kind, Lock, Model, Template
from homeroom.rotation.week.plan import Entry, Plan, Task


@dataclass(frozen=True)
class Draft:
    """A week that is worked on, and what it was before each step."""

    instance: Instance
    plan: Plan
    before: tuple[Plan, ...] = ()

    @property
    def breaks(self) -> tuple[Break, ...]:
        return breaks(self.instance, self.plan)

    def undo(self) -> Draft:
        """The week before the last step; the same where there was none."""
        if not self.before:
            return self
        return replace(self, plan=self.before[-1], before=self.before[:-1])

    def assign(self, day: int, school_class: int, at: int, activity: int) -> Draft:
        """The activity of a core block, with the teacher and the room that it has for the class."""
        entry = self._entry(day, school_class, Kind.CORE, at)
        told = next((one for one in self.instance.activities if one.key == activity), None)
        if told is None:
            raise RotationError(gettext("This activity is not in the week any more."))
        adults = told.adults_of(school_class)
        return self._with(entry, activity=activity, special=None, room=told.room, adults=adults)

    def give(self, day: int, school_class: int, at: int, special: int) -> Draft:
        """The special of a special block."""
        entry = self._entry(day, school_class, Kind.SPECIAL, at)
        told = next((one for one in self.instance.specials if one.key == special), None)
        if told is None:
            raise RotationError(gettext("This special is not in the week any more."))
        adults = () if told.adult is None else (told.adult,)
        return self._with(entry, special=special, activity=None, room=told.room, adults=adults)

    def swap(self, day: int, school_class: int, one: int, other: int) -> Draft:
        """What a class does in two of its core blocks."""
        first, second = (self._entry(day, school_class, Kind.CORE, at) for at in (one, other))
        moved = {first: _in_place_of(first, second), second: _in_place_of(second, first)}
        return self._step(lambda entry: [moved.get(entry, entry)])

    def ring(self, day: int, grade: str, template: int) -> Draft:
        """Other bells for a grade: its classes keep the order of what they do, as far as there are blocks for it."""
        told = next((one for one in self.instance.templates_of(day, grade) if one.key == template), None)
        if told is None:
            raise RotationError(gettext("The grade does not have these bells on that day any more."))
        whole = next(one for one in self.instance.grades if one.name == grade)
        ours = {own.number for own in whole.classes}
        moved = [entry for own in sorted(ours) for entry in self._rung(day, own, whole, told)]
        kept = [one for one in self.plan.entries if one.day != day or one.school_class not in ours]
        return self._keep([*kept, *moved])

    def lock(self, day: int, school_class: int, kind: Kind, at: int, locked: bool = True) -> Draft:
        return self._with(self._entry(day, school_class, kind, at), locked=locked)

    def rest(self, seed: int = 0) -> Task:
        """What a solver is asked: all that is locked stays, and the rest differs as little as can be."""
        mine = tuple(_as_lock(entry) for entry in self.plan.entries if entry.locked)
        held = {(one.day, one.school_class, one.at, one.activity is None) for one in mine}
        others = tuple(
            one for one in self.instance.locks if (one.day, one.school_class, one.at, one.activity is None) not in held
        )
        return Task(msgspec.structs.replace(self.instance, locks=(*others, *mine)), self.plan, seed)

    def _rung(self, day: int, own: int, grade: Grade, template: Template) -> Iterator[Entry]:
        before = {(one.kind, one.at): one for one in self.plan.entries if (one.day, one.school_class) == (day, own)}
        seen = Counter[Kind]()
        for block in template.blocks:
            at = seen[block.kind]
            seen[block.kind] += 1
            yield _moved(
                before.get((block.kind, at)),
                Entry(day, own, block.kind, at, block.start, block.end, template.key),
                block,
                grade,
            )

    def _entry(self, day: int, school_class: int, kind: Kind, at: int) -> Entry:
        for one in self.plan.entries:
            if (one.day, one.school_class, one.kind, one.at) == (day, school_class, kind, at):
                return one
        raise RotationError(gettext("The class does not have this block on that day any more."))

    def _with(self, entry: Entry, **changed: object) -> Draft:
        return self._step(lambda one: [msgspec.structs.replace(one, **changed) if one == entry else one])

    def _step(self, change: Callable[[Entry], list[Entry]]) -> Draft:
        return self._keep([one for entry in self.plan.entries for one in change(entry)])

    def _keep(self, entries: list[Entry]) -> Draft:
        """The plan is a person's now: what a solver proved of it holds no longer."""
        ordered = tuple(sorted(entries, key=lambda one: (one.day, one.school_class, one.start)))
        plan = msgspec.structs.replace(self.plan, entries=ordered, levels=(), missed=(), made_by="hand")
        return replace(self, plan=plan, before=(*self.before, self.plan))


def _in_place_of(entry: Entry, other: Entry) -> Entry:
    return msgspec.structs.replace(
        entry, activity=other.activity, room=other.room, adults=other.adults, locked=other.locked
    )


def _moved(before: Entry | None, entry: Entry, block: Block, grade: Grade) -> Entry:
    by_class = block.kind is Kind.SPECIAL or (block.kind is Kind.CORE and grade.model is Model.ROTATIONAL)
    if before is not None and by_class:
        return msgspec.structs.replace(before, start=entry.start, end=entry.end, template=entry.template)
    if block.kind is Kind.CORE and grade.model is Model.FLEX:
        return msgspec.structs.replace(entry, room=grade.room, adults=grade.adults)
    return msgspec.structs.replace(entry, room=block.room)


def _as_lock(entry: Entry) -> Lock:
    name = f"lock:{entry.day}:{entry.school_class}:{entry.kind}:{entry.at}"
    if entry.activity is None and entry.special is None:
        return Lock(name, entry.day, template=entry.template)
    return Lock(name, entry.day, None, entry.school_class, entry.at, entry.activity, entry.special)
