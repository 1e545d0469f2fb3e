"""Files of a weekly feed by hand, and what is wrong with them on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from homeroom.intake.feeds.came import Came
from homeroom.intake.feeds.conditions import assign, conditions
from homeroom.intake.feeds.found import Condition
from homeroom.intake.feeds.models import FeedExpectation
from homeroom.people.school_days import MONDAY_TO_FRIDAY, Calendar, Marked

FRIDAY = date(2026, 9, 4)
TODAY = date(2026, 10, 5)  # a Monday; five Fridays lie before it
OLDEST = date(2026, 8, 1)


def friday(week: int) -> date:
    return FRIDAY + timedelta(weeks=week)


def file(week: int, **more: Any) -> Came:
    """The usual file of a week: 100 rows of Monday to Friday, in two schools."""
    day = friday(week)
    usual: dict[str, Any] = {
        "delivery": week + 1,
        "program": "stmath",
        "report": "weekly",
        "carrier": "stmath",
        "file": f"stmath_{day}.csv",
        "stands_on": day,
        "layout": "v1",
        "sha256": f"sha{week}",
        "rows_in": 100,
        "rows": 100,
        "schools": {1: 60, 2: 40},
        "first_on": day - timedelta(days=4),
        "last_on": day,
    }
    return Came(**{**usual, **more})


def rule(**more: Any) -> FeedExpectation:
    usual: dict[str, Any] = {
        "program": "stmath",
        "report": "weekly",
        "files": "stmath_#-#-#.csv",
        "cadence": "week",
        "due": 4,
        "grace": 0,
        "rows_low": 50,
        "rows_high": 200,
        "lag": 0,
        "since": FRIDAY,
    }
    return FeedExpectation(**{**usual, **more})


def wrong(
    came: Sequence[Came], today: date = TODAY, calendar: Calendar = MONDAY_TO_FRIDAY, **more: Any
) -> list[Condition]:
    expected = assign([rule(**more)], came, lambda *_: "ST Math, weekly usage", calendar, OLDEST)
    return list(conditions(expected, calendar, today))


def kinds(found: Sequence[Condition]) -> list[str]:
    return [str(one.kind) for one in found]


def closed(*days: date) -> Calendar:
    told: Mapping[tuple[int | None, date], Marked] = {(None, day): Marked(day, "holiday") for day in days}
    return Calendar(told)
