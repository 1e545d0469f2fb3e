"""Draws are made from a locked plan, written down whole, and kept when another one is made."""

from __future__ import annotations

import json
from datetime import date

import pytest

from a_school import standards
from evidence.a_study import FIRST, classes, drafted, leader, locked
from homeroom.evidence import ledger
from homeroom.evidence.assign import assign, last_draw
from homeroom.evidence.eligible import parted
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.links import linked
from homeroom.evidence.models import StudyChild
from homeroom.people.models import AuditEntry, Class, User
from homeroom.standards.models import Prerequisite, Standard
from homeroom.standards.units import Part, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
CODES = {f"3.NF.A.{at}": f"Fractions {at}" for at in range(1, 7)}


@pytest.fixture
def by() -> User:
    classes(2)
    return leader()


def unit_of(codes: list[str], name: str = "u1") -> None:
    make_unit("ccss", name, name, [Part(code, week=at // 2 + 1) for at, code in enumerate(codes)])


def test_nothing_is_drawn_before_the_plan_is_locked(by: User) -> None:
    with pytest.raises(EvidenceError, match="Lock the plan first"):
        assign(drafted(by).study, by)


def test_a_draw_is_written_down_whole(by: User) -> None:
    study = locked(by, strata="school")
    one = assign(study, by, seed="2026", on=FIRST)
    result = json.loads(one.result)
    assert {result["Ash"], result["Birch"]} == {result["Cedar"], result["Elm"]} == {"flex", "rotation"}
    assert json.loads(one.eligible) == [["Ash", "s0", ""], ["Birch", "s0", ""], ["Cedar", "s1", ""], ["Elm", "s1", ""]]
    assert json.loads(one.sizes) == {"Ash": 2, "Birch": 2, "Cedar": 2, "Elm": 2}
    assert (one.number, one.seed, one.on, study.state) == (1, "2026", FIRST, "running")
    assert StudyChild.objects.filter(draw=one).count() == 8
    said = AuditEntry.objects.get(verb="drew")
    assert said.reason.endswith(f"sha256 {one.hash}")
    assert len(said.students) == 8


def test_the_same_seed_draws_the_same_again(by: User) -> None:
    study = locked(by)
    first = assign(study, by, seed="2026", on=FIRST)
    again = assign(study, by, seed="2026", on=FIRST, reason="A class was missing.")
    assert (again.result, again.list_sha256, again.number) == (first.result, first.list_sha256, 2)


def test_another_draw_needs_its_reason_and_both_stay(by: User) -> None:
    study = locked(by)
    assign(study, by)
    with pytest.raises(EvidenceError, match="say why it is drawn again"):
        assign(study, by)
    second = assign(study, by, reason="The list was wrong.")
    assert last_draw(study) == second
    assert study.draws.count() == 2
    assert list(ledger.offences(study)) == []


def test_groups_that_nobody_drew_are_marked_so_for_ever(by: User) -> None:
    arms = [{"name": "flex", "new": True, "classes": ["Ash"]}, {"name": "old", "classes": ["Elm"]}]
    study = locked(by, arms=arms, classes=[], by_lot=False)
    found = assign(study, by)
    assert (found.by_lot, found.seed, json.loads(found.result)) == (False, "", {"Ash": "flex", "Elm": "old"})
    drafted(by)
    from homeroom.evidence import lock

    lock.lock(study, by, "Drawn after all.")
    with pytest.raises(EvidenceError, match="were not drawn, and stay marked so"):
        assign(study, by, reason="Drawn after all.")


def test_what_is_drawn_cannot_become_another_kind_of_study(by: User) -> None:
    assign(locked(by), by)
    with pytest.raises(EvidenceError, match="another kind of study"):
        drafted(by, unit="student")


def test_too_few_to_divide_is_said(by: User) -> None:
    with pytest.raises(EvidenceError, match="too few in every stratum"):
        assign(locked(by, classes=["Ash"]), by)


def test_grades_part_classes_too(by: User) -> None:
    Class.objects.filter(sourced_id__in=["Ash", "Elm"]).update(grades=["03"])
    result = json.loads(assign(locked(by, strata="grade"), by, seed="1").result)
    assert result["Ash"] != result["Elm"]
    assert result["Birch"] != result["Cedar"]


def test_standards_are_drawn_by_halves_in_each_class_and_unit_with_links_together(by: User) -> None:
    standards(CODES)
    codes = list(CODES)
    edge = [Standard.objects.get(code=code) for code in codes[:2]]
    Prerequisite.objects.create(before=edge[0], after=edge[1])
    unit_of(codes)
    study = locked(by, unit="class by standard", kind="alignment crossover", units=["u1"], baseline=None)
    result = json.loads(assign(study, by, seed="5").result)
    assert len(result) == 24
    for name in ("Ash", "Birch", "Cedar", "Elm"):
        arms = {code: arm for key, arm in result.items() for room, code in [parted(key)] if room == name}
        assert sorted(arms.values()) == ["flex"] * 3 + ["rotation"] * 3
        assert arms[codes[0]] == arms[codes[1]]


def test_units_that_hang_together_are_drawn_as_wholes_in_each_class(by: User) -> None:
    standards(CODES)
    codes = list(CODES)
    one = {code: Standard.objects.get(code=code) for code in codes}
    for before, after in ((0, 1), (2, 3)):
        Prerequisite.objects.create(before=one[codes[before]], after=one[codes[after]])
    for at in range(3):
        unit_of(codes[2 * at : 2 * at + 2], f"u{at}")
    plan = {"unit": "class by standard", "kind": "alignment crossover", "units": ["u0", "u1", "u2"], "baseline": None}
    result = json.loads(assign(locked(by, **plan), by, seed="5").result)
    for name in ("Ash", "Birch", "Cedar", "Elm"):
        first, second, third, fourth, *apart = (result[f"{name} | {code}"] for code in codes)
        assert (first, third) == (second, fourth)
        assert first != third
        assert sorted(apart) == ["flex", "rotation"]


def test_a_unit_without_standards_is_said(by: User) -> None:
    standards(CODES)
    unit_of(["3.NF.A.1"])
    study = locked(by, unit="class by standard", kind="alignment crossover", units=["u1"], baseline=None)
    Standard.objects.all().delete()
    with pytest.raises(EvidenceError, match="have no standard"):
        assign(study, by)


def test_a_week_of_a_class_is_a_unit(by: User) -> None:
    weeks = ["2026-09-21", "2026-09-28", "2026-10-05", "2026-10-12"]
    result = json.loads(assign(locked(by, unit="class by week", kind="minutes trial", weeks=weeks), by).result)
    assert parted("Ash | 2026-09-21") == ("Ash", "2026-09-21")
    assert sorted(arm for key, arm in result.items() if key.startswith("Ash")) == ["flex"] * 2 + ["rotation"] * 2
    assert date.fromisoformat(parted(next(iter(result)))[1]).weekday() == 0


def test_parts_and_what_is_needed_for_one_another_hang_together(db: None) -> None:
    standards(CODES)
    one = {code: Standard.objects.get(code=code) for code in CODES}
    Prerequisite.objects.create(before=one["3.NF.A.1"], after=one["3.NF.A.2"])
    Standard.objects.filter(code="3.NF.A.3").update(parent=one["3.NF.A.2"])
    found = linked(list(CODES))
    assert [found[code] for code in CODES] == ["3.NF.A.1"] * 3 + [""] * 3
    assert linked([]) == {}
