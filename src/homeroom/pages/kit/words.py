"""Filters that say something in the language of the page: days, counts, and sentences that are kept in English.

They are built in: no page loads them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from homeroom.reports import values
from homeroom.reports.languages import kept
from homeroom.reports.languages.spoken import ENGLISH
from homeroom.reports.markup import attribute, tag

register = template.Library()
When = date | datetime


@register.filter
def said(sentence: object) -> str | SafeString:
    """A sentence that is kept in English; where nobody knows its words, it says that it is English."""
    told = kept.said(str(sentence))
    return tag("span", str(sentence), lang=ENGLISH.code) if told is None else told


@register.filter
def said_plain(sentence: object) -> str:
    """The same where no element may stand, such as in a choice of a form."""
    return kept.said(str(sentence)) or str(sentence)


@register.filter
def said_in(sentence: object) -> str | SafeString:
    """The attribute of such an element: it says that the words are English, where nobody knows them."""
    return "" if kept.said(str(sentence)) is not None else attribute("lang", ENGLISH.code)


@register.filter
def counted(number: float) -> str:
    return values.count(number)


def _shows(name: str, write: Callable[[date], str], clock: bool = False) -> None:
    def shown(when: When) -> str:
        here = timezone.localtime(when) if isinstance(when, datetime) else when
        return f"{write(here)}, {here:%H:%M}" if clock else write(here)

    register.filter(name, shown)


_shows("month_day", values.day_and_month)
_shows("weekday", values.weekday)
_shows("short_moment", values.short_day, clock=True)
_shows("plain_moment", values.plain_day, clock=True)
