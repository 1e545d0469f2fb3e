from datetime import date, timedelta
from typing import Any

import pytest

from a_school import TODAY, Town, child, room, staff, standards, town
from homeroom.goals import setting
from homeroom.goals.errors import GoalsError
from homeroom.goals.models import Goal, GoalStudent
from homeroom.goals.setting import Until
from homeroom.mastery.models import KeptGroup, Membership
from homeroom.people.models import AuditEntry, Enrollment
from homeroom.standards.models import Standard
from homeroom.standards.units import Part, make_unit

LAST = TODAY + timedelta(days=18)
pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings) -> Town:  # type: ignore[no-untyped-def]
    settings.HOMEROOM_TODAY = TODAY
    standards({"3.NF.A.1": "Unit fractions", "3.G.A.2": "Equal areas"})
    return town(3)


def _make(place: Town, last: date = LAST, **more: Any) -> Goal:
    told = {Standard.objects.get(code="3.NF.A.1"): 1.0}
    return setting.make_goal(place.teacher, place.group, more.pop("standards", told), TODAY, last, **more)


def _group(place: Town, *students: int) -> KeptGroup:
    dates = {"begins_on": TODAY, "ends_on": LAST}
    group = KeptGroup.objects.create(
        school_class=place.group, standard=Standard.objects.get(code="3.NF.A.1"), made_by="teacher", **dates
    )
    for student in students:
        Membership.objects.create(group=group, student_id=student, since=TODAY, added_by="teacher")
    return group


def test_a_goal_begins_as_a_draft_that_asks_nothing_of_anybody(here: Town) -> None:
    goal = _make(here)
    assert (goal.sent_at, goal.owner, goal.scope, goal.title) == (None, "teacher", "class", "3.NF.A.1")
    assert not GoalStudent.objects.exists()
    assert setting.children_of(goal) == here.numbers


def test_a_goal_of_a_unit_has_its_standards_and_its_name(here: Town) -> None:
    parts = [Part("3.NF.A.1", 2), Part("3.G.A.2", 1, week=2), Part("3.NF.A.1", 1, week=2)]
    unit = make_unit("ccss", "u1", "Fractions", parts)
    goal = _make(here, standards=setting.weights_of(unit), unit=unit)
    assert goal.title == "Fractions"
    assert dict(goal.standards.values_list("standard__code", "weight")) == {"3.NF.A.1": 3, "3.G.A.2": 1}


def test_whom_a_draft_is_for_follows_the_class_and_once_sent_stays(here: Town) -> None:
    goal = _make(here)
    newcomer = child(7, here.group)
    assert newcomer.pk in setting.children_of(goal)
    setting.settle(here.teacher, goal)
    assert goal.sent_at is not None
    late = child(8, here.group)
    Enrollment.objects.filter(student=here.children[0]).update(ends_on=TODAY - timedelta(days=1))
    assert setting.children_of(goal) == sorted([*here.numbers, newcomer.pk])
    assert setting.add_child(here.teacher, goal, late.pk)
    assert not setting.add_child(here.teacher, goal, late.pk)
    assert late.pk in setting.children_of(goal)


def test_sent_twice_is_sent_once(here: Town) -> None:
    goal = _make(here)
    setting.settle(here.teacher, goal)
    first = Goal.objects.get().sent_at
    assert setting.settle(here.teacher, goal) == here.numbers
    assert Goal.objects.get().sent_at == first
    assert AuditEntry.objects.filter(verb="sent").count() == 1


def test_a_goal_for_some_children_is_theirs_alone(here: Town) -> None:
    ana, _, carla = here.numbers
    goal = _make(here, students=[carla, ana, ana])
    assert goal.scope == "child"
    assert setting.children_of(goal) == [ana, carla]


def test_a_goal_for_a_group_follows_its_members_of_today(here: Town) -> None:
    ana, ben, _ = here.numbers
    group = _group(here, ana, ben)
    goal = _make(here, group=group)
    assert setting.children_of(goal) == [ana, ben]
    Membership.objects.filter(student=ana).update(left_by="teacher", left_at="2026-10-26T12:00Z")
    assert setting.children_of(goal) == [ben]


def test_a_goal_that_is_for_nobody_can_not_be_sent(here: Town) -> None:
    goal = _make(here, group=_group(here))
    with pytest.raises(GoalsError, match="choose some"):
        setting.settle(here.teacher, goal)


def test_a_goal_is_ended_once_and_not_sent_after(here: Town) -> None:
    goal = _make(here)
    assert setting.end_goal(here.teacher, goal)
    assert not setting.end_goal(here.other_teacher, goal)
    assert Goal.objects.get().ended_by == "teacher"
    with pytest.raises(GoalsError, match="has ended"):
        setting.settle(here.teacher, goal)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"standards": {}}, "at least one standard"),
        ({"last": TODAY - timedelta(days=1)}, "last day comes after the first"),
        ({"last": TODAY + timedelta(days=401)}, "within 400 days"),
        ({"until": Until(criterion="stars")}, "how the goal is judged"),
        ({"until": Until(cut=0)}, "above 0"),
        ({"until": Until(cut=1.1)}, "at most 100"),
        ({"until": Until(evidence=-1)}, "from 0 to 1,000"),
        ({"until": Until(criterion="lessons", count=0)}, "from 1 to 1,000"),
        ({"until": Until(criterion="minutes", minutes=0)}, "from 1 to 30,000"),
        ({"until": Until(cut=float("nan"))}, "above 0"),
        ({"students": [999_999]}, "not in the class"),
    ],
)
def test_a_goal_that_can_not_be_says_what_to_do(here: Town, more: dict[str, Any], words: str) -> None:
    with pytest.raises(GoalsError, match=words):
        _make(here, **more)
    assert not Goal.objects.exists()


@pytest.mark.parametrize("weight", [0.0, -1.0, float("nan"), float("inf")])
def test_a_weight_has_to_be_above_0(here: Town, weight: float) -> None:
    with pytest.raises(GoalsError, match="weight above 0"):
        _make(here, standards={Standard.objects.get(code="3.NF.A.1"): weight})


def test_a_group_or_child_of_another_class_is_refused(here: Town) -> None:
    other = room(here.school, "c9", "Room 9")
    stranger = child(20, other)
    for more in ({"students": [stranger.pk]}, {"group": _of(other)}):
        with pytest.raises(GoalsError, match=r"not in the class|another class"):
            _make(here, **more)
    goal = _make(here)
    with pytest.raises(GoalsError, match="not in the class"):
        setting.add_child(here.teacher, goal, stranger.pk)


def _of(school_class: Any) -> KeptGroup:
    standard = Standard.objects.get(code="3.NF.A.1")
    return KeptGroup.objects.create(
        school_class=school_class, standard=standard, made_by="t", begins_on=TODAY, ends_on=LAST
    )


def test_a_title_of_any_length_is_kept_as_far_as_it_fits(here: Town) -> None:
    assert _make(here, title="  " + "ñ" * 300).title == "ñ" * 255


def test_who_set_sent_and_ended_it_is_in_the_log_with_its_children(here: Town) -> None:
    principal = staff("lead", "principal", here.school)
    goal = _make(here)
    setting.settle(principal, goal)
    setting.end_goal(principal, goal)
    told = AuditEntry.objects.order_by("pk").values_list("verb", "actor", "students")
    assert [tuple(row) for row in told] == [
        ("set", "teacher", []),
        ("sent", "lead", here.numbers),
        ("ended", "lead", here.numbers),
    ]
