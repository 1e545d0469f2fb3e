"""What is filled by rule of thumb and by gain keeps every rule."""

import pytest

from homeroom.rotation.block.board import Board, Facts, Option
from homeroom.rotation.block.greedy import greedy
from homeroom.rotation.block.instance import Lock, Pair, Program, Served
from homeroom.rotation.block.made import plan_of, read_back
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Aim
from homeroom.rotation.block.thumb import thumb
from homeroom.rotation.check import check
from homeroom.simulation.rotation.blocks import of_size
from rotation.block.weeks import child, given, teacher, tutor, week

pytestmark = pytest.mark.any_database


def doing(plan):
    return {(place.child, place.slot): place.modality for place in plan.places}


def groups(plan):
    return [(group.modality, group.adult, group.standard, group.children) for group in plan.groups]


def four(**more):
    return [child(number, (0, number / 10), **more) for number in (1, 2, 3, 4)]


@pytest.mark.parametrize("plans", [thumb, greedy])
def test_a_tutor_leads_whoever_needs_the_standard(plans):
    assert groups(plans(week(*four(), adults=(tutor(),)))) == [(Modality.TUTORING, 90, 0, (1, 2, 3, 4))]


@pytest.mark.parametrize("plans", [thumb, greedy])
def test_a_group_fits_its_room(plans):
    (group,) = plans(week(*four(), adults=(tutor(room=2),))).groups

    assert len(group.children) == 3 and group.room == 2


@pytest.mark.parametrize("plans", [thumb, greedy])
def test_one_room_holds_one_group_a_slot(plans):
    children = [child(number) for number in range(1, 13)]

    assert (
        len(
            [
                group
                for group in plans(week(*children, adults=(tutor(90, room=1), tutor(91, room=1)))).groups
                if group.adult
            ]
        )
        == 1
    )


@pytest.mark.parametrize("plans", [thumb, greedy])
def test_who_is_apart_shares_no_group_and_who_is_together_does(plans):
    children = [child(number) for number in range(1, 6)]
    made = plans(week(*children, adults=(tutor(),), pairs=(Pair(1, 2), Pair(3, 4, together=True)), independent=(0,)))

    for group in made.groups:
        assert not {1, 2} <= set(group.children)
        assert len({3, 4} & set(group.children)) != 1


@pytest.mark.parametrize("plans", [thumb, greedy])
def test_locks_are_kept(plans):
    children = [child(1, given=(given(),)), *(child(number) for number in (2, 3, 4, 5))]
    locks = (
        Lock(1, 0, Modality.TECHNOLOGY, program="abacus"),
        Lock(2, 0, Modality.TUTORING, adult=90, standard=0),
        Lock(3, 0, Modality.INDEPENDENT),
    )
    made = doing(plans(week(*children, adults=(tutor(),), locks=locks)))

    assert (made[1, 0], made[2, 0], made[3, 0]) == (Modality.TECHNOLOGY, Modality.TUTORING, Modality.INDEPENDENT)


@pytest.mark.parametrize("plans", [thumb, greedy])
def test_whoever_is_served_is_there_and_whoever_is_away_has_no_place(plans):
    gone = child(1, services=(Served(0, 70, 1),)), child(2, away=(0,))
    made = doing(plans(week(*gone, *(child(number) for number in (3, 4, 5)), adults=(tutor(),))))

    assert made == {(1, 0): Modality.SERVICE} | dict.fromkeys([(3, 0), (4, 0), (5, 0)], Modality.TUTORING)


@pytest.mark.parametrize("plans", [thumb, greedy])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_checker_finds_no_rule_broken_and_the_same_value(plans, seed):
    one = of_size(100, seed)
    made = plans(one)
    checked = check(one, made)

    assert checked.broken == ()
    assert dict(checked.levels) == pytest.approx({level.aim: level.value for level in made.levels})


@pytest.mark.parametrize("plans", [thumb, greedy])
def test_licences_seats_and_minutes_are_kept_and_the_rest_overflows(plans):
    children = [child(number, given=(given(slots=(0, 1)),)) for number in (1, 2, 3)]
    only = (Program("abacus", concurrent=2, most={"3": 30}),)
    made = plans(week(*children, slots=2, programs=only, seats=(1, 9), independent=(0, 0)))

    online = [where for where, what in doing(made).items() if what is Modality.TECHNOLOGY]
    assert sorted(slot for _, slot in online) == [0, 1, 1] and len({number for number, _ in online}) == 3
    assert made.levels[0].aim is Aim.OVERFLOW and made.levels[0].value == 3


def test_whoever_is_left_meets_in_fours_and_fives():
    made = greedy(week(*(child(number) for number in range(1, 10)), independent=(0,)))

    assert sorted(len(group.children) for group in made.groups) == [4, 5]


def test_with_floors_whoever_lacks_an_adult_comes_first():
    children = [
        *(child(number, (0, 0.9)) for number in range(1, 7)),
        *(child(number, (0, 0.1), floor=1) for number in (7, 8, 9)),
    ]
    one = week(*children, adults=(tutor(room=2),))

    assert greedy(one).groups[0].children == (1, 2, 3)
    assert greedy(one, floors=True).groups[0].children == (7, 8, 9)


def test_language_class_and_qualification_decide_who_is_led():
    facts = Facts(week(*four(), adults=(teacher(school_class=2), tutor(91, languages=("es",)))))
    spanish = child(8, language="es")

    assert [facts.may_be_led(spanish, facts.adults[number], 0) for number in (80, 91)] == [False, True]
    assert not facts.may_be_led(child(9, language="fr"), facts.adults[91], 0)


def test_a_whole_class_goes_to_the_lab_where_there_are_seats():
    children = [child(number, given=(given(),)) for number in (1, 2, 3)]

    assert set(doing(thumb(week(*children, seats=(3,)))).values()) == {Modality.TECHNOLOGY}
    assert set(doing(thumb(week(*children, seats=(2,), independent=(0,)))).values()) == {
        Modality.TECHNOLOGY,
        Modality.OVERFLOW,
    }


def test_a_board_read_back_is_the_same_plan():
    one = week(
        *(child(number, given=(given(),)) for number in range(1, 12)), adults=(tutor(),), seats=(2,), independent=(2,)
    )
    made = greedy(one)

    assert plan_of(read_back(Board(Facts(one)), made), made.made_by) == made


def test_an_option_keeps_a_lock_whose_blank_parts_are_open():
    assert Option(Modality.TUTORING, 90, "", 0).keeps(Lock(1, 0, Modality.TUTORING))
    assert not Option(Modality.TUTORING, 90, "", 0).keeps(Lock(1, 0, Modality.TUTORING, standard=1))
