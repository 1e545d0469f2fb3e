"""What the results of a goal say in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from homeroom.reports.goals.report import Funnel, ProgramResult
from homeroom.reports.goals.words import state_words
from homeroom.reports.values import count, listed

LAGS: Mapping[str, str | Promise] = {
    "sent": gettext_lazy("until sent"),
    "opened": gettext_lazy("then until opened"),
    "finished": gettext_lazy("then until finished"),
    "met": gettext_lazy("then until met"),
}
DAY = 24  # hours
TWO_DAYS = 48


def outcome_words(one: ProgramResult) -> str:
    """`Sent: 12 and On the work-list: 3`: every piece of the program stands in one of them."""
    told = ((outcome.words, number) for outcome, number in one.outcomes.items())
    return listed([gettext("%(words)s: %(count)s") % {"words": words, "count": count(n)} for words, n in told])


def parts(one: Funnel) -> list[tuple[str, int]]:
    """Every part of a row of the funnel that holds anything, in words; together they are all of it."""
    told = {**one.stages, **one.sides}
    return [(state_words(key), number) for key, number in told.items() if number]


def lags(one: Funnel) -> list[tuple[str, str, int]]:
    """From each stage to the next in words, the median, and how many it rests on."""
    return [(str(LAGS[key]), hours(lag.median or 0.0), lag.n) for key, lag in one.lags.items()]


def hours(number: float) -> str:
    """`3 hours`, from two days on `4 days`."""
    if number < 1:
        return gettext("under an hour")
    if number < TWO_DAYS:
        return ngettext("%(count)s hour", "%(count)s hours", round(number)) % {"count": count(number)}
    return ngettext("%(count)s day", "%(count)s days", round(number / DAY)) % {"count": count(number / DAY)}
