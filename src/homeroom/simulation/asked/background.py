"""What children do in a further week in the programs that ask nothing of anybody: as in the weeks before."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from homeroom.simulation.answers import Answers
from homeroom.simulation.calendar import Week, seconds_of
from homeroom.simulation.catalogue import LESSONS
from homeroom.simulation.chance import stream
from homeroom.simulation.exports import iready_lessons, responses
from homeroom.simulation.learning import TAUGHT
from homeroom.simulation.lessons import TAKES_PART, Shelf
from homeroom.simulation.mind import Minds
from homeroom.simulation.plan import NONE, Plan
from homeroom.simulation.school import SCHOOL
from homeroom.simulation.sessions import FORGE, TRAIL, Desk, ItemProgram
from homeroom.simulation.world import World

Bools = NDArray[np.bool_]


@dataclass
class Background:
    """Answers by program, and tries of i-Ready's lessons."""

    answers: dict[str, list[responses.Line]] = field(default_factory=dict)
    lessons: list[iready_lessons.Line] = field(default_factory=list)


def pass_by(world: World, minds: Minds, plan: Plan, present: Bools, week: Week) -> Background:
    """Teach and practise one week. What children know changes in `minds`."""
    for program in (TRAIL, FORGE):
        standard = plan.of(program.slug)[:, week.number]
        taught = np.flatnonzero(standard != NONE)
        minds.learn(taught, standard[taught], TAUGHT)
    answers = {one.slug: _answers(world, minds, plan, present, week, one) for one in (TRAIL, FORGE)}
    return Background(answers, _lessons(world, minds, present, week))


def _answers(
    world: World, minds: Minds, plan: Plan, present: Bools, week: Week, program: ItemProgram
) -> list[responses.Line]:
    random = stream(world.seed, f"who takes part in {program.slug} in {week.number}")
    desk = Desk(stream(world.seed, f"{program.slug} in {week.number}"), program, minds, plan, world.catalogue)
    opens = np.array([seconds_of(world.school.classes[one.home].block.starts) for one in world.school.children])
    served = plan.of(program.slug)[:, week.number] != NONE
    found: list[responses.Line] = []
    for place, day in enumerate(week.days):
        if day.weekday() in program.weekdays:
            there = present[:, place] & served & (random.random(len(served)) < program.takes_part)
            child = np.flatnonzero(there)
            if len(child):
                found += _lines(world, program.slug, desk.sitting(child, week.number, place, opens[child]), week)
    return found


def _lines(world: World, slug: str, found: Answers, week: Week) -> list[responses.Line]:
    known, items = world.known[slug], world.catalogue.items[slug]
    columns = (found.child, found.item, found.session, found.day, found.second, found.took)
    rows = zip(*(column.tolist() for column in columns), found.correct.tolist(), strict=True)
    return [
        responses.Line(known[child], SCHOOL.name, items[item], session, week.days[day], second, took, right, 1)
        for child, item, session, day, second, took, right in rows
    ]


def _lessons(world: World, minds: Minds, present: Bools, week: Week) -> list[iready_lessons.Line]:
    random = stream(world.seed, f"lessons in {week.number}")
    shelf = Shelf(random, minds, world.catalogue, np.array([child.grade for child in world.school.children]))
    known, lessons = world.known[LESSONS], world.catalogue.lessons
    found: list[iready_lessons.Line] = []
    for place, day in enumerate(week.days):
        there = present[:, place] & (random.random(len(present)) < TAKES_PART)
        tries = shelf.sitting(np.flatnonzero(there), place)
        columns = (tries.child, tries.lesson, tries.minutes, tries.score, tries.assigned, tries.idle)
        for child, lesson, minutes, score, assigned, idle in zip(*(one.tolist() for one in columns), strict=True):
            told = (known[child], SCHOOL.name, lessons[lesson], day, minutes, score, bool(assigned), idle)
            found.append(iready_lessons.Line(*told))
    return found
