"""Strips of days: on which there was work. The same stands in words in a table below them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.safestring import SafeString

from homeroom.reports.markup import tag
from homeroom.reports.values import day_and_month

DAY = 28  # a day's width, in pixels


def days_axis(days: Sequence[date]) -> SafeString:
    """The Mondays over the strips of days."""
    ticks = [
        tag("text", day_and_month(day), x=at * DAY, y=13, font_size=13, fill="#0b0c0c")
        for at, day in enumerate(days)
        if day.weekday() == 0
    ]
    width = DAY * len(days)
    return tag("svg", *ticks, aria_hidden="true", viewBox=f"0 0 {width} 16", width=width, height=16, class_="days")


def days_strip(title: str, days: Sequence[str], worked: Sequence[bool], weekend: Sequence[bool]) -> SafeString:
    """A row of days: a filled square where there was work, a hair line where there was none."""
    marks = [
        tag("rect", tag("title", day), x=at * DAY, y=2, width=DAY - 6, height=16, fill="#1d5b8f")
        if did
        else tag("rect", x=at * DAY, y=16, width=DAY - 6, height=2, fill="#e3e5e6" if rest else "#b1b4b6")
        for at, (day, did, rest) in enumerate(zip(days, worked, weekend, strict=True))
    ]
    box, width = f"0 0 {DAY * len(days)} 20", DAY * len(days)
    return tag("svg", tag("title", title), *marks, role="img", viewBox=box, width=width, height=20, class_="days")
