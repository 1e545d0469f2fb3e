"""What the results of a goal say in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from homeroom.goals.lags import Lag
from homeroom.reports.goals.report import Funnel, HowLong, ProgramResult
from homeroom.reports.goals.words import state_words
from homeroom.reports.values import count, listed

LAGS: Mapping[str, str | Promise] = {
    "sent": gettext_lazy("until sent"),
    "opened": gettext_lazy("then until opened"),
    "finished": gettext_lazy("then until finished"),
    "met": gettext_lazy("then until met"),
}
STEPS: Mapping[str, str | Promise] = {
    "available": gettext_lazy("Approval until available"),
    "first_work": gettext_lazy("Available until first work"),
    "seen": gettext_lazy("Work until seen here"),
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


def took(one: HowLong) -> list[tuple[str, str, int]]:
    """Of each step the median, the 90th percentile (blank where it reads the same), and how many they rest on.

    0 where nothing has come so far.
    """
    return [_took(one.steps.get(name, Lag(0))) for name in STEPS]


def _took(lag: Lag) -> tuple[str, str, int]:
    middle, most = hours(lag.median or 0.0), hours(lag.ninety or 0.0)
    return middle, most if most != middle else "", lag.n


def hours(number: float) -> str:
    """`3 hours`, from two days on `4 days`."""
    if number < 1:
        return gettext("under an hour")
    if number < TWO_DAYS:
        return ngettext("%(count)s hour", "%(count)s hours", round(number)) % {"count": count(number)}
    return ngettext("%(count)s day", "%(count)s days", round(number / DAY)) % {"count": count(number / DAY)}
