"""A lesson is judged by what its children did next on the standard, and little evidence by its program."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from goals.choosing.a_goal import ALONE, GOAL, YEAR, lesson, tried
from homeroom.goals.choosing.effects import Followed, followed, of_lessons, shrunk
from homeroom.people.models import Student
from mastery.a_class import children

DAY = date(2026, 10, 5)


@pytest.fixture
def ana() -> Student:
    lesson("A", GOAL)
    lesson("B", GOAL)
    return children("ana")[0]


@pytest.mark.django_db
@pytest.mark.usefixtures("_day")
class TestFollowed:
    def test_it_works(self, ana: Student) -> None:
        tried(ana, "A", DAY)
        tried(ana, "B", DAY + timedelta(days=1), "passed", minutes=20.0)
        assert followed(YEAR) == {
            ("number_trail", "A"): Followed(1, 1, 12.0),
            ("number_trail", "B"): Followed(0, 0, 20.0),
        }

    def test_the_same_lesson_again_says_nothing(self, ana: Student) -> None:
        tried(ana, "A", DAY)
        tried(ana, "A", DAY + timedelta(days=1), "passed")
        assert followed(YEAR)["number_trail", "A"].tries == 0

    def test_what_a_child_had_passed_before_says_nothing(self, ana: Student) -> None:
        for day, name in enumerate("ABAB"):
            tried(ana, name, DAY + timedelta(days=day), "passed")
        assert followed(YEAR)["number_trail", "A"].tries == 1
        assert followed(YEAR)["number_trail", "B"].tries == 0

    def test_work_on_another_standard_says_nothing(self, ana: Student) -> None:
        lesson("C", ALONE)
        tried(ana, "A", DAY)
        tried(ana, "C", DAY + timedelta(days=1), "passed")
        assert followed(YEAR)["number_trail", "A"].tries == 0

    def test_another_childs_work_says_nothing(self, ana: Student) -> None:
        tried(ana, "A", DAY)
        tried(children("ben")[0], "B", DAY + timedelta(days=1), "passed")
        assert followed(YEAR)["number_trail", "A"].tries == 0

    def test_what_has_no_end_yet_is_left_out(self, ana: Student) -> None:
        tried(ana, "A", DAY)
        tried(ana, "B", DAY + timedelta(days=1), "started")
        tried(ana, "B", DAY + timedelta(days=2), "not passed")
        assert followed(YEAR)["number_trail", "A"] == Followed(1, 0, 12.0)

    def test_new_facts_and_new_tags_count_at_once(self, ana: Student) -> None:
        lesson("C", ALONE)
        tried(ana, "A", DAY)
        tried(ana, "C", DAY + timedelta(days=1), "passed")
        assert followed(YEAR)["number_trail", "A"].tries == 0
        lesson("C", GOAL)
        assert followed(YEAR)["number_trail", "A"] == Followed(1, 1, 12.0)

    def test_without_any_facts_there_is_nothing(self, ana: Student) -> None:
        assert followed(YEAR) == {}


def test_without_tries_every_lesson_is_as_good() -> None:
    assert of_lessons([("a", "1"), ("b", "2")], {}).tolist() == [0.5, 0.5]


def test_no_lessons_have_no_effects() -> None:
    assert of_lessons([], {}).tolist() == []


def test_few_tries_say_little_and_many_say_much() -> None:
    found = {
        ("a", "few"): Followed(2, 2, None),
        ("a", "many"): Followed(400, 400, None),
        ("a", "bad"): Followed(400, 100, None),
    }
    few, many, bad, none = of_lessons([("a", name) for name in ("few", "many", "bad", "none")], found)
    assert bad < none < few < many
    assert many > 0.95
    assert abs(few - none) < 0.05


def test_a_lesson_without_tries_is_as_good_as_its_program() -> None:
    found = {("good", "1"): Followed(1000, 900, None), ("poor", "1"): Followed(1000, 200, None)}
    good, poor, *_ = of_lessons([("good", "2"), ("poor", "2"), *found], found)
    assert good > 0.8
    assert poor < 0.3


def test_an_effect_lies_between_none_and_all() -> None:
    tries = np.array([0.0, 5.0, 5.0])
    found = shrunk(tries, np.array([0.0, 5.0, 0.0]), np.array([0, 0, 1]))
    assert ((found > 0) & (found < 1)).all()
