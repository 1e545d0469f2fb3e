from datetime import timedelta

import numpy as np
import pytest

from a_school import TODAY, Town, standards, town
from homeroom.goals import setting, targets
from homeroom.goals.models import Goal
from homeroom.mastery import curriculum
from homeroom.mastery.knowledge import Knowledge
from homeroom.mastery.next import Wishes, next_steps
from homeroom.standards import ccss, prerequisites
from homeroom.standards.models import Standard

CODES = {"3.NF.A.1": "Unit fractions", "3.NF.A.2": "Number line", "3.OA.A.1": "Products"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings) -> Town:  # type: ignore[no-untyped-def]
    settings.HOMEROOM_TODAY = TODAY
    standards(CODES)
    return town(2)


def _goal(place: Town, *, sent: bool = True, begins: int = 0, **weights: float) -> Goal:
    told = {Standard.objects.get(code=code): weight for code, weight in weights.items()}
    first = TODAY + timedelta(days=begins)
    made = setting.make_goal(place.teacher, place.group, told, first, first + timedelta(days=13))
    if sent:
        setting.settle(place.teacher, made)
    return made


def _weights(place: Town) -> list[list[float]]:
    found: list[list[float]] = targets.weights(place.numbers, list(CODES)).tolist()
    return found


def test_without_goals_nothing_weighs_anything(here: Town) -> None:
    assert _weights(here) == [[0, 0, 0], [0, 0, 0]]


def test_a_goals_standards_weigh_by_their_parts(here: Town) -> None:
    _goal(here, **{"3.NF.A.1": 1, "3.NF.A.2": 3})
    assert _weights(here) == [[25, 75, 0]] * 2


def test_of_two_goals_the_heavier_counts(here: Town) -> None:
    _goal(here, **{"3.NF.A.1": 1, "3.NF.A.2": 3})
    _goal(here, **{"3.NF.A.1": 5})
    assert _weights(here) == [[50, 75, 0]] * 2


@pytest.mark.parametrize("begins", [1, -14])
def test_a_goal_of_other_days_weighs_nothing(here: Town, begins: int) -> None:
    _goal(here, begins=begins, **{"3.NF.A.1": 1})
    assert _weights(here) == [[0, 0, 0]] * 2


def test_a_draft_and_a_goal_that_ended_weigh_nothing(here: Town) -> None:
    _goal(here, sent=False, **{"3.NF.A.1": 1})
    setting.end_goal(here.teacher, _goal(here, **{"3.NF.A.1": 1}))
    assert _weights(here) == [[0, 0, 0]] * 2


def test_children_that_a_goal_is_not_for_go_on_by_their_grade(here: Town) -> None:
    ana, ben = here.numbers
    one = {Standard.objects.get(code="3.NF.A.1"): 1.0}
    goal = setting.make_goal(here.teacher, here.group, one, TODAY, TODAY, students=[ben])
    setting.settle(here.teacher, goal)
    found = curriculum.loaded(list(CODES))
    at = found.graph.codes.index("3.NF.A.1")
    assert found.targets([ana, ben])[:, at].tolist() == [1.0, 51.0]
    assert found.targets([ana, ben]).sum() == 6 + 50


def test_where_nobody_knows_of_goals_the_grades_are(here: Town, settings) -> None:  # type: ignore[no-untyped-def]
    _goal(here, **{"3.NF.A.1": 1})
    settings.HOMEROOM_TARGETS = ""
    assert curriculum.loaded(list(CODES)).targets(here.numbers).tolist() == [[1, 1, 1]] * 2


def test_what_a_goal_needs_comes_before_any_other_standard_of_the_grade() -> None:
    """The worth of a grade's own standards adds up at what many of them stand on: 17 at most in what ships."""
    assert targets.A_GOAL * 0.7**3 > 17


def _before(code: str, steps: int) -> set[str]:
    """A standard with all that it stands on, so many steps back."""
    found = {code}
    for _ in range(steps):
        found |= {edge.before for edge in prerequisites.mathematics() if edge.after in found}
    return found


@pytest.mark.parametrize("code", ["3.NF.A.3.b", "3.MD.C.7", "3.G.A.1", "3.OA.D.8"])
def test_the_first_step_is_on_the_goal_or_on_what_it_needs(settings, code: str) -> None:  # type: ignore[no-untyped-def]
    settings.HOMEROOM_TODAY = TODAY
    ccss.load()
    place = town(1)
    one = {Standard.objects.get(code=code): 1.0}
    goal = setting.make_goal(place.teacher, place.group, one, TODAY, TODAY)
    setting.settle(place.teacher, goal)
    found = curriculum.loaded()
    shape = (1, len(found.graph.codes))
    known = np.array([[0.9 if each[0] in "K12" else 0.4 for each in found.graph.codes]])
    days = np.full(shape, 0.0)
    knowledge = Knowledge(np.array(place.numbers), known, np.full(shape, 9.0), np.zeros(shape, np.int64), days, 1.0)
    steps = next_steps(knowledge, found.graph, Wishes.of(knowledge, found.targets(place.numbers)))
    assert found.graph.codes[steps.standard[0, 0]] in _before(code, 3)
    assert (steps.standard[0] >= 0).all(), "where the goal leaves room, the grade's standards follow"
