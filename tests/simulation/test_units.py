"""Units of the simulated classes: all standards, in the weeks in which their children are really taught them."""

from __future__ import annotations

import pytest

from homeroom.simulation import catalogue, units
from homeroom.simulation import plan as planning
from homeroom.simulation.calendar import weeks_of
from homeroom.simulation.catalogue import FORGE, TRAIL
from homeroom.simulation.plan import NONE
from homeroom.simulation.school import GRADES, Child
from homeroom.simulation.world import make

CATALOGUE = catalogue.make()
WEEKS = 16


def test_every_standard_is_in_one_unit() -> None:
    held = [code for unit in units.units(CATALOGUE) for code in dict.fromkeys(unit.weeks)]
    assert sorted(held) == sorted(standard.code for standard in CATALOGUE.standards)


def test_each_unit_has_its_own_title() -> None:
    found = units.units(CATALOGUE)
    assert len({unit.title for unit in found}) == len({unit.code for unit in found}) == len(found)
    assert all(0 < len(unit.title) <= 60 for unit in found)


@pytest.fixture(scope="module")
def children() -> dict[int, Child]:
    """One child a grade."""
    return {child.grade: child for child in make(1, 144, 1).school.children}


@pytest.mark.parametrize("grade", range(len(GRADES)))
def test_the_weeks_are_those_that_children_live_through(children: dict[int, Child], grade: int) -> None:
    plan = planning.make([children[grade]], weeks_of(WEEKS), CATALOGUE)
    taught = {
        (week, CATALOGUE.standards[plan.of(program)[0, week]].code)
        for week in range(WEEKS)
        for program in (TRAIL, FORGE)
        if plan.of(program)[0, week] != NONE
    }
    planned = {
        (lesson.first_week + at, code)
        for lesson in units.year(CATALOGUE, grade, WEEKS)
        for at, code in enumerate(lesson.unit.weeks)
        if lesson.first_week + at < WEEKS
    }
    assert planned == taught


def test_what_a_week_teaches_is_told_for_every_child(children: dict[int, Child]) -> None:
    listed = [children[grade] for grade in sorted(children)]
    focus = planning.focus_of(planning.make(listed, weeks_of(2), CATALOGUE), 1)
    assert [len(focus[child]) for child in range(len(listed))] == [1, 1, 1, 2, 2, 2]
    assert all(CATALOGUE.standards[place].grade == listed[child].grade for child, own in focus.items() for place in own)
