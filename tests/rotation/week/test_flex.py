"""A grade in one room by turns, and its figures beside the rotational model's."""

from __future__ import annotations

import msgspec
import pytest

from homeroom.rotation.block.modality import Modality
from homeroom.rotation.errors import RotationError
from homeroom.rotation.flex import FlexDay, Short, Zone, figures_of_flex, figures_of_rotation, plan_of
from homeroom.rotation.week.instance import Adult, Time, TimeKind
from rotation.week.a_school import a_school, by_hand, changed, clock

pytestmark = pytest.mark.any_database
ALL_DAY = Time(0, clock("8:00"), clock("10:00"))
ZONES = (
    Zone("Carpet", Modality.TEACHER_LED, 30, led=True),
    Zone("Table", Modality.TUTORING, 30, led=True),
    Zone("Screens", Modality.TECHNOLOGY, 30),
    Zone("Desks", Modality.INDEPENDENT, 30),
)
DAY = FlexDay(
    101, clock("8:00"), clock("10:00"), 30, ZONES, tuple((number, (ALL_DAY,)) for number in range(5)), ratio=25
)


def test_each_child_is_in_one_zone_a_session_and_goes_through_all() -> None:
    plan = plan_of(DAY)
    assert plan.short == ()
    for start in {turn.start for turn in plan.turns}:
        now = [turn for turn in plan.turns if turn.start == start]
        assert sum(turn.children for turn in now) == 101
        assert sorted(turn.zone for turn in now) == [0, 1, 2, 3]
        led = [turn.adult for turn in now if turn.adult is not None]
        assert len(set(led)) == len(led) == 2
    assert {turn.zone for turn in plan.turns if turn.group == 0} == {0, 1, 2, 3}


def test_figures_add_up_to_the_time_there_is() -> None:
    figures = figures_of_flex(DAY, plan_of(DAY))
    assert sum(figures.minutes.values()) + figures.lost == pytest.approx(120)
    assert (figures.smallest, figures.largest, figures.groups, figures.moves) == (25, 26, 4, 3)
    assert (figures.adult_minutes, figures.preparation) == (600, 0)


def test_a_minute_with_too_few_adults_is_told() -> None:
    away = Time(0, clock("9:00"), clock("9:30"), TimeKind.PREPARATION)
    adults = (*DAY.adults[:4], (4, (ALL_DAY, away)))
    plan = plan_of(msgspec.structs.replace(DAY, adults=adults))
    assert plan.short == (Short("adults", clock("9:00"), 5, 4),)
    assert figures_of_flex(msgspec.structs.replace(DAY, adults=adults), plan).preparation == 30


def test_a_zone_without_a_lead_or_with_too_few_seats_is_told() -> None:
    one = msgspec.structs.replace(DAY, adults=DAY.adults[:1], ratio=101)
    assert {short.what for short in plan_of(one).short} == {"lead"}
    small = (msgspec.structs.replace(ZONES[0], seats=25), *ZONES[1:])
    assert {(short.what, short.needed) for short in plan_of(msgspec.structs.replace(DAY, zones=small)).short} == {
        ("seats", 26)
    }


@pytest.mark.parametrize("change", [{"session": 45}, {"zones": ()}, {"end": clock("8:10")}])
def test_a_day_that_cannot_be_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(RotationError):
        msgspec.structs.replace(DAY, **change)


def test_the_rotational_figures_are_of_the_same_kind() -> None:
    preparing = Adult(300, (Time(0, 480, 900), Time(0, 840, 880, TimeKind.PREPARATION)))
    school = a_school()
    school = changed(school, adults=(*(one for one in school.adults if one.number != 300), preparing))
    figures = figures_of_rotation(school, by_hand(school), 0, school.grades[0])
    assert set(figures.minutes) == {"class", "technology", "flexible"}
    assert sum(figures.minutes.values()) + figures.lost == pytest.approx(180 + 40)
    assert (figures.smallest, figures.largest, figures.groups) == (20, 20, 3)
    assert (figures.adult_minutes, figures.preparation) == (360, 40)
