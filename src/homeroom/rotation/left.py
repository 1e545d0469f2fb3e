"""What has changed since a plan was made: children who left or came, and all else that it was planned from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext, ngettext

from homeroom.rotation.block.instance import Adult, Child, Instance
from homeroom.rotation.gather.notes import Note, Notes


def differences(was: Instance, now: Instance) -> list[Note]:
    """How what is true now differs from what a plan was made from."""
    notes = Notes()
    _people(was, now, notes)
    _children(was, now, notes)
    _school(was, now, notes)
    return notes.told


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
    gone = _slots(was.adults).keys() - _slots(now.adults).keys()
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
    codes, new_codes = ({one.key: one.code for one in held.standards} for held in (was, now))

    def differing(told: Callable[[Child, Mapping[int, str]], object]) -> list[int]:
        return [new.number for old, new in both if told(old, codes) != told(new, new_codes)]

    if moved := differing(lambda child, _: child.school_class):
        words = ngettext(
            "%(count)s child is in another class now.", "%(count)s children are in another class now.", len(moved)
        )
        notes.add("moved", words % {"count": len(moved)}, moved)
    if absent := differing(lambda child, _: (child.away, child.services)):
        words = ngettext(
            "%(count)s child is there, or at a service, at other times than planned.",
            "%(count)s children are there, or at a service, at other times than planned.",
            len(absent),
        )
        notes.add("times", words % {"count": len(absent)}, absent)
    if learned := differing(lambda child, code: {code[need.standard]: need.value for need in child.needs}):
        words = ngettext(
            "What %(count)s child needs has changed.", "What %(count)s children need has changed.", len(learned)
        )
        notes.add("needs", words % {"count": len(learned)}, learned)
    if given := differing(lambda child, code: {(one.program, code[one.standard], one.works) for one in child.given}):
        words = ngettext(
            "Work given to %(count)s child has changed.", "Work given to %(count)s children has changed.", len(given)
        )
        notes.add("given", words % {"count": len(given)}, given)


def _school(was: Instance, now: Instance, notes: Notes) -> None:
    if was.slots != now.slots:
        notes.add("bells", gettext("The sessions of the week are others than planned."))
    before, after = _slots(was.adults), _slots(now.adults)
    if any(before[number] != after[number] for number in before.keys() & after.keys()) or after.keys() - before.keys():
        notes.add("adults", gettext("Adults are free at other times than planned."))
    parts = ("seats", "independent", "rooms", "programs")
    if any(getattr(was, part) != getattr(now, part) for part in parts):
        notes.add("room", gettext("Rooms, seats or licences have changed."))
    if any(getattr(was, part) != getattr(now, part) for part in ("sizes", "limits", "pairs", "locks", "equity")):
        notes.add("rules", gettext("Rules, pairs or locks have changed."))
    if was.assumptions != now.assumptions:
        notes.add("assumptions", gettext("What is assumed of the modalities has changed."))


def _slots(adults: tuple[Adult, ...]) -> dict[int, tuple[int, ...]]:
    return {one.number: one.slots for one in adults}
