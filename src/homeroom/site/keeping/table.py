"""The table of data classes. `settings.toml` may say otherwise under [keep], by the class's key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from homeroom.people import audit_purge
from homeroom.site.home import HomeError
from homeroom.site.keeping import purges
from homeroom.site.keeping.limits import DAYS, YEARS, Limit

MOST = {YEARS: 30, DAYS: 36_500}
Does = Callable[[Limit], int]


@dataclass(frozen=True)
class Kept:
    """One class of data: its key in settings.toml, how long it is kept, and how it is counted and removed."""

    key: str
    number: int
    unit: str
    words: str
    count: Does
    remove: Does


def _kept(key: str, number: int, unit: str, words: str, does: tuple[Does, Does]) -> Kept:
    return Kept(key, number, unit, words, *does)


RETENTION: tuple[Kept, ...] = (
    _kept("attempts", 3, YEARS, "single answers", purges.facts("attempts")),
    _kept("activities", 3, YEARS, "lessons, quizzes and units tried", purges.facts("activities")),
    _kept("usage", 3, YEARS, "minutes and other measures of use", purges.facts("usage")),
    _kept("claims", 3, YEARS, "programs' word on what is mastered", purges.facts("claims")),
    _kept("assessments", 5, YEARS, "scores and levels of assessments", purges.facts("assessments")),
    _kept("worked_out", 3, YEARS, "what is worked out of facts", purges.WORKED_OUT),
    _kept("teachers", 3, YEARS, "what teachers said: checks, overrides, stops, small groups", purges.TEACHERS),
    _kept("surveys", 3, YEARS, "answers to surveys, who was asked, and minutes of staff", purges.SURVEYS),
    _kept("lab", 1, YEARS, "who was noted absent from the lab, and its help log", purges.LAB),
    _kept("children_left", 3, YEARS, "children who have left, with everything of them", purges.CHILDREN_LEFT),
    _kept("originals", 3, YEARS, "files as they were received", purges.ORIGINALS),
    _kept("waiting_rows", 1, YEARS, "rows that wait for a person, and whom they name", purges.WAITING),
    _kept("alarms", 1, YEARS, "alarms that are closed", purges.ALARMS),
    _kept("inbox_done", 30, DAYS, "copies of files that were taken in from folders", purges.INBOX_DONE),
    _kept("exports", 30, DAYS, "files in exports/", purges.files("exports")),
    _kept("uploads", 1, DAYS, "uploads that were broken off", purges.UPLOADS),
    _kept("jobs", 90, DAYS, "jobs and looks at sources that have ended", purges.JOBS),
    _kept("logs", 90, DAYS, "files in logs/", purges.files("logs")),
    _kept("sessions", 1, DAYS, "sessions after their end", purges.SESSIONS),
    _kept("sign_in_links", 30, DAYS, "sign-in links after their end", purges.LINKS),
    _kept("sign_in_tries", 1, DAYS, "counts of wrong passwords and codes", purges.GUESSES),
    _kept("spent_codes", 1, DAYS, "codes, tokens and assertions that were used, after their end", purges.SPENT),
    _kept("waiting_people", 30, DAYS, "who waits to be linked to an account", purges.WAITING_PEOPLE),
    _kept("rejected_people", 1, YEARS, "who was told that they are not one of ours", purges.REJECTED_PEOPLE),
    _kept("audit", audit_purge.YEARS, YEARS, "the audit log", purges.AUDIT),
)  # fmt: skip


def chosen() -> Mapping[str, int]:
    """How long each class is kept here. Raises HomeError where settings.toml can't be followed."""
    told: Any = settings.HOMEROOM_KEEP
    if found := list(mistakes(told)):
        raise HomeError(f"settings.toml: {' '.join(found)} Nothing was removed.")
    return {one.key: told.get(one.key, one.number) for one in RETENTION}


def mistakes(told: Any) -> Iterator[str]:
    """What is wrong with the table [keep], in sentences."""
    if not isinstance(told, dict):
        yield "[keep] must be a table of numbers."
        return
    known = {one.key: one for one in RETENTION}
    for key, number in told.items():
        if key not in known:
            yield f"[keep] {key} is no class of data. Known are {', '.join(known)}."
        elif isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= MOST[known[key].unit]:
            unit = known[key].unit
            yield f"[keep] {key} = {number!r}: give a whole number of {unit} from 1 to {MOST[unit]:,}."
