"""What a reader must know of the estimates as a whole before reading one: what they stand on, and how old they are.

Every page drawn from estimates shows these, through the tag `{% cautions %}` of the kit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from homeroom.mastery.models import ParameterSet
from homeroom.people.clock import today
from homeroom.reports.values import day
from homeroom.reports.week import school_year


@dataclass(frozen=True)
class Caution:
    """`headline` is a sentence, `words` are what follows from it."""

    kind: str
    headline: str
    words: str


def cautions(as_of: date | None, through: date | None = None, engine: str = "") -> tuple[Caution, ...]:
    """Those that hold. `as_of` is the day of the estimates, None without any; `through` that of the newest work.

    `engine` is which one estimated; where a page doesn't know, the one that is set. Of an earlier school year the last
    estimates are its own: neither what was learned since nor a later year's work says anything of them.
    """
    if as_of is None:
        return ()
    year = school_year(as_of)
    found = list(_constants(engine or settings.HOMEROOM_ENGINE)) if year == school_year(today()) else []
    if through and through > as_of and school_year(through) == year:
        found.append(_older(as_of, through))
    return tuple(found)


def _constants(engine: str) -> Iterator[Caution]:
    learned = ParameterSet.objects.filter(engine=engine).order_by("-pk").first()
    if learned is None or learned.learned_at is None:
        yield Caution(
            "starting values",
            gettext("The estimates stand on starting values."),
            _not_yet(learned),
        )
    elif learned.failed:
        yield Caution(
            "older constants",
            gettext("The estimates stand on older settings."),
            _failed(learned),
        )


def _older(as_of: date, through: date) -> Caution:
    return Caution(
        "older than the work",
        gettext("The estimates are of %(day)s.") % {"day": day(as_of)},
        gettext("Work is known up to %(day)s: what came after is not in them yet.") % {"day": day(through)},
    )


def _not_yet(tried: ParameterSet | None) -> str:
    if tried is None or not tried.failed:
        return gettext(
            "How hard questions are and how programs differ is learned from your own children's answers. That has not "
            "been possible yet. Take the estimates with more doubt than they state."
        )
    if tried.failed_at is None:
        return gettext(
            "How hard questions are and how programs differ is learned from your own children's answers. The first try "
            "failed; it is tried again each night, and the data team can see why. Take the estimates with more doubt "
            "than they state."
        )
    return gettext(
        "How hard questions are and how programs differ is learned from your own children's answers. The first try "
        "failed on %(day)s; it is tried again each night, and the data team can see why. Take the estimates with more "
        "doubt than they state."
    ) % {"day": _day(tried.failed_at)}


def _failed(learned: ParameterSet) -> str:
    if learned.failed_at is None or learned.learned_at is None:
        return gettext(
            "How hard questions are and how programs differ is learned anew each week. That failed, so "
            "what was learned "
            "still holds. No answer is lost, and new answers count; the data team can see why it failed."
        )
    return gettext(
        "How hard questions are and how programs differ is learned anew each week. That failed on %(failed)s, so what "
        "was learned on %(learned)s still holds. No answer is lost, and new answers count; the data team "
        "can see why it "
        "failed."
    ) % {"failed": _day(learned.failed_at), "learned": _day(learned.learned_at)}


def _day(moment: datetime) -> str:
    return day(timezone.localtime(moment).date())
