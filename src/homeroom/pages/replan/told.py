"""The words of a day planned anew: who is missing, and each move, of the children whom the reader sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from homeroom.pages.kit.parts import Figure
from homeroom.people.models import Staff
from homeroom.people.visibility import Scope
from homeroom.reports.class_week.make import named
from homeroom.reports.class_week.report import Named
from homeroom.reports.seen import program_name
from homeroom.reports.values import count, share
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Place
from homeroom.rotation.block.today import Away, Today
from homeroom.rotation.day import Move, Replan, Why
from homeroom.rotation.why import MODALITIES

WHY: Mapping[Why, Promise] = {
    Why.UNPLACED: gettext_lazy("had no place"),
    Why.ADULT_AWAY: gettext_lazy("the adult is missing"),
    Why.TOO_SMALL: gettext_lazy("too few of the group are here"),
    Why.LOCK: gettext_lazy("it was decided since"),
    Why.OTHERS: gettext_lazy("so that everybody has a place and the rules of the week are kept"),
}
ORDER = tuple(WHY)


@dataclass(frozen=True)
class Line:
    """One move of a child whom the reader sees. `lost`: the child has no place."""

    child: Named
    session: str
    before: str
    after: str
    why: str
    lost: bool


@dataclass(frozen=True)
class People:
    """Names: adults for all who look, children for those who may see them, in the order of a class list."""

    adults: Mapping[int, str]
    children: Mapping[int, Named]

    @staticmethod
    def of(scope: Scope, adults: Iterable[int | None]) -> People:
        found = Staff.objects.filter(pk__in={one for one in adults if one is not None})
        names = {one.pk: one.name for one in found.order_by("family_name", "given_name", "pk")}
        return People(names, {one.number: one for one in named(sorted(scope.students))})

    def missing(self, today: Today) -> list[str]:
        """Adults first."""
        adults = [self.adults[one.who] + _hours(today, one) for one in today.adults if one.who in self.adults]
        away = {one.who: one for one in today.children}
        return adults + [child.name + _hours(today, away[key]) for key, child in self.children.items() if key in away]

    def lines(self, found: Replan) -> list[Line]:
        """By why they move, then by session, then by name."""
        place = {number: at for at, number in enumerate(self.children)}
        seen = [move for move in found.moves if move.child in place]
        ordered = sorted(seen, key=lambda move: (ORDER.index(move.why), move.slot, place[move.child]))
        return [self._line(found, move) for move in ordered]

    def _line(self, found: Replan, move: Move) -> Line:
        return Line(
            self.children[move.child],
            _time(found.today, move.slot),
            self._where(move.before),
            self._where(move.after),
            str(WHY[move.why]),
            move.after.modality is Modality.OVERFLOW,
        )

    def _where(self, place: Place | None) -> str:
        if place is None:
            return gettext("nowhere")
        if place.program:
            return program_name(place.program)
        adult = self.adults.get(place.adult or 0)
        return gettext("with %(adult)s") % {"adult": adult} if adult else str(MODALITIES[place.modality])


def adults_of(today: Today, found: Replan | None) -> set[int | None]:
    named_in = {place.adult for move in found.moves for place in (move.before, move.after) if place} if found else set()
    return {one.who for one in today.adults} | named_in


def children_of(today: Today, found: Replan | None) -> set[int]:
    return {one.who for one in today.children} | ({move.child for move in found.moves} if found else set())


def figures(found: Replan) -> list[Figure]:
    """Of all children, whoever looks."""
    moved = len({move.child for move in found.moves})
    lost = len({child for child, _ in found.unplaced})
    kept = min(1.0, found.share_of_value)
    return [
        Figure(count(moved), ngettext("child goes elsewhere", "children go elsewhere", moved)),
        Figure(count(lost), ngettext("child without a place", "children without a place", lost)),
        Figure(
            share(found.share_unchanged),
            gettext("of the sessions that could stay as planned do"),
            gettext("%(count)s of %(all)s") % {"count": count(found.unchanged), "all": count(found.unaffected)},
        ),
        Figure(
            share(kept),
            gettext("of what the day was worth to those who are here"),
            gettext("under what your school assumes; nobody has measured it"),
        ),
    ]


def unseen(all_of: Iterable[int], people: People) -> int:
    return len(set(all_of) - people.children.keys())


def _hours(today: Today, away: Away) -> str:
    """Blank for the whole day."""
    if set(away.slots) >= set(today.slots):
        return ""
    return f" ({', '.join(_time(today, slot) for slot in away.slots)})"


def _time(today: Today, slot: int) -> str:
    """`9:00`, when the session starts."""
    start = today.instance.slots[slot].start
    return f"{start // 60}:{start % 60:02}"
