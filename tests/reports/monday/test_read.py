"""What a school's week is read from: rows of tables in, a line a child or a room out; no name on any of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from a_school import FRIDAY, MONDAY, TODAY, Town, practice, standards
from facts.facts_by_hand import publish
from homeroom.facts import store
from homeroom.mastery.models import Override
from homeroom.people.models import Staff, Student
from homeroom.people.school_days import MONDAY_TO_FRIDAY
from homeroom.reports.gathered import Gathered
from homeroom.reports.monday import read
from homeroom.reports.monday.read import Known
from homeroom.reports.week import Week
from homeroom.standards.models import Standard
from reports.known_by_hand import estimate

WEEK = Week(MONDAY)
FIRST = WEEK.shifted(-3).monday


def known(*rows: dict[str, object]) -> list[Known]:
    publish("mastery", rows)
    with Gathered([1, 2], store.current(), read.READ) as gathered:
        return list(read.known(gathered, WEEK).values())


@pytest.mark.django_db
def test_told_mastered_and_thin_are_counted_apart() -> None:
    states = ("mastered", "nearly there", "getting there", "not yet", "not enough evidence", "no evidence")
    rows = [estimate(1, f"S{at}", state, inferred=False) for at, state in enumerate(states)]
    assert known(*rows, estimate(2, "S0", "mastered")) == [Known(1, 1, 4, 2), Known(2, 1, 1, 0)]


@pytest.mark.django_db
@pytest.mark.parametrize(("back", "counted"), [(0, 1), (1, 0)])
def test_what_was_worked_on_in_four_weeks_counts(back: int, counted: int) -> None:
    found = known(estimate(1, "S0", "mastered", last_evidence_on=FIRST - timedelta(days=back)))
    assert len(found) == counted


@pytest.mark.django_db
def test_what_is_only_inferred_was_not_worked_on() -> None:
    assert known(estimate(1, "S0", "mastered", inferred=True)) == []


@pytest.mark.django_db
def test_a_teachers_word_is_counted_before_the_estimate() -> None:
    standards({"S0": "one", "S1": "two"})
    child = Student.objects.create(pk=1, sourced_id="k", given_name="A", family_name="B", grade="03")
    at = Standard.objects.get(code="S0")
    Override.objects.create(student=child, standard=at, state="mastered", reason="seen", since=MONDAY, said_by="t")
    found = known(estimate(1, "S0", "not enough evidence"), estimate(1, "S1", "not yet"), estimate(2, "S0", "not yet"))
    assert found == [Known(1, 1, 2, 0), Known(2, 0, 1, 0)]


def through(*rooms: list[int]) -> list[tuple[object, ...]]:
    with Gathered([1, 2, 3], store.current(), read.READ) as gathered:
        asked = dict(enumerate(rooms))
        found = read.freshness(gathered, asked, TODAY, WEEK.school_year, MONDAY_TO_FRIDAY)
    return [tuple((line.program, line.through, line.children) for line in found[at]) for at in asked]


@pytest.mark.django_db
def test_each_room_is_as_new_as_its_own_children() -> None:
    kids = [Student(pk=at) for at in (1, 2, 3)]
    days = (FRIDAY, FRIDAY - timedelta(days=7), FRIDAY)
    publish("practice", [practice(one, "S0", 8, 6, last_on=on) for one, on in zip(kids, days, strict=True)])
    told = "number_trail"
    assert through([1, 3], [2], []) == [((told, FRIDAY, 2),), ((told, days[1], 1),), ()]


@pytest.mark.django_db
def test_what_is_dated_after_today_says_nothing_of_how_new_data_are() -> None:
    publish("practice", [practice(Student(pk=1), "S0", 8, 6, last_on=TODAY + timedelta(days=1))])
    assert through([1]) == [()]


CANARY = "Qwyjibo"
HOSTILE = f'<b>{CANARY}</b> "; =1+1 {{{{ {CANARY} }}}}'


@pytest.mark.parametrize("kind", ["", "monday.csv", "monday.json", "monday.xlsx"])
def test_no_childs_name_is_on_the_page_or_in_a_file(client: Client, place: Town, kind: str) -> None:
    Student.objects.update(given_name=HOSTILE, family_name=CANARY)
    client.force_login(place.principal)
    response = client.get(f"/school/{place.school.pk}/monday/{kind}")
    assert response.status_code == 200
    assert CANARY.encode() not in response.getvalue()


def test_a_teachers_hostile_name_and_a_rooms_stay_words(client: Client, place: Town) -> None:
    Staff.objects.filter(pk=place.teacher.staff_id).update(family_name="<script>x</script>")
    type(place.group).objects.filter(pk=place.group.pk).update(title="=2+3<img src=x>")
    client.force_login(place.principal)
    text = client.get(f"/school/{place.school.pk}/monday/").content.decode()
    assert "<script>x" not in text and "<img src=x" not in text and "&lt;script&gt;x" in text
    file = client.get(f"/school/{place.school.pk}/monday/monday.csv").getvalue().decode()
    assert ",=2+3" not in file and "'=2+3" in file
