"""The network's week: released once, hidden where a count of few could be worked out, and the same ever after."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytest_django import Settings

from a_network import network, worked
from a_school import MONDAY, TODAY, child, staff
from homeroom.evidence.counts import Counts, Sum
from homeroom.evidence.models import Cohort, Release
from homeroom.evidence.suppress import FEW, WIDE, attack
from homeroom.people.models import Class, Enrollment, Role
from homeroom.people.visibility import scope
from homeroom.reports.network import Network
from homeroom.reports.network import network as read
from homeroom.reports.network.release import nightly
from homeroom.reports.values import State
from homeroom.reports.week import Week

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
THURSDAY = TODAY + timedelta(days=3)


@pytest.fixture(autouse=True)
def thursday(settings: Settings) -> None:
    """The day on which a week is told, whatever is late."""
    settings.HOMEROOM_TODAY = THURSDAY


def report(schools: list[int] | None = None, week: Week | None = None) -> Network | None:
    leader = staff("nell", Role.Kind.NETWORK_LEADER, None)
    return read(scope(leader, []), schools, week)


def test_it_works() -> None:
    ash, birch = network({"Birch": 60, "Ash": 50}).values()
    worked([*ash[:40], *birch[:35]])
    nightly()
    found = report()
    assert found is not None and found.week == Week(MONDAY)
    assert [line.name for line in found.lines] == ["Ash", "Birch"], "by name, however they came"
    first, second = found.lines
    assert (first.enrolled.exact, first.worked.exact) == (50, 35)
    assert (second.enrolled.exact, second.worked.exact) == (60, 40)
    assert found.whole is not None and found.whole.worked.exact == 75


def test_a_week_is_told_once() -> None:
    (ash,) = network({"Ash": 50}).values()
    worked(ash[:35])
    assert len(nightly()) == 1
    worked(ash[35:38])
    assert nightly() == []
    found = report()
    assert found is not None and found.lines[0].worked.exact == 35


def test_before_any_week_is_told_it_says_when() -> None:
    found = report()
    assert found is not None and found.week is None
    assert "Thursday" in found.lead and found.lines == ()


def test_a_week_that_was_not_told_is_no_report() -> None:
    assert report(week=Week(MONDAY)) is None


def test_a_network_where_nobody_worked_is_not_told() -> None:
    network({"Ash": 50})
    assert nightly() == []


def test_few_children_without_work_are_hidden_and_cannot_be_worked_out() -> None:
    """Ash has 4 without work: shown beside the enrolled, both counts would tell them."""
    made = network({"Ash": 100, "Birch": 80, "Cedar": 90})
    worked([*made["Ash"][:96], *made["Birch"][:50], *made["Cedar"][:60]])
    nightly()
    found = report()
    assert found is not None
    ash = found.lines[0]
    assert ash.worked.state is State.FEW
    assert (ash.coverage.low.exact, ash.coverage.high.exact) == (0.9, 1.0), "the tenth gives nobody away"
    assert [line.enrolled.exact for line in found.lines] == [100, 80, 90], "enrolled is hidden last"
    hidden = [line.name for line in found.lines if line.worked.state is State.FEW]
    assert len(hidden) >= 2, "alone it would be the total less the others"
    safe(Release.objects.get())


def test_a_small_school_is_hidden_whole() -> None:
    made = network({"Ash": 6, "Birch": 80, "Cedar": 90})
    worked([*made["Ash"][:3], *made["Birch"][:50], *made["Cedar"][:60]])
    nightly()
    found = report()
    assert found is not None
    ash = found.lines[0]
    assert {ash.enrolled.state, ash.worked.state, ash.coverage.low.state} == {State.FEW}
    assert all(one.middle.state is not State.KNOWN for one in ash.minutes)
    safe(Release.objects.get())


def safe(release: Release) -> None:
    """Nobody can work a hidden count out, to within five, from all that was told."""
    cells = {tuple(cell): count for cell, count in release.counts["cells"]}
    sums = [Sum(tuple(total), tuple(map(tuple, parts))) for total, parts in release.counts["sums"]]
    ranges = {tuple(cell): (low, high) for cell, low, high in release.counts["ranges"]}
    away = {tuple(cell) for cell in release.counts["hidden"]}
    assert {cell for cell, count in cells.items() if count < FEW} <= away
    for cell, (low, high) in attack(Counts(cells, tuple(sums), ranges=ranges), away).items():
        assert low <= cells[cell] <= high and high - low >= WIDE, cell


def test_one_who_joins_is_not_counted_until_the_next_cohort(settings: Settings) -> None:
    (ash,) = network({"Ash": 50}).values()
    worked(ash[:35])
    nightly()
    child(9000, Class.objects.get(sourced_id="r-Ash"))
    settings.HOMEROOM_TODAY = THURSDAY + timedelta(weeks=13)
    worked(ash[:35], on=Week.of(THURSDAY + timedelta(weeks=11)).monday)
    nightly()
    assert Cohort.objects.count() == 1, "one child is the difference of no two releases"
    for at in range(12):
        child(9100 + at, Class.objects.get(sourced_id="r-Ash"))
    worked(ash[:35], on=Week.of(THURSDAY + timedelta(weeks=12)).monday)
    nightly()
    assert Cohort.objects.count() == 2, "thirteen have come"


def test_a_child_of_two_schools_counts_once() -> None:
    made = network({"Ash": 50, "Birch": 60})
    Enrollment.objects.create(
        sourced_id="both", school_class=Class.objects.get(sourced_id="r-Birch"), student=made["Ash"][0], role="student"
    )
    worked([*made["Ash"][:30], *made["Birch"][:30]])
    nightly()
    found = report()
    assert found is not None and found.whole is not None
    assert found.whole.enrolled.exact == 110


def test_a_leader_of_one_school_sees_its_row_and_no_total() -> None:
    made = network({"Ash": 50, "Birch": 60})
    worked([*made["Ash"][:30], *made["Birch"][:30]])
    nightly()
    ash = Cohort.objects.get(school__name="Ash").school_id
    found = report([ash])
    assert found is not None and [line.name for line in found.lines] == ["Ash"]
    assert found.whole is None


def test_it_waits_for_late_data_until_thursday(settings: Settings) -> None:
    (ash,) = network({"Ash": 50}).values()
    worked(ash[:35])
    settings.HOMEROOM_TODAY = date(2026, 10, 28)  # the Wednesday after: the lessons of Friday never came
    assert nightly() == []
    settings.HOMEROOM_TODAY = THURSDAY
    assert len(nightly()) == 1


def test_that_nobody_worked_in_a_program_is_a_count_too() -> None:
    """Birch used the program the week before and Cedar never: only the second may be told."""
    made = network({"Ash": 60, "Birch": 60, "Cedar": 60})
    worked(made["Birch"][:40], on=MONDAY - timedelta(weeks=1))
    worked(made["Ash"][:40])
    nightly()
    found = report(week=Week(MONDAY))
    assert found is not None
    states = {line.name: [one.middle.state for one in line.minutes] for line in found.lines}
    assert states == {"Ash": [State.KNOWN], "Birch": [State.FEW], "Cedar": [State.NO_EVIDENCE]}
