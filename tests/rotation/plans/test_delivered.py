"""Sheets: a tick says that a session was held with a child, no tick says nothing."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from homeroom.people.models import AuditEntry
from homeroom.rotation import drafts
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.delivered import tick, tick_group, untick
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import BlockPlan, Delivered
from homeroom.rotation.publish import end, publish
from rotation.plans.a_week import MONDAY, TUESDAY, WEDNESDAY, Block, plan
from rotation.plans.checked import sound

SAID = ("student", "day", "session", "modality", "took_place", "minutes", "by")


@pytest.fixture
def made(own: Block, settings: Settings) -> BlockPlan:
    held = publish(drafts.save(own.instance, plan(own), None), None, sound)
    settings.HOMEROOM_TODAY = TUESDAY
    return held


def said() -> list[tuple[object, ...]]:
    return list(Delivered.objects.order_by("student", "day", "session").values_list(*SAID))


def test_a_tick_is_the_whole_session_as_it_was_planned(own: Block, made: BlockPlan) -> None:
    assert tick([own.children[0].pk], MONDAY, 1, own.tutor) == 1
    assert said() == [(own.children[0].pk, MONDAY, 1, "tutoring", True, 30, "tutor")]


def test_what_is_said_again_takes_the_place_of_what_was_said(own: Block, made: BlockPlan) -> None:
    child = own.children[7].pk
    tick([child], MONDAY, 1, own.tutor)
    tick([child], MONDAY, 1, own.teacher, minutes=20, modality=Modality.TUTORING)
    assert said() == [(child, MONDAY, 1, "tutoring", True, 20, "teacher")]
    tick([child], MONDAY, 1, None, took_place=False, minutes=20)
    assert said() == [(child, MONDAY, 1, "independent", False, 0, "homeroom")]


def test_an_untick_leaves_nothing_recorded(own: Block, made: BlockPlan) -> None:
    child = own.children[0].pk
    tick([child], MONDAY, 1, own.tutor)
    assert untick([child], MONDAY, 1, own.tutor) == 1
    assert untick([child], MONDAY, 1, own.tutor) == 0
    assert said() == []


def test_a_whole_group_is_ticked_but_for_who_was_away(own: Block, made: BlockPlan) -> None:
    group = made.groups.get(key=1)
    away = own.numbers(1, 7)  # 7 is in no group: its absence is none of the group's
    assert tick_group(group, MONDAY, 1, own.tutor, away=away, minutes=25) == 3
    assert [(row[0], row[4], row[5]) for row in said()] == [
        (own.children[0].pk, True, 25),
        (own.children[1].pk, False, 0),
        (own.children[4].pk, True, 25),
    ]
    assert tick_group(group, TUESDAY, 2, own.tutor) == 0  # it does not meet then


@pytest.mark.parametrize("minutes", [0, -5, 31])
def test_minutes_that_do_not_fit_are_refused(own: Block, made: BlockPlan, minutes: int) -> None:
    with pytest.raises(RotationError, match="do not fit a session of 30"):
        tick([own.children[0].pk], MONDAY, 1, None, minutes=minutes)


def test_a_day_that_has_not_come_is_refused(own: Block, made: BlockPlan) -> None:
    with pytest.raises(RotationError, match="has not come"):
        tick([own.children[0].pk], WEDNESDAY, 1, None)


def test_children_without_a_published_place_then_are_refused(own: Block, made: BlockPlan) -> None:
    children = [own.children[0].pk, 999_999]
    with pytest.raises(RotationError, match="1 of the children have no place in session 1 of 2026-10-26"):
        tick(children, MONDAY, 1, None)
    end(made, None)
    with pytest.raises(RotationError, match="2 of the children"):
        tick(children, MONDAY, 1, None)
    assert said() == []


def test_the_log_knows_who_ticked_whom(own: Block, made: BlockPlan) -> None:
    child = own.children[0].pk
    tick([child], MONDAY, 1, own.tutor)
    tick([child], MONDAY, 1, own.tutor, took_place=False)
    untick([child], MONDAY, 1, own.tutor)
    told = AuditEntry.objects.order_by("pk").values_list("actor", "verb", "object", "students")
    sheet = "sheet of 2026-10-26, session 1"
    assert list(told)[-3:] == [("tutor", verb, sheet, [child]) for verb in ("ticked", "ticked as not held", "unticked")]
