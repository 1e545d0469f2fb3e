"""The week a page was asked for, and the links to its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest

from homeroom.people.clock import today
from homeroom.reports.values import week_words
from homeroom.reports.week import Week

FIRST = Week(date(2000, 1, 3))


@dataclass(frozen=True)
class WeekLinks:
    """Words and slugs for the links. `next` is blank where the week would lie ahead."""

    words: str
    here: str
    previous: str
    next: str


def asked(request: HttpRequest) -> Week | None:
    """`?week=2026-W43`. Anything else is no page, nor is a week ahead or before this century."""
    text = request.GET.get("week", "")
    if not text:
        return None
    try:
        week = Week.parse(text)
    except (ValueError, OverflowError):
        raise Http404 from None
    if not FIRST <= week <= Week.of(today()):
        raise Http404
    return week


def links(week: Week) -> WeekLinks:
    later = week.next
    words = week_words(week.monday)
    return WeekLinks(
        words=words[0].upper() + words[1:],
        here=str(week),
        previous=str(week.previous),
        next=str(later) if later <= Week.of(today()) else "",
    )
