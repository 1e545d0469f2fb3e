"""One thing that is wrong with a feed, before it is an alarm; and days in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from homeroom.intake.feeds.models import FeedAlarm


@dataclass(frozen=True)
class Condition:
    """Something that is so today. The same `cause` tomorrow is the same alarm."""

    program: str
    report: str
    school: int | None
    kind: FeedAlarm.Kind
    cause: str
    since: date
    words: str
    what_to_do: str
    delivery: int | None = None


def day_words(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
