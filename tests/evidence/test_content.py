"""Quality of programs, out of facts and through the store's door: one school year, children who are here."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytest_django import Settings

from a_school import Town, town
from facts.facts_by_hand import publish
from homeroom.evidence import content
from homeroom.facts import store
from homeroom.facts.models import FactVersion
from homeroom.people.models import AcademicSession

pytestmark = pytest.mark.django_db
SQL = "select * from quality order by all"


@pytest.fixture
def place(settings: Settings) -> Town:
    settings.HOMEROOM_TODAY = date(2026, 10, 26)
    made = town(size=4)
    told = {"occurred_on": date(2026, 10, 20), "content_item": "i1", "seconds": 30}
    rows = [{**told, "student": child, "correct": at < 3} for at, child in enumerate(made.numbers)]
    publish("attempts", [*rows, {**told, "student": 999_999, "correct": True}])
    return made


def test_the_table_is_published_and_names_no_child(place: Town) -> None:
    assert content.work_out()
    item, program = store.query(SQL, tables=["quality"]).dicts()
    assert (item["kind"], item["content_item"], item["children"], item["first_right"]) == ("item", "i1", 4, 3)
    assert (program["kind"], program["first_share"], program["classes"]) == ("program", 0.75, 1)
    assert "student" not in item
    assert store.rows_of("attempts", place.numbers[0]) == 1
    assert "quality" not in store.tables_of(place.numbers[0])


def test_it_is_worked_out_once_a_week(place: Town) -> None:
    assert content.nightly()
    assert not content.nightly()
    FactVersion.objects.update(made_at=FactVersion.objects.latest("pk").made_at - timedelta(days=400))
    assert content.nightly()


def test_without_answers_there_is_nothing_to_work_out(settings: Settings) -> None:
    assert not content.work_out()


def test_a_release_is_made_of_its_own_children_alone(place: Town) -> None:
    rows = content.told(content.seats(only=place.numbers[:2]), 2027)
    assert {row["children"] for row in rows} == {2}


def test_the_terms_of_the_roster_divide_the_year_and_none_lies_in_another() -> None:
    def session(title: str, kind: str, begins_on: date, ends_on: date) -> None:
        AcademicSession.objects.create(
            sourced_id=f"{title}{kind}", title=title, kind=kind, school_year=2027, begins_on=begins_on, ends_on=ends_on
        )

    assert content.terms(2027) == []
    session("Fall", "semester", date(2026, 8, 10), date(2026, 12, 18))
    session("Within", "semester", date(2026, 9, 1), date(2026, 9, 30))
    session("Spring", "semester", date(2027, 1, 4), date(2027, 5, 28))
    session("Q1", "gradingPeriod", date(2026, 8, 10), date(2026, 10, 2))
    assert [one.title for one in content.terms(2027)] == ["Fall", "Spring"]


def test_days_count_on_school_days_and_the_others_have_the_number_before() -> None:
    found = content.numbered_days([5], 2027)
    rows = list(zip(found["day"], found["number"], strict=True))
    assert rows[0] == (date(2026, 8, 1), 0)
    assert dict(rows)[date(2026, 8, 3)] == 1
    assert dict(rows)[date(2026, 8, 9)] == dict(rows)[date(2026, 8, 7)] == 5
    assert len(rows) == 365
