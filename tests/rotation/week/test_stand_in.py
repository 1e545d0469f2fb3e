"""Who can stand in for an adult, and what it takes from whom."""

from __future__ import annotations

import pytest

from homeroom.rotation.week.instance import Adult, Instance, Time, TimeKind
from homeroom.rotation.week.stand_in import Price, gaps
from rotation.week.a_school import a_school, by_hand, changed, clock

pytestmark = pytest.mark.any_database


def with_adults(*adults: Adult) -> Instance:
    own = {one.number: one for one in (*a_school().adults, *adults)}
    return changed(a_school(), adults=tuple(own.values()))


def offered(*adults: Adult) -> dict[int, Price]:
    """Of the adults named here, for the first block of teacher 300, 8:00 to 9:00."""
    instance, asked = with_adults(*adults), {one.number for one in adults}
    first = gaps(instance, by_hand(instance), 300, 0, clock("8:00"), clock("9:00"))[0]
    return {one.adult: one.price for one in first.choices if one.adult in asked}


def test_each_choice_has_its_price() -> None:
    preparing = Adult(1, (Time(0, 480, 900), Time(0, 500, 530, TimeKind.PREPARATION)))
    eating = Adult(2, (Time(0, 480, 900), Time(0, 480, 510, TimeKind.LUNCH)))
    on_duty = Adult(3, (Time(0, 480, 900), Time(0, 520, 900, TimeKind.DUTY)))
    assert offered(preparing, eating, on_duty, Adult(4), Adult(301)) == {
        4: Price(),
        1: Price(of_preparation=30),
        3: Price(of_duty=20),
        2: Price(of_lunch=30),
        301: Price(of_classes=60),
    }


def test_the_least_price_comes_first() -> None:
    instance = with_adults(Adult(2, (Time(0, 480, 900), Time(0, 480, 510, TimeKind.LUNCH))), Adult(4))
    (first, *_) = gaps(instance, by_hand(instance), 300, 0)
    free = [one.adult for one in first.choices if one.price == Price()]
    assert free == sorted(free) and first.choices[-1].price.of_classes == 60
    assert [one.school_class for one in first.choices[-1].leaves] != []


@pytest.mark.parametrize(
    "adult, can",
    [
        (Adult(1, teaches=("Reading",)), True),
        (Adult(1, teaches=("Maths",)), False),
        (Adult(1, grades=("4",)), False),
        (Adult(1, (Time(0, clock("8:30"), clock("15:00")),)), False),
    ],
)
def test_only_who_is_there_and_qualified_is_offered(adult: Adult, can: bool) -> None:
    assert (1 in offered(adult)) is can


def test_an_adult_whose_times_do_not_meet_the_classes_leaves_no_gap() -> None:
    assert gaps(a_school(), by_hand(a_school()), 300, 0, clock("14:00"), clock("15:00")) == ()
