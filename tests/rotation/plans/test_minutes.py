"""Planned beside delivered: every minute that a child had stands in one place, by an account kept in plain Python."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import fields
from datetime import date

from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st
from pytest_django import Settings

from facts.facts_by_hand import publish as told
from homeroom.facts import store
from homeroom.rotation import drafts
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.delivered import tick
from homeroom.rotation.minutes import NOTHING, Minutes, by_child, by_modality, in_all
from homeroom.rotation.publish import end, publish
from homeroom.rotation.work_out import work_out
from rotation.plans.a_week import FRIDAY, MONDAY, SLOTS, TUESDAY, WEDNESDAY, Block, Making, plan, tutored
from rotation.plans.checked import sound

ONLINE, LED = "technology", "tutoring"
PROGRAMS = ("number_trail", "word_garden")


def numbers(own: Block) -> list[int]:
    return [one.pk for one in own.children]


def test_without_a_published_plan_there_is_nothing_to_work_out(own: Block) -> None:
    drafts.save(own.instance, plan(own), None)
    assert work_out() is None
    assert by_child(numbers(own), MONDAY, FRIDAY) == {}


def test_minutes_of_a_class_by_child_and_modality(own: Block, settings: Settings) -> None:
    publish(drafts.save(own.instance, plan(own), None), None, sound)
    settings.HOMEROOM_TODAY = WEDNESDAY
    zero, five = own.children[0].pk, own.children[5].pk
    tick([zero], MONDAY, 1, None, minutes=25)
    minutes = {"metric": "MinutesOnTask", "definition": "time on screen"}
    told("usage", [{"student": five, "occurred_on": MONDAY, "value": 40, **minutes}])
    work_out()
    found = by_child([zero, five], MONDAY, FRIDAY)
    by_sheet = frozenset({"minutes of the session, as its sheet says"})
    assert found[zero, LED] == Minutes(planned=60, delivered=25, missed=5, not_recorded=30, definitions=by_sheet)
    assert found[five, ONLINE] == Minutes(
        planned=60, delivered=30, late=30, beyond=10, definitions=frozenset({"time on screen"})
    )
    assert found[zero, "independent"] == Minutes(planned=120, not_recorded=60, waiting=60)
    assert by_modality(found)["independent"] == Minutes(planned=240, not_recorded=120, waiting=120)
    assert in_all(found.values()).planned == 360
    assert in_all([]) == NOTHING


def test_minutes_of_another_version_are_not_told_and_days_that_are_over_go_on(own: Block, settings: Settings) -> None:
    publish(drafts.save(own.instance, plan(own), None), None, sound)
    settings.HOMEROOM_TODAY = TUESDAY
    zero = own.children[0].pk
    tick([zero], MONDAY, 1, None)
    work_out()
    more = tutored(own, 0, 1, 4).online((0, 2, 4), 5, 6).done()
    second = publish(drafts.save(own.instance, more, None), None, sound)
    found = by_child([zero], MONDAY, TUESDAY)[zero, LED]
    assert (found.planned, found.delivered, found.waiting) == (60, 30, 30)  # Monday stands, Tuesday waits for the night
    rows = store.query("select distinct plan_version, date from rotation_minutes", tables=["rotation_minutes"]).rows
    assert rows == [(second.version, MONDAY)]
    work_out()
    assert by_child([zero], MONDAY, TUESDAY)[zero, LED].not_recorded == 30
    end(second, None)
    assert by_child([zero], MONDAY, TUESDAY) == {}


@tried(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_every_available_minute_is_planned_once_and_accounted_for_once(
    own: Block, settings: Settings, seed: int
) -> None:
    """Late and not recorded stand apart. The same account is kept by `accounted`, session by session."""
    draw = random.Random(seed)
    settings.HOMEROOM_TODAY = MONDAY
    with transaction.atomic():
        made = drawn_plan(own, draw)
        publish(drafts.save(own.instance, made.done(), None), None, sound)
        settings.HOMEROOM_TODAY = today = draw.choice((TUESDAY, WEDNESDAY, FRIDAY))
        said, used = drawn_sheets(made, draw, today), drawn_use(own, draw, today)
        work_out()
        found = by_child(numbers(own), MONDAY, FRIDAY)
        transaction.set_rollback(True)
    assert {key: figures(minutes) for key, minutes in found.items()} == accounted(made, said, used, today)
    for child in numbers(own):
        mine = in_all(minutes for (student, _), minutes in found.items() if student == child)
        assert mine.planned == sum(slot.minutes for slot in SLOTS)
        assert mine.planned == mine.delivered + mine.missed + mine.late + mine.not_recorded + mine.waiting


Sheets = dict[tuple[int, int], tuple[str, bool, int]]
Use = dict[tuple[int, date, str], float]
Figures = dict[str, float]


def figures(minutes: Minutes) -> Figures:
    return {one.name: value for one in fields(minutes)[:-1] if (value := getattr(minutes, one.name))}


def drawn_plan(own: Block, draw: random.Random) -> Making:
    made = Making(own)
    for slot in SLOTS:
        for at in range(8):
            if draw.random() < 0.5:
                made.online((slot.key,), at, program=draw.choice(PROGRAMS))
        if draw.random() < 0.5:
            made.group(slot.key, Modality.TUTORING, own.tutor, (slot.key,), *draw.sample(range(8), 3))
    return made


def drawn_sheets(made: Making, draw: random.Random, today: date) -> Sheets:
    said: Sheets = {}
    for (child, key), place in made.places.items():
        if SLOTS[key].on > today or draw.random() < 0.4:
            continue
        took_place, minutes = draw.random() < 0.8, draw.randint(1, 30)
        modality = place.modality if draw.random() < 0.8 else Modality.PEER
        tick(
            [child], SLOTS[key].on, SLOTS[key].session, None, took_place=took_place, minutes=minutes, modality=modality
        )
        said[child, key] = str(modality), took_place, minutes
    return said


def drawn_use(own: Block, draw: random.Random, today: date) -> Use:
    days = sorted({slot.on for slot in SLOTS if slot.on <= today})
    keys = ((child, day, program) for child in numbers(own) for day in days for program in PROGRAMS)
    used = {key: draw.randint(1, 90) / 2 for key in keys if draw.random() < 0.25}
    for table, value, more in (("usage", "value", {"metric": "MinutesOnTask"}), ("activities", "minutes", {})):
        program = PROGRAMS[table == "activities"]
        rows = [
            {"student": child, "occurred_on": day, "program": program, value: minutes, **more}
            for (child, day, own_program), minutes in used.items()
            if own_program == program
        ]
        if rows:
            told(table, rows)
    return used


def accounted(made: Making, said: Sheets, used: Use, today: date) -> dict[tuple[int, str], Figures]:
    found: dict[tuple[int, str], Figures] = defaultdict(lambda: defaultdict(float))
    online: dict[tuple[int, date, str], int] = defaultdict(int)
    for (child, key), place in made.places.items():
        slot = SLOTS[key]
        own = found[child, str(place.modality)]
        own["planned"] += slot.minutes
        if slot.on > today:
            own["waiting"] += slot.minutes
            continue
        modality, took_place, minutes = said.get((child, key), ("", False, 0))
        if took_place and modality not in (place.modality, ONLINE):
            found[child, modality]["beyond"] += minutes
        if place.modality == ONLINE:
            online[child, slot.on, place.program] += slot.minutes
        elif not modality:
            own["not_recorded"] += slot.minutes
        else:
            done = minutes if took_place and modality == place.modality else 0
            own["delivered"] += done
            own["missed"] += slot.minutes - done
    for at in sorted(used.keys() | online.keys()):
        child, day, program = at
        own, planned, spent = found[child, ONLINE], online[at], used.get(at, 0.0)
        told_of = at in used or (day < today and any(d >= day and p == program for _, d, p in used))
        own["late"] += 0 if told_of else planned
        own["delivered"] += min(planned, spent)
        own["missed"] += planned - min(planned, spent) if told_of else 0
        own["beyond"] += spent - min(planned, spent)
    return {key: {name: value for name, value in own.items() if value} for key, own in found.items()}
