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
from homeroom.intake import undo
from homeroom.intake.models import Delivery
from homeroom.intake.receive import receive
from homeroom.mastery import refresh
from homeroom.programs.declaration import Program, load
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


def tally(folder: Path) -> Program:
    (folder / "tally").mkdir()
    (folder / "tally" / "program.toml").write_text(TO_DATE, "utf-8")
    return load(folder / "tally")


def weekly_files(folder: Path) -> list[Path]:
    """Minutes so far of two children, a file a week; that of the second week never came."""
    files = []
    for week, minutes in ((0, 30), (2, 75), (3, 80), (4, 110)):
        day = FIRST + timedelta(weeks=week)
        files.append(folder / f"week{week}.csv")
        rows = [f"{child},{day},2026-08-10,{minutes + extra}" for child, extra in (("S1", 0), ("S2", 5))]
        files[-1].write_text("\n".join(["child,day,start,minutes_so_far", *rows, ""]), "utf-8")
    return files


def periods_of_one() -> tuple[tuple[object, ...], ...]:
    """The first child's periods: start, end, what was added."""
    sql = "select starts_on, ends_on, value from periods where student = (select min(student) from periods)"
    return tuple(sorted(store.query(sql, tables=["periods"]).rows))


@pytest.mark.django_db(transaction=True)
def test_four_weekly_files_without_the_second_week_in_all_orders(tmp_path: Path) -> None:
    enroll("S1", "S2")
    program = tally(tmp_path)
    files = weekly_files(tmp_path)
    seen = set()
    orders = list(permutations(files))
    for order in orders if os.environ.get("HOMEROOM_FULL") else orders[::5]:
        start_over()
        for path in order:
            list(receive([path], programs=[program]))
        assert work_out() == [2027]
        seen.add(periods_of_one())
    assert seen == {
        (
            (date(2026, 8, 10), date(2026, 9, 7), 30.0),
            (date(2026, 9, 8), date(2026, 9, 21), 45.0),
            (date(2026, 9, 22), date(2026, 9, 28), 5.0),
            (date(2026, 9, 29), date(2026, 10, 5), 30.0),
        )
    }


def taken(files: Sequence[Path], program: Program) -> tuple[tuple[object, ...], ...]:
    """The periods after these files alone."""
    start_over()
    list(receive(files, programs=[program]))
    work_out()
    return periods_of_one()


@pytest.mark.django_db(transaction=True)
def test_a_weekly_file_that_is_undone_leaves_the_periods_as_if_it_had_never_come(tmp_path: Path) -> None:
    enroll("S1", "S2")
    program = tally(tmp_path)
    files = weekly_files(tmp_path)
    for gone in files if os.environ.get("HOMEROOM_FULL") else files[1:2]:
        without = taken([path for path in files if path != gone], program)
        whole = taken(files, program)
        assert (len(without), len(whole)) == (3, 4)
        undone = undo.withdraw(Delivery.objects.get(file=gone.name).pk, None, programs=[program])
        assert (undone.withdrawn, undone.facts) == (2, 0)
        assert work_out() == [2027]
        assert periods_of_one() == without
        list(receive([gone], programs=[program]))
        assert work_out() == [2027]
        assert periods_of_one() == whole


@pytest.mark.django_db(transaction=True)
def test_when_every_weekly_file_is_undone_no_period_is_left(tmp_path: Path) -> None:
    enroll("S1", "S2")
    program = tally(tmp_path)
    assert taken(weekly_files(tmp_path)[:2], program)
    for delivery in Delivery.objects.all():
        undo.withdraw(delivery.pk, None, programs=[program])
    work_out()
    assert periods_of_one() == ()
