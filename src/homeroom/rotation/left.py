"""What has changed since a plan was made: children who left or came, and all else that it was planned from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from homeroom.rotation.block.instance import Child, Instance
from homeroom.rotation.gather.notes import Note, Notes


def differences(was: Instance, now: Instance) -> list[Note]:
    """How what is true now differs from what a plan was made from."""
    notes = Notes()
    _people(was, now, notes)
    _children(was, now, notes)
    _school(was, now, notes)
    return notes.told


@dataclass(frozen=True)
class _Named:
    """An instance with its slots and standards by what they are: their numbers are its own."""

    of: Instance
    slots: Mapping[int, tuple[date, int, int]]
    codes: Mapping[int, str]

    def free(self, both: Collection[tuple[date, int, int]]) -> dict[int, set[tuple[date, int, int]]]:
        """When each adult is free, in sessions of `both`."""
        return {one.number: {self.slots[key] for key in one.slots} & set(both) for one in self.of.adults}


def _named(one: Instance) -> _Named:
    slots = {slot.key: (slot.on, slot.start, slot.end) for slot in one.slots}
    return _Named(one, slots, {standard.key: standard.code for standard in one.standards})


def _people(was: Instance, now: Instance, notes: Notes) -> None:
    before, after = {one.number for one in was.children}, {one.number for one in now.children}
    if left := before - after:
        words = ngettext("%(count)s child of this plan left.", "%(count)s children of this plan left.", len(left))
        notes.add("left", words % {"count": len(left)}, left)
    if came := after - before:
        words = ngettext(
            "%(count)s child has come who is not in this plan.",
            "%(count)s children have come who are not in this plan.",
            len(came),
        )
        notes.add("came", words % {"count": len(came)}, came)
    gone = {one.number for one in was.adults} - {one.number for one in now.adults}
    if gone:
        words = ngettext(
            "%(count)s adult of this plan is no longer free in any session.",
            "%(count)s adults of this plan are no longer free in any session.",
            len(gone),
        )
        notes.add("adults-gone", words % {"count": len(gone)})


def _children(was: Instance, now: Instance, notes: Notes) -> None:
    """Children of both, by what differs of them."""
    before = {one.number: one for one in was.children}
    both = [(before[one.number], one) for one in now.children if one.number in before]
    named = _named(was), _named(now)
    shared = set(named[0].slots.values()) & set(named[1].slots.values())

    def differing(told: Callable[[Child, _Named], object]) -> list[int]:
        return [new.number for old, new in both if told(old, named[0]) != told(new, named[1])]

    def times(child: Child, of: _Named) -> object:
        served = {(of.slots[one.slot], one.adult, one.room) for one in child.services if of.slots[one.slot] in shared}
        return {of.slots[key] for key in child.away} & shared, served

    if moved := differing(lambda child, _: child.school_class):
        words = ngettext(
            "%(count)s child is in another class now.", "%(count)s children are in another class now.", len(moved)
        )
        notes.add("moved", words % {"count": len(moved)}, moved)
    if absent := differing(times):
        words = ngettext(
            "%(count)s child is there, or at a service, at other times than planned.",
            "%(count)s children are there, or at a service, at other times than planned.",
            len(absent),
        )
        notes.add("times", words % {"count": len(absent)}, absent)
    if learned := differing(lambda child, of: {of.codes[need.standard]: need.value for need in child.needs}):
        words = ngettext(
            "What %(count)s child needs has changed.", "What %(count)s children need has changed.", len(learned)
        )
        notes.add("needs", words % {"count": len(learned)}, learned)
    if given := differing(lambda child, of: {(one.program, of.codes[one.standard], one.works) for one in child.given}):
        words = ngettext(
            "Work given to %(count)s child has changed.", "Work given to %(count)s children has changed.", len(given)
        )
        notes.add("given", words % {"count": len(given)}, given)


def _school(was: Instance, now: Instance, notes: Notes) -> None:
    named = _named(was), _named(now)
    if set(named[0].slots.values()) != set(named[1].slots.values()):
        notes.add("bells", gettext("The sessions of the week are others than planned."))
    shared = set(named[0].slots.values()) & set(named[1].slots.values())
    before, after = (one.free(shared) for one in named)
    if any(free != before.get(number) for number, free in after.items()):
        notes.add("adults", gettext("Adults are free at other times than planned."))
    parts = ("rooms", "programs", *(("seats", "independent") if len(was.slots) == len(now.slots) else ()))
    if any(getattr(was, part) != getattr(now, part) for part in parts):
        notes.add("room", gettext("Rooms, seats or licences have changed."))
    spoken = {one.number: one.language for one in was.children}
    others = any(one.language != spoken.get(one.number, one.language) for one in now.children)
    ruled = ("sizes", "limits", "pairs", "locks", "equity")
    if others or any(getattr(was, part) != getattr(now, part) for part in ruled):
        notes.add("rules", gettext("Rules, pairs, languages or locks have changed."))
    if was.assumptions != now.assumptions:
        notes.add("assumptions", gettext("What is assumed of the modalities has changed."))
