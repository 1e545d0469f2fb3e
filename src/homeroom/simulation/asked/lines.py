"""The same tries as the programs write them that are simulated answer by answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from homeroom.simulation.asked.answers import ITEMS, Try
from homeroom.simulation.catalogue import LESSONS, Content
from homeroom.simulation.exports import iready_lessons, responses
from homeroom.simulation.school import SCHOOL
from homeroom.simulation.world import World

STARTED_AT, APART = 9 * 3600, 31  # the lab's own hours don't matter here, only that moments differ
BROKEN_OFF = 3  # answers given before


def lessons(world: World, tries: Iterable[Try]) -> list[iready_lessons.Line]:
    """i-Ready lists what was finished."""
    by_id = {lesson.external_id: lesson for lesson in world.catalogue.lessons}
    return [
        iready_lessons.Line(
            known=world.known[LESSONS][one.child],
            school=SCHOOL.name,
            lesson=by_id[one.offer.title.external_id],
            day=one.day,
            minutes=one.minutes,
            score=round(100 * one.right / ITEMS),
            assigned=bool(one.key),
        )
        for one in tries
        if one.right is not None
    ]


def answers(world: World, program: str, tries: Iterable[Try], first_session: int) -> Iterator[responses.Line]:
    """A try of an item program, answer by answer."""
    items: dict[int, list[Content]] = {}
    for item in world.catalogue.items[program]:
        items.setdefault(item.standards[0][0], []).append(item)
    for session, one in enumerate(tries, start=first_session):
        known, own = world.known[program][one.child], items[one.offer.standards[0]]
        count = ITEMS if one.right is not None else BROKEN_OFF
        begins = STARTED_AT + 60 * (one.child % 50)
        for place in range(count):
            item = own[(place + 3 * one.attempt) % len(own)]
            right = place < (one.right if one.right is not None else 1)
            second = begins + APART * place
            yield responses.Line(known, SCHOOL.name, item, session, one.day, second, APART - 3, right, one.attempt)
