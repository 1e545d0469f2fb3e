"""Any order of arrival and any missing week: the same periods, as a plain reading of the rule says."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from bench.permutations import TO_DATE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeroom.facts import store
from homeroom.facts.schema import PERIODS, USAGE
from homeroom.intake.receive import receive
from homeroom.mastery import refresh
from homeroom.programs.declaration import load
from homeroom.site.work_out import work_out
from intake.answers import enroll, start_over
from spec.engines import ENGINES

EXAMPLES = 2000 if os.environ.get("HOMEROOM_FULL") else 60
FIRST = date(2026, 9, 7)
STARTS = (None, date(2026, 8, 10), date(2026, 8, 24))
Told = tuple[date | None, date, float | None, str | None]


@dataclass(frozen=True)
class Snapshot:
    """What a weekly file said: its week, the value reached, the program's start."""

    week: int
    value: float
    began: date | None

    @property
    def day(self) -> date:
        return FIRST + timedelta(weeks=self.week)


def by_hand(snapshots: Sequence[Snapshot]) -> list[Told]:
    """The rule, one snapshot after the other: start, end, what was added, flag."""
    told: list[Told] = []
    reached, counted, began = None, None, None
    for one in sorted(snapshots, key=lambda one: one.day):
        new_start = one.began is not None and began is not None and one.began != began
        began = one.began or began
        if reached is not None and one.value < reached and not new_start:
            told.append((counted and counted + timedelta(days=1), one.day, None, "went_down"))
            continue
        if reached is None or one.value < reached:
            told.append((one.began, one.day, one.value, "first" if reached is None else "new_base"))
        else:
            told.append((counted and counted + timedelta(days=1), one.day, one.value - reached, None))
        reached, counted = one.value, one.day
    return told


snapshots = st.lists(
    st.builds(Snapshot, st.integers(0, 9), st.integers(0, 12).map(float), st.sampled_from(STARTS)),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one.week,
)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(snapshots.flatmap(lambda drawn: st.tuples(st.just(drawn), st.permutations(drawn))))
def test_periods_are_what_the_rule_says_in_any_order_and_with_any_week_missing(
    drawn: tuple[list[Snapshot], list[Snapshot]],
) -> None:
    blank = dict.fromkeys(USAGE.names)
    common = {"student": 1, "program": "alpha", "report": "weekly", "school_year": 2027, "cumulative": True}
    for way in drawn:
        rows = [
            {**blank, **common, "metric": "M", "starts_on": one.began, "ends_on": one.day, "value": one.value}
            for one in way
        ]
        found = ENGINES["duckdb"](PERIODS, refresh.sql("periods"), {USAGE: rows}, {})
        shown = [(row["starts_on"], row["ends_on"], row["value"], row["flag"]) for row in found]
        assert sorted(shown, key=lambda row: str(row[1])) == by_hand(way)


@pytest.mark.django_db(transaction=True)
def test_four_weekly_files_without_the_second_week_in_all_orders(tmp_path: Path) -> None:
    enroll("S1", "S2")
    (tmp_path / "tally").mkdir()
    (tmp_path / "tally" / "program.toml").write_text(TO_DATE, "utf-8")
    program = load(tmp_path / "tally")
    files = []
    for week, minutes in ((0, 30), (2, 75), (3, 80), (4, 110)):
        day = FIRST + timedelta(weeks=week)
        files.append(tmp_path / f"week{week}.csv")
        rows = [f"{child},{day},2026-08-10,{minutes + extra}" for child, extra in (("S1", 0), ("S2", 5))]
        files[-1].write_text("\n".join(["child,day,start,minutes_so_far", *rows, ""]), "utf-8")
    seen = set()
    orders = list(permutations(files))
    for order in orders if os.environ.get("HOMEROOM_FULL") else orders[::5]:
        start_over()
        for path in order:
            list(receive([path], programs=[program]))
        assert work_out() == [2027]
        sql = "select starts_on, ends_on, value from periods where student = (select min(student) from periods)"
        seen.add(tuple(sorted(store.query(sql, tables=["periods"]).rows)))
    assert seen == {
        (
            (date(2026, 8, 10), date(2026, 9, 7), 30.0),
            (date(2026, 9, 8), date(2026, 9, 21), 45.0),
            (date(2026, 9, 22), date(2026, 9, 28), 5.0),
            (date(2026, 9, 29), date(2026, 10, 5), 30.0),
        )
    }
