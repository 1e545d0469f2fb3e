"""Facts are read once from the files, however often a report asks."""

from __future__ import annotations

import pytest

from a_school import MONDAY, TODAY, Town, lesson, practice
from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.facts.engine import DuckDBSession
from homeroom.facts.schema import TABLES
from homeroom.people.visibility import scope
from homeroom.reports.class_week import class_week
from homeroom.reports.gathered import COLUMNS, Gathered
from homeroom.reports.week import Week

COUNT = "select count(*) from practice"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tables that are read from files, in order."""
    names: list[str] = []
    gather = DuckDBSession.gather

    def noted(self: DuckDBSession, name: str, *rest: object) -> None:
        names.append(name)
        gather(self, name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(DuckDBSession, "gather", noted)
    return names


def test_every_column_gathered_is_one_of_its_table() -> None:
    for table, columns in COLUMNS.items():
        assert set(columns) <= set(TABLES[table].names)
        assert "student" in columns


def test_a_class_page_reads_each_table_once(place: Town, read: list[str]) -> None:
    class_week(place.group, scope(place.teacher, place.children))
    assert sorted(read) == sorted(COLUMNS)


def test_a_week_of_another_school_year_is_read_too(place: Town, read: list[str]) -> None:
    ana = place.children[0]
    publish("practice", [practice(ana, "3.G.A.1", 7, 3, week="2026-05-04", last_on="2026-05-08", school_year=2026)])
    report = class_week(place.group, scope(place.teacher, place.children), Week.parse("2026-W19"))
    assert sorted(read) == sorted([*COLUMNS, *COLUMNS])
    assert [(column.code, column.answers) for column in report.standards] == [("3.G.A.1", 7)]


def test_other_children_are_left_in_the_files(place: Town) -> None:
    with Gathered(place.numbers[:1], store.current()) as facts:
        assert facts.rows("select distinct student from practice", {}, 2027) == [(place.numbers[0],)]


def test_school_years_are_kept_apart_and_together(db: None) -> None:
    rows = [{"student": 1, "week": MONDAY}, {"student": 1, "week": "2026-05-04", "school_year": 2026}]
    version = publish("practice", rows)
    with Gathered([1], version) as facts:
        assert [facts.rows(COUNT, {}, year) for year in (2027, 2026, 2025, None)] == [[(1,)], [(1,)], [(0,)], [(2,)]]


def test_an_older_version_is_read_as_it_was(db: None) -> None:
    first = publish("practice", [{"student": 1, "week": MONDAY}])
    publish("practice", [{"student": 1, "week": TODAY}])
    with Gathered([1], first) as facts:
        assert facts.rows(COUNT, {}, 2027) == [(1,)]


def test_nobody_has_nothing(place: Town) -> None:
    publish("activities", [lesson(place.children[0], MONDAY, "DI.1", 5.0)])
    with Gathered([], store.current()) as facts:
        assert facts.rows("select * from activities", {}, 2027) == []
