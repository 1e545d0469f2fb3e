"""Work practice, lesson time, streaks and periods out anew from the facts that are true now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from importlib import resources

from homeroom.facts import store
from homeroom.facts.schema import ACTIVITIES, ATTEMPTS, LESSON_TIME, PERIODS, PRACTICE, STREAKS, USAGE
from homeroom.standards import alignment, spelling, unknown

Relations = Mapping[str, Mapping[str, Sequence[object]]]
COUNTED = """
with spelled as (select standard from attempts union all select standard from activities)
select standard, count(*) from spelled where coalesce(standard, '') <> '' group by standard
"""
SPELLED = "select distinct standard from attempts union select distinct standard from activities"


def refresh(school_years: Iterable[int]) -> int:
    """Derive these tables for each school year and publish them. Returns the version that is true afterwards.

    Spellings that stand for no standard go to their queue; the rows that carry them are counted under none.
    """
    tags, school_years = alignment.as_told(), sorted(set(school_years))
    for school_year in school_years:
        store.derive(
            {table: sql(table.name) for table in (PRACTICE, LESSON_TIME, STREAKS)},
            inputs=[ATTEMPTS.name, ACTIVITIES.name],
            relations=partial(_relations, school_year, tags),
            school_year=school_year,
            cause=f"practice, lesson time and streaks of {school_year} worked out",
        )
    _queue_unknown(school_years)
    return store.current()


def refresh_periods(school_years: Iterable[int]) -> int:
    """Derive the periods between cumulative snapshots for each school year. Returns the version that is true then."""
    for school_year in sorted(set(school_years)):
        cause = f"periods of {school_year} worked out"
        store.derive({PERIODS: sql(PERIODS.name)}, inputs=[USAGE.name], school_year=school_year, cause=cause)
    return store.current()


def spellings(school_year: int) -> Mapping[str, Sequence[object]]:
    """The programs' spellings of standards in one school year's facts that could be resolved, with their codes."""
    spelled = store.query(SPELLED, tables=[ATTEMPTS.name, ACTIVITIES.name], school_year=school_year)
    return spelling.relation(text for text in spelled.column("standard") if text)


def _queue_unknown(school_years: Iterable[int]) -> None:
    rows: Counter[str] = Counter()
    for school_year in school_years:
        found = store.query(COUNTED, tables=[ATTEMPTS.name, ACTIVITIES.name], school_year=school_year)
        rows.update(dict(found.rows))
    unknown.take(rows)


def sql(name: str) -> str:
    """The text of one of mastery's transforms, such as "practice"."""
    return (resources.files("homeroom.mastery") / f"{name}.sql").read_text("utf-8")


def _relations(school_year: int, tags: Mapping[str, Sequence[object]]) -> Relations:
    return {"tags": tags, "spellings": spellings(school_year)}
