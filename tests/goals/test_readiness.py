"""Before a unit and after it: each child with its rule and the evidence that it rests on.

3.NF.A.1 stands on 2.G.A.3, which is a standard without parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from facts.facts_by_hand import publish
from goals.asked import school_class
from homeroom.goals import carry_over, readiness
from homeroom.goals.carry_over import taught
from homeroom.goals.known import Known, known
from homeroom.goals.models import UnitPlan
from homeroom.goals.readiness import Before, Readiness, stands_on, together
from homeroom.mastery import rules
from homeroom.mastery.graph import Graph
from homeroom.mastery.models import Override
from homeroom.people.models import Student
from homeroom.standards.models import Framework, Standard, Unit
from mastery.people import child, standard, teacher

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
CODE = "3.NF.A.1"


@pytest.fixture(autouse=True)
def standards() -> None:
    standard(CODE)


def believed(*rows: tuple[Student, str, float, float], inferred: bool = False) -> None:
    """Child, standard, chance of mastery, evidence in ordinary items' worth."""
    publish(
        "mastery",
        [
            {
                "student": student.pk,
                "standard": code,
                "p_mastered": p,
                "evidence_weight": weight,
                "attempts": int(weight) + 1,
                "last_evidence_on": DAY,
                "inferred": inferred,
            }
            for student, code, p, weight in rows
        ],
    )


def ready(*children: Student, codes: Sequence[str] = (CODE,)) -> list[Readiness]:
    return readiness.readiness([one.pk for one in children], codes)


def words(found: Sequence[Readiness]) -> list[str]:
    return [one.word.value for one in found]


def befores() -> list[str]:
    return [one.standard for one in stands_on([CODE])]


def test_each_child_is_judged_by_what_the_unit_stands_on() -> None:
    able, unsure, gap, unknown = (child(name) for name in ("ana", "ben", "caro", "dan"))
    codes = befores()
    believed(*((able, code, 0.9, 12.0) for code in codes))
    believed(*((unsure, code, 0.59 if code == codes[0] else 0.9, 12.0) for code in codes))
    believed(*((gap, code, 0.19 if code == codes[0] else 0.9, 12.0) for code in codes))
    found = ready(able, unsure, gap, unknown)
    assert words(found) == ["ready", "shaky", "not ready", "no evidence"]
    assert [[one.standard for one in told.missing] for told in found] == [[], [codes[0]], [codes[0]], []]
    assert [one.evidence for one in found] == [12.0 * len(codes)] * 3 + [0.0]
    assert [one.answers for one in found] == [13 * len(codes)] * 3 + [0]


def test_every_child_has_a_rule_in_words_with_its_thresholds() -> None:
    (found,) = ready(child("ana"))
    assert found.rule.startswith("No evidence: fewer than half of what the unit stands on was tested with 5")
    for rule in readiness.RULES.values():
        assert "{" not in rule.words


def test_too_little_evidence_is_none_however_bad_it_looks() -> None:
    ana = child("ana")
    believed(*((ana, code, 0.01, 4.9) for code in befores()))
    (found,) = ready(ana)
    assert (found.word.value, found.tested, found.missing) == ("no evidence", 0, ())
    assert found.evidence == pytest.approx(4.9 * len(befores()))


def test_what_is_only_expected_is_no_evidence() -> None:
    ana = child("ana")
    believed(*((ana, code, 0.99, 12.0) for code in befores()), inferred=True)
    assert words(ready(ana)) == ["no evidence"]


def test_the_gap_comes_before_what_is_shaky_then_the_nearest() -> None:
    told = [Known("near", 0.5, 9.0), Known("far", 0.1, 9.0), Known("farther", 0.15, 9.0)]
    found = readiness.judged(1, told)
    assert [one.standard for one in found.missing] == ["far", "farther", "near"]


def test_half_of_it_tested_is_enough_to_be_ready() -> None:
    tested, untested = Known("a", 0.9, 9.0), Known("b")
    assert readiness.judged(1, [tested, untested]).word == "ready"
    assert readiness.judged(1, [tested, untested, untested]).word == "no evidence"
    assert readiness.judged(1, []).word == "ready"


def test_a_teachers_word_goes_before_the_estimate_and_needs_no_evidence() -> None:
    ana, ben = child("ana"), child("ben")
    codes = befores()
    believed(*((ana, code, 0.1, 12.0) for code in codes))
    for code in codes:
        said(ana, code, "mastered")
        said(ben, code, "not yet")
    assert words(ready(ana, ben)) == ["ready", "not ready"]


def test_a_word_on_a_whole_standard_holds_for_its_parts_until_one_is_spoken_of() -> None:
    ana = child("ana")
    said(ana, "3.NF.A.3", "mastered")
    said(ana, "3.NF.A.3.b", "not yet")
    found = known([ana.pk], ["3.NF.A.3.a", "3.NF.A.3.b", CODE])
    assert [one.said for one in found.values()] == ["mastered", "not yet", ""]


def test_what_stands_before_is_told_by_parts_nearest_first_and_never_of_the_unit_itself() -> None:
    parts = [f"3.NF.A.3.{part}" for part in "abcd"]
    edges = [("3.NF.A.3", CODE), ("2.G.A.3", "3.NF.A.3"), ("1.G.A.3", "2.G.A.3"), ("1.OA.A.1", "1.G.A.3")]
    graph = Graph.of(["3.NF.A.3", *parts, CODE, "2.G.A.3", "1.G.A.3", "1.OA.A.1", "K.CC.A.1"], edges)
    before = [*(Before(part, 1) for part in parts), Before("2.G.A.3", 2), Before("1.G.A.3", 3)]
    assert stands_on([CODE], graph) == before
    assert [one.standard for one in stands_on([CODE, "3.NF.A.3"], graph)] == ["2.G.A.3", "1.G.A.3", "1.OA.A.1"]


def test_children_are_grouped_by_what_they_lack_first() -> None:
    def lacking(student: int, *codes: str) -> Readiness:
        return readiness.judged(student, [Known(code, 0.1, 9.0) for code in codes])

    found = together([lacking(1, "b"), lacking(2, "a", "b"), lacking(3, "a"), lacking(4)])
    assert found == {"a": (2, 3), "b": (1,)}


def test_after_it_what_is_known_comes_back_and_what_is_not_is_a_gap() -> None:
    ana, ben, caro = (child(name) for name in ("ana", "ben", "caro"))
    believed((ana, CODE, 0.8, 9.0), (ben, CODE, 0.79, 9.0), (caro, CODE, 0.99, 4.0))
    found = carry_over.carry_over([ana.pk, ben.pk, caro.pk], [CODE])
    assert [one.word.value for one in found] == ["review", "gap", "no evidence"]
    assert [one.due_on for one in found] == [DAY + timedelta(days=rules.REVIEW["days"]), None, None]
    assert [one.known.answers for one in found] == [10, 10, 5]
    assert "28 days after" in found[0].rule
    assert carry_over.gaps(found) == {CODE: (ben.pk,)}


def test_a_whole_standard_is_carried_over_by_its_parts() -> None:
    ana = child("ana")
    believed((ana, "3.NF.A.3.a", 0.1, 9.0))
    found = carry_over.carry_over([ana.pk], ["3.NF.A.3"])
    assert {one.known.standard: one.word.value for one in found} == {
        "3.NF.A.3.a": "gap",
        "3.NF.A.3.b": "no evidence",
        "3.NF.A.3.c": "no evidence",
        "3.NF.A.3.d": "no evidence",
    }


def test_a_review_that_rests_on_a_teachers_word_alone_has_no_day() -> None:
    ana = child("ana")
    said(ana, CODE, "mastered")
    (found,) = carry_over.carry_over([ana.pk], [CODE])
    assert (found.word.value, found.due_on, found.known.weight) == ("review", None, 0.0)


def test_nobody_and_nothing_are_answered() -> None:
    assert ready() == []
    assert carry_over.carry_over([1], []) == []


def test_taught_is_what_was_marked_so_and_what_weeks_that_are_over_held() -> None:
    unit = Unit.objects.create(framework=Framework.objects.get(), code="u", title="Fractions", grade="03")
    monday = date(2026, 11, 16)
    last = monday - timedelta(days=7)
    plan(unit, CODE, monday, "taught")
    plan(unit, "3.NF.A.2.a", last, "planned")
    plan(unit, "3.NF.A.2.b", monday, "planned")
    plan(unit, "3.NF.A.3.a", last, "skipped")
    plan(unit, "3.NF.A.3.b", last, "moved", moved_to=monday)
    assert taught(school_class(), unit, monday + timedelta(days=4)) == ["3.NF.A.2.a", CODE]


def plan(unit: Unit, code: str, week: date, state: str, **more: object) -> UnitPlan:
    told = {"school_class": school_class(), "unit": unit, "standard": standard(code), "week": week, "made_by": "tina"}
    return UnitPlan.objects.create(**told, state=state, **more)


def said(student: Student, code: str, state: str) -> None:
    Override.objects.create(
        student=student,
        standard=Standard.objects.get(code=code),
        state=state,
        reason="Seen",
        said_by=teacher().get_username(),
        since=DAY,
    )
