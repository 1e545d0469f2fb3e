"""What stands on what, whose goals standards are, and what is wrong with them, in words."""

from __future__ import annotations

import pytest

from homeroom.mastery import curriculum
from homeroom.standards import ccss
from homeroom.standards.frameworks import Named, take_standards
from homeroom.standards.models import Prerequisite
from mastery.people import child, standard

pytestmark = pytest.mark.django_db


def edge(before: str, after: str) -> None:
    Prerequisite.objects.create(before=standard(before), after=standard(after))


def test_what_ships_serves_before_anything_was_loaded_and_gives_the_same_afterwards() -> None:
    before = curriculum.loaded()
    assert ("3.OA.A.1", "3.OA.A.3") in before.graph.edges
    ccss.load()
    after = curriculum.loaded()
    assert (after.graph.codes, after.graph.edges) == (before.graph.codes, before.graph.edges)
    assert (after.circle, after.without_grade) == ("", ())


def test_a_circle_is_named_edge_by_edge_and_the_rest_holds() -> None:
    ccss.load()
    edge("2.MD.D.9", "3.MD.A.1")
    edge("3.MD.A.1", "2.MD.D.9")
    found = curriculum.loaded()
    assert found.circle == (
        "prerequisites run in a circle: 2.MD.D.9 before 3.MD.A.1, 3.MD.A.1 before 2.MD.D.9. "
        "Next steps go on without these edges; take one of them out."
    )
    assert ("3.OA.A.1", "3.OA.A.3") in found.graph.edges
    assert not {("2.MD.D.9", "3.MD.A.1"), ("3.MD.A.1", "2.MD.D.9")} & set(found.graph.edges)


def test_standards_without_a_grade_or_without_prerequisites_are_told() -> None:
    ccss.load()
    take_standards("own", "Our own", "mathematics", [Named("X.1", grade=""), Named("X.2", grade="3")])
    found = curriculum.loaded()
    assert found.without_grade == ("X.1",)
    assert {"X.1", "X.2"} <= set(found.alone)
    grade, alone = found.gaps
    assert grade == "standards without a grade (1): X.1. They are no child's goal."
    assert "and 3 more" in alone


def test_a_childs_goals_are_the_standards_of_its_grade() -> None:
    ccss.load()
    ana, ben = child("ana", "03"), child("ben", "")
    found = curriculum.loaded()
    targets = found.targets([ana.pk, ben.pk])
    goals = {code for code, weight in zip(found.graph.codes, targets[0], strict=True) if weight}
    assert "3.NF.A.1" in goals and {code[0] for code in goals} == {"3"}
    assert not targets[1].any()


def test_edges_to_standards_that_are_not_asked_for_are_left_out() -> None:
    assert curriculum.loaded(["3.OA.A.1", "3.OA.A.3"]).graph.edges == [("3.OA.A.1", "3.OA.A.3")]
