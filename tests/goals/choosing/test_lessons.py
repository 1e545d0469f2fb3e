"""What programs are known to offer here, and how each can be told: their own declarations and this installation's."""

from __future__ import annotations

from pathlib import Path

import pytest

from goals.choosing.a_goal import ALONE, goal, lesson
from goals.told import declare
from homeroom.goals.choose import propose
from homeroom.goals.choosing import lessons
from homeroom.people.models import Student
from homeroom.programs.assign import DEEP_LINK, FILE, WORK_LIST
from homeroom.programs.declaration import load_all
from mastery.a_class import children

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("_day")]


@pytest.fixture
def ana() -> Student:
    return children("ana")[0]


def channels(student: Student) -> dict[str, str]:
    """How the work that is proposed to the child would go out, by program."""
    return {one.assignment.program: one.channel for one in propose(goal([student], ALONE)).work}


def test_every_program_that_ships_is_told_of(home: Path) -> None:
    assert set(lessons.told()) == {program.slug for program in load_all()}


def test_a_program_of_the_installation_goes_by_the_file_it_takes(ana: Student, home: Path) -> None:
    lesson("Missing numbers", ALONE, program="garden")
    assert channels(ana) == {"garden": WORK_LIST}
    declare(home, FILE)
    assert channels(ana) == {"garden": FILE}


def test_what_the_school_knows_goes_before_what_ships(home: Path) -> None:
    assert DEEP_LINK not in lessons.told()["dreambox"].channels
    declare(home, DEEP_LINK, slug="dreambox")
    assert lessons.told()["dreambox"].channels == (DEEP_LINK, WORK_LIST)
