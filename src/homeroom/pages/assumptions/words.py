"""The assumptions in words: what each number is, where it comes from, and what drawn pairs are of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.values import count, day, fine
from homeroom.rotation import rule_values
from homeroom.rotation.assumed import EVERY, Held, Source, Table
from homeroom.rotation.draw_effect import Pair
from homeroom.rotation.models import DrawSwitch
from homeroom.rotation.why import MODALITIES

FACTORS: Mapping[str, str | Promise] = {
    "on_goal": gettext_lazy("A need on the class's goal, times"),
    "second": gettext_lazy("Two meetings of a tutor's group on one standard, times one meeting"),
    "larger": gettext_lazy("A tutor's group over the small size, times a small one"),
    "repeat": gettext_lazy("Working again on a standard by oneself costs"),
    "missed_minute": gettext_lazy("A missed minute of a program's least costs"),
    "running": gettext_lazy("A child in a group that goes on from last week adds"),
}


@dataclass(frozen=True)
class Cell:
    """A value and where it comes from; a blank one has the value of every subject."""

    value: str = ""
    source: str = ""


def responses(table: Table) -> Sequence[tuple[str, Sequence[Cell]]]:
    """A row a modality, a column for every subject and one for each that has values of its own."""
    asked = (EVERY, *table.subjects)
    return [
        (str(MODALITIES[name]), [cell(table.responses.get((name, subject))) for subject in asked])
        for name in rule_values.RESPONSES
    ]


def factors(table: Table) -> Sequence[tuple[str, Cell]]:
    return [(str(FACTORS[name]), cell(held)) for name, held in table.factors.items()]


def choices() -> list[tuple[str, str | Promise]]:
    return [*((name, MODALITIES[name]) for name in rule_values.RESPONSES), *FACTORS.items()]


def said(table: Table) -> list[tuple[str, str]]:
    """The numbers that somebody said: what a form sends, and their words."""
    named = dict(choices())
    keys = [*table.responses.items(), *(((name, EVERY), held) for name, held in table.factors.items())]
    return [
        (f"{name}/{subject}", " · ".join(filter(None, (str(named[name]), subject))))
        for (name, subject), held in keys
        if held.source is Source.SAID
    ]


def cell(held: Held | None) -> Cell:
    return Cell(fine(held.value), _source(held)) if held else Cell()


def _source(held: Held) -> str:
    if held.source is Source.LEARNED and held.low is not None and held.high is not None:
        return gettext("learned, 80 %%: %(low)s to %(high)s") % {"low": fine(held.low), "high": fine(held.high)}
    if held.source is Source.SAID and held.at is not None:
        told = {"who": held.by, "day": day(timezone.localtime(held.at).date())}
        return gettext("invented by %(who)s, %(day)s") % told
    return gettext("invented")


def switched(one: DrawSwitch) -> str:
    """Who let it, from when to when, and for how much."""
    told = {"who": one.on_by, "day": day(timezone.localtime(one.on_at).date()), "share": percent(one.share)}
    words = gettext("On since %(day)s, by %(who)s: at most %(share)s of the children's sessions.")
    if one.off_at is not None:
        told |= {"end": day(timezone.localtime(one.off_at).date()), "ended": one.off_by}
        words = gettext("On %(day)s by %(who)s, at most %(share)s; off %(end)s by %(ended)s.")
    return words % told


def percent(share: float) -> str:
    return gettext("%(percent)s %%") % {"percent": fine(100 * share)}


def drawn(pairs: Iterable[Pair]) -> Sequence[tuple[str, str]]:
    """How many pairs there are of each two modalities, most first."""
    found = Counter(tuple(sorted(pair.child)) for pair in pairs)
    words = gettext("%(one)s or %(other)s")
    return [
        (words % {"one": MODALITIES[one], "other": MODALITIES[other]}, count(many))
        for (one, other), many in found.most_common()
    ]
