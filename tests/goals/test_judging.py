import re
from datetime import date, timedelta
from typing import Any

import pytest

from a_school import MONDAY, TODAY, Town, lesson, practice, standards, town
from facts.facts_by_hand import publish
from homeroom.goals import setting
from homeroom.goals.judging import Judged, Outcome, judge, judge_all, rule
from homeroom.goals.models import Goal, GoalStandard
from homeroom.goals.setting import Until
from homeroom.mastery import teachers
from homeroom.standards.alignment import Tag, take_tags
from homeroom.standards.content import Content, take_content
from homeroom.standards.models import Standard

CODES = {"3.NF.A.1": "Unit fractions", "3.G.A.2": "Equal areas", "3.MD.C.7": "Area"}
LAST = TODAY + timedelta(days=18)
pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings) -> Town:  # type: ignore[no-untyped-def]
    settings.HOMEROOM_TODAY = TODAY
    standards(CODES)
    whole = Standard.objects.get(code="3.MD.C.7")
    for order, letter in enumerate("ab", start=9):
        part = {"framework": whole.framework, "title": "Part", "grade": "03", "domain": "MD", "parent": whole}
        Standard.objects.create(code=f"3.MD.C.7.{letter}", order=order, **part)
    return town(3)


def _goal(place: Town, *codes: str, **until: Any) -> Goal:
    told = {Standard.objects.get(code=code): 1.0 for code in codes or ("3.NF.A.1", "3.G.A.2")}
    return setting.make_goal(place.teacher, place.group, told, MONDAY, LAST, until=Until(**until))


def _believed(student: int, code: str, p: float, weight: float, inferred: bool = False) -> dict[str, object]:
    told = {"student": student, "standard": code, "p_mastered": p, "evidence_weight": weight, "as_of": TODAY}
    return {**told, "inferred": inferred}


def _outcomes(judged: Judged) -> list[str]:
    return [judged.outcome.value, *(one.outcome.value for one in judged.standards)]


def test_before_anything_is_known_there_is_no_evidence(here: Town) -> None:
    for criterion in Goal.Criterion.values:
        goal = _goal(here, criterion=criterion, minutes=60)
        assert {judge(goal, student).outcome for student in here.numbers} == {Outcome.NO_EVIDENCE}


def test_mastery_needs_the_chance_and_the_evidence_on_every_standard(here: Town) -> None:
    ana, ben, carla = here.numbers
    rows = [
        *(_believed(ana, code, 0.8, 5) for code in ("3.NF.A.1", "3.G.A.2")),
        _believed(ben, "3.NF.A.1", 0.95, 9),
        _believed(ben, "3.G.A.2", 0.95, 4.9),
        _believed(carla, "3.NF.A.1", 0.95, 0.0, inferred=True),
    ]
    publish("mastery", rows)
    found = judge_all(_goal(here), here.numbers)
    assert _outcomes(found[ana]) == ["met", "met", "met"]
    assert _outcomes(found[ben]) == ["not yet", "met", "not yet"]
    assert _outcomes(found[carla]) == ["no evidence", "no evidence", "no evidence"]
    assert [(one.value, one.evidence) for one in found[ben].standards] == [(0.95, 9.0), (0.95, 4.9)]


def test_one_standard_known_and_one_unheard_of_is_not_yet(here: Town) -> None:
    publish("mastery", [_believed(here.numbers[0], "3.NF.A.1", 0.95, 9)])
    assert _outcomes(judge(_goal(here), here.numbers[0])) == ["not yet", "met", "no evidence"]


def test_a_teachers_word_stands_before_the_estimate(here: Town) -> None:
    ana, ben, _ = here.numbers
    publish("mastery", [_believed(ana, "3.NF.A.1", 0.1, 9), _believed(ben, "3.NF.A.1", 0.95, 9)])
    standard = Standard.objects.get(code="3.NF.A.1")
    teachers.override(here.teacher, ana, standard, "mastered", "saw it")
    teachers.override(here.teacher, ben, standard, "nearly there", "with help")
    found = judge_all(_goal(here, "3.NF.A.1"), [ana, ben])
    assert (found[ana].outcome, found[ben].outcome) == ("met", "not yet")


def test_a_whole_standard_is_known_by_itself_or_by_all_its_parts(here: Town) -> None:
    ana, ben, carla = here.numbers
    rows = [
        _believed(ana, "3.MD.C.7", 0.9, 6),
        *(_believed(ben, f"3.MD.C.7.{letter}", 0.9, 6) for letter in "ab"),
        _believed(carla, "3.MD.C.7.a", 0.9, 6),
    ]
    publish("mastery", rows)
    found = judge_all(_goal(here, "3.MD.C.7"), here.numbers)
    assert [found[student].outcome for student in here.numbers] == ["met", "met", "not yet"]


def _lessons(place: Town) -> None:
    items = {"L1": "3.NF.A.1", "L2": "3.NF.A.1", "L3": "3.MD.C.7", "Q1": "3.G.A.2"}
    take_content(Content("iready", "lesson", item) for item in items)
    take_tags([Tag(("iready", "lesson", item), code, 1.0, "vendor") for item, code in items.items()], "ccss")


def test_lessons_are_counted_once_each_within_the_goals_days(here: Town) -> None:
    _lessons(here)
    ana, ben, carla = here.children
    done = [
        *(lesson(ana, MONDAY + timedelta(days=day), "L1", 10) for day in range(3)),
        lesson(ben, MONDAY, "L1", 10),
        lesson(ben, LAST, "L2", 10),
        lesson(carla, MONDAY - timedelta(days=1), "L1", 10),
        lesson(carla, LAST + timedelta(days=1), "L2", 10),
    ]
    publish("activities", done)
    found = judge_all(_goal(here, "3.NF.A.1", criterion="lessons", count=2), here.numbers)
    assert [found[student].outcome for student in here.numbers] == ["not yet", "met", "no evidence"]
    assert [found[student].standards[0].value for student in here.numbers] == [1.0, 2.0, None]


def test_a_lesson_that_was_not_passed_is_evidence_of_none(here: Town) -> None:
    _lessons(here)
    publish("activities", [lesson(here.children[0], MONDAY, "L1", 10, passed=False)])
    told = judge(_goal(here, "3.NF.A.1", criterion="lessons"), here.numbers[0])
    assert (told.outcome, told.standards[0].value, told.standards[0].evidence) == ("not yet", 0.0, 1.0)


def test_a_lesson_on_a_whole_standard_counts_for_its_parts(here: Town) -> None:
    _lessons(here)
    publish("activities", [lesson(here.children[0], MONDAY, "L3", 10)])
    for code in ("3.MD.C.7", "3.MD.C.7.a"):
        assert judge(_goal(here, code, criterion="lessons"), here.numbers[0]).outcome == "met"
    assert judge(_goal(here, "3.G.A.2", criterion="lessons"), here.numbers[0]).outcome == "no evidence"


def test_a_lesson_nobody_aligned_counts_by_the_programs_own_spelling(here: Town) -> None:
    told = {**lesson(here.children[0], MONDAY, "new", 10), "standard": "CCSS.Math.Content.3.NF.A.1"}
    publish("activities", [told])
    assert judge(_goal(here, "3.NF.A.1", criterion="lessons"), here.numbers[0]).outcome == "met"


def test_an_alignment_goes_before_the_programs_own_spelling(here: Town) -> None:
    _lessons(here)
    publish("activities", [{**lesson(here.children[0], MONDAY, "Q1", 10), "standard": "3.NF.A.1"}])
    assert judge(_goal(here, "3.NF.A.1", criterion="lessons"), here.numbers[0]).outcome == "no evidence"


def _quiz(student: Any, on: date, right: int, of: int) -> dict[str, object]:
    return {**lesson(student, on, "Q1", 5), "kind": "quiz", "items": of, "items_correct": right}


def test_of_exit_checks_the_newest_counts(here: Town) -> None:
    _lessons(here)
    ana, ben, carla = here.children
    publish("activities", [_quiz(ana, MONDAY, 9, 10), _quiz(ana, TODAY, 7, 10), _quiz(ben, TODAY, 8, 10)])
    standard = Standard.objects.get(code="3.G.A.2")
    teachers.check(here.teacher, carla.pk, standard, "got it", TODAY)
    found = judge_all(_goal(here, "3.G.A.2", criterion="exit score", cut=0.8), here.numbers)
    assert [found[student].outcome for student in here.numbers] == ["not yet", "met", "met"]
    assert [found[student].standards[0].value for student in here.numbers] == [0.7, 0.8, 1.0]
    assert found[ana.pk].standards[0].evidence == 2


def test_on_one_day_what_a_teacher_saw_goes_before_a_programs_quiz(here: Town) -> None:
    _lessons(here)
    publish("activities", [_quiz(here.children[0], TODAY, 10, 10)])
    seen = teachers.check(here.teacher, here.numbers[0], Standard.objects.get(code="3.G.A.2"), "not yet", TODAY)
    goal = _goal(here, "3.G.A.2", criterion="exit score")
    assert judge(goal, here.numbers[0]).outcome == "not yet"
    teachers.withdraw(here.teacher, seen)
    assert judge(goal, here.numbers[0]).outcome == "met"


@pytest.mark.parametrize(("right", "of"), [(5, 0), (11, 10), (-1, 10)])
def test_a_quiz_whose_numbers_can_not_be_is_no_evidence(here: Town, right: int, of: int) -> None:
    _lessons(here)
    publish("activities", [_quiz(here.children[0], TODAY, right, of)])
    assert judge(_goal(here, "3.G.A.2", criterion="exit score"), here.numbers[0]).outcome == "no evidence"


def test_minutes_are_those_of_the_goals_weeks_added_up_once(here: Town) -> None:
    ana, ben, carla = here.children
    rows = [
        practice(ana, "3.NF.A.1", 5, 5, active_minutes=20.0),
        practice(ana, "3.G.A.2", 5, 5, active_minutes=15.0, program="iready"),
        practice(ben, "3.NF.A.1", 5, 5, active_minutes=34.9),
        practice(ben, "3.MD.C.7", 5, 5, active_minutes=90.0),
        practice(carla, "3.NF.A.1", 5, 5, active_minutes=90.0, week=MONDAY - timedelta(days=7)),
    ]
    publish("practice", rows)
    found = judge_all(_goal(here, criterion="minutes", minutes=35), here.numbers)
    assert [found[student].outcome for student in here.numbers] == ["met", "not yet", "no evidence"]
    assert [found[student].minutes for student in here.numbers] == [35.0, 34.9, None]


def test_a_whole_standard_and_its_part_in_one_goal_count_no_minute_twice(here: Town) -> None:
    publish("practice", [practice(here.children[0], "3.MD.C.7.a", 5, 5, active_minutes=20.0)])
    goal = _goal(here, "3.MD.C.7", "3.MD.C.7.a", criterion="minutes", minutes=30)
    told = judge(goal, here.numbers[0])
    assert (told.minutes, told.outcome) == (20.0, "not yet")
    assert [one.value for one in told.standards] == [20.0, 20.0]


def test_a_goal_without_standards_has_no_evidence(here: Town) -> None:
    goal = _goal(here)
    GoalStandard.objects.all().delete()
    assert judge(goal, here.numbers[0]) == Judged(Outcome.NO_EVIDENCE, ())


def test_nobody_asked_about_is_no_error(here: Town) -> None:
    for criterion in Goal.Criterion.values:
        assert judge_all(_goal(here, criterion=criterion, minutes=5), []) == {}


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ({"cut": 0.85, "evidence": 6}, "chance of 85 % or more, on as much evidence of the child's own as 6"),
        ({"criterion": "exit score", "cut": 0.7}, "exit check of each standard within the goal's days is 70 %"),
        ({"criterion": "lessons", "count": 1}, "Met when 1 lesson of each"),
        ({"criterion": "lessons", "count": 3}, "Met when 3 different lessons"),
        ({"criterion": "minutes", "minutes": 90}, "worked 90 minutes .* not of what is known"),
    ],
)
def test_each_criterion_says_its_rule_with_its_numbers(here: Town, until: dict[str, Any], words: str) -> None:
    assert re.search(words, rule(_goal(here, **until)))
