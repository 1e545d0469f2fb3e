"""Whom counts tell of stays the same for a term; and all releases together, attacked at once, tell of nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytest_django import Settings

from a_network import network, worked
from a_school import MONDAY, TODAY, child
from homeroom.evidence import erase, export
from homeroom.evidence.cohorts import HOLDS, children, frozen
from homeroom.evidence.counts import Cell, Counts, Ends, Sum
from homeroom.evidence.models import Cohort, CohortChild, Release
from homeroom.evidence.suppress import FEW, WIDE, attack
from homeroom.people.models import Class, Enrollment, School, Student
from homeroom.reports.network.release import nightly

pytestmark = pytest.mark.django_db
DAY, THURSDAY = date(2026, 9, 7), TODAY + timedelta(days=3)


@pytest.fixture
def ash() -> list[int]:
    (made,) = network({"Ash": 40}).values()
    return [one.pk for one in made]


@pytest.fixture
def school(ash: list[int]) -> int:
    return School.objects.get(name="Ash").pk


def held(school: int, now: list[int], on: date) -> set[int]:
    return set(children(frozen({school: now}, on)[school]))


@pytest.mark.parametrize(("days", "renewed"), [(0, False), (83, False), (84, True), (200, True)])
def test_a_cohort_stands_for_twelve_weeks(ash: list[int], school: int, days: int, renewed: bool) -> None:
    assert held(school, ash[:20], DAY) == set(ash[:20])
    assert timedelta(weeks=12) == HOLDS
    assert held(school, ash, DAY + timedelta(days=days)) == set(ash if renewed else ash[:20])


@pytest.mark.parametrize("come", [1, 9, 10])
def test_it_never_changes_by_a_few(ash: list[int], school: int, come: int) -> None:
    held(school, ash[:20], DAY)
    after = held(school, ash[: 20 + come], DAY + HOLDS)
    assert len(after) == (20 + come if come >= FEW else 20)


@pytest.mark.parametrize("gone", [1, 9, 10])
def test_nor_do_a_few_who_leave_change_it(ash: list[int], school: int, gone: int) -> None:
    held(school, ash, DAY)
    assert len(held(school, ash[gone:], DAY + HOLDS)) == (40 - gone if gone >= FEW else 40)


def test_nor_a_few_beside_a_cohort_before_the_last(ash: list[int], school: int) -> None:
    held(school, ash[:20], DAY)
    held(school, ash[:35], DAY + HOLDS)
    assert held(school, ash[:22], DAY + 2 * HOLDS) == set(ash[:35]), "two more than the first told of"


def test_a_school_without_children_has_none(school: int) -> None:
    assert frozen({school: []}, DAY) == {}


def test_a_child_who_moves_counts_where_it_was_first_told_of(ash: list[int], school: int) -> None:
    other = School.objects.create(sourced_id="o", name="Birch")
    held(school, ash[:20], DAY)
    both = frozen({school: ash[:20], other.pk: ash[10:]}, DAY)
    assert set(children(both[other.pk])) == set(ash[20:])
    assert CohortChild.objects.values("student").distinct().count() == CohortChild.objects.count()


# Joint attack


def attacked_together() -> dict[Cell, tuple[int, Ends]]:
    """Every hidden count of all releases with the ends an attacker finds who has read all of them."""
    cells, sums, away, seen = dict[Cell, int](), set[Sum](), set[Cell](), set[Cell]()
    ranges = dict[Cell, Ends]()
    for one in Release.objects.filter(refused=""):
        own = {tuple(cell): count for cell, count in one.counts["cells"]}
        gone = {tuple(cell) for cell in one.counts["hidden"]}
        assert all(cells.get(cell, count) == count for cell, count in own.items()), "one cell, one count"
        cells |= own
        away |= gone
        seen |= own.keys() - gone
        sums |= {Sum(tuple(total), tuple(map(tuple, parts))) for total, parts in one.counts["sums"]}
        ranges |= {tuple(cell): (low, high) for cell, low, high in one.counts["ranges"]}
    assert not away & seen, "what one release hides, none shows"
    ends = attack(Counts(cells, tuple(sums), ranges=ranges), away)
    return {cell: (cells[cell], (int(low), int(high))) for cell, (low, high) in ends.items()}


@pytest.mark.parametrize("joiners", [1, 3, 9, 14])
def test_joiners_are_no_difference_of_two_releases(joiners: int, settings: Settings) -> None:
    """Cedar is small: its number enrolled is hidden, and must stay so from week to week, whoever comes."""
    made = network({"Ash": 60, "Birch": 50, "Cedar": 8})
    everybody = [*made["Ash"][:41], *made["Birch"][:29], *made["Cedar"][:5]]
    new: list[Student] = []
    for at in range(3):
        settings.HOMEROOM_TODAY = THURSDAY + timedelta(weeks=at)
        worked([*everybody, *new], on=MONDAY + timedelta(weeks=at))
        assert [one.refused for one in nightly()] == [""]
        room = Class.objects.get(sourced_id="r-Cedar")
        new += [child(9000 + 100 * at + one, room) for one in range(joiners)]
        Enrollment.objects.filter(student=made["Ash"][at]).delete()
    assert Cohort.objects.count() == 3
    enrolled = [tuple(one["enrolled"] for one in release.shown["schools"]) for release in Release.objects.all()]
    assert len(set(enrolled)) == 1 and enrolled[0][2] is None, "nobody came and nobody left"
    found = attacked_together()
    small = [count for count, _ in found.values() if count < FEW]
    assert 8 in small and 5 in small
    for cell, (count, (low, high)) in found.items():
        assert low <= count <= high and high - low >= WIDE, cell


def test_a_refused_week_says_why_and_holds_no_counts(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.HOMEROOM_TODAY = THURSDAY
    (ash,) = network({"Ash": 60}).values()
    worked(ash[:41])
    monkeypatch.setattr("homeroom.evidence.suppress._beside", lambda *_: [])
    worked_out = {("enrolled", "x"): 8, ("a",): 4, ("b",): 4}
    tight = Counts(worked_out, (Sum(("enrolled", "x"), (("a",), ("b",))),), told=frozenset({("enrolled", "x"), ("a",)}))
    monkeypatch.setattr("homeroom.reports.network.hiding.together", lambda *_: tight)
    (made,) = nightly()
    assert made.refused.startswith("this can't be released: with what was released before")
    assert (made.shown, made.counts) == ({}, {})
    assert nightly() == [], "and it is not tried again"


# A child's own


def test_an_erased_child_is_in_no_cohort_and_what_was_told_stays(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = THURSDAY
    (ash,) = network({"Ash": 60}).values()
    worked(ash[:41])
    nightly()
    before = Release.objects.get().shown
    gone = ash[0].pk
    assert [(one.package, one.place) for one in erase.erase(gone) if one.count] == [("evidence", "cohorts")]
    assert {one.count for one in erase.erase(gone)} == {0}, "safe to do again"
    assert CohortChild.objects.count() == 59 and Release.objects.get().shown == before
    assert export.export(gone)[0].rows == []


def test_a_childs_copy_says_in_which_counts_it_is(ash: list[int], school: int) -> None:
    held(school, ash[:20], DAY)
    told = export.export(ash[0])[0]
    assert [one.name for one in told.columns] == ["school", "since"]
    assert [list(row) for row in told.rows] == [["Ash", DAY]]
    assert export.export(ash[30])[0].rows == []
