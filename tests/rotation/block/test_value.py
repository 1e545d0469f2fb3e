import pytest

from homeroom.rotation.block.instance import Equity, Program, Running
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Aim, Group, Place, Plan
from homeroom.rotation.block.value import Worth, aims, differs, unequal
from rotation.block.weeks import child, tutor, week

pytestmark = pytest.mark.any_database
ALONE, TUTORED = Modality.INDEPENDENT, Modality.TUTORING


def plan(*places: Place, groups: tuple[Group, ...] = ()) -> Plan:
    return Plan("", places, groups)


@pytest.mark.parametrize(
    ("modality", "standard", "larger", "worth"),
    [
        (Modality.TUTORING, 0, False, 0.5 * 0.20),
        (Modality.TUTORING, 0, True, 0.5 * 0.20 * 0.85),
        (Modality.TEACHER_LED, 1, True, 0.8 * 0.14),
        (Modality.TECHNOLOGY, 0, False, 0.5 * 0.10),
        (Modality.TECHNOLOGY, None, False, 0.0),
        (Modality.INDEPENDENT, None, False, 0.8 * 0.045),
        (Modality.PEER, None, False, 0.8 * 0.055),
        (Modality.SERVICE, None, False, 0.0),
        (Modality.OVERFLOW, None, False, 0.0),
    ],
)
def test_a_place_is_worth_need_times_response(modality, standard, larger, worth):
    formula = Worth(week(child(1, (0, 0.5), (1, 0.8))))

    assert formula.place(1, 0, modality, standard, larger=larger) == pytest.approx(worth)


def test_a_childs_own_response_multiplies():
    formula = Worth(week(child(1, (0, 0.5), response={Modality.TUTORING: 2.0})))

    assert formula.place(1, 0, Modality.TUTORING, 0) == pytest.approx(0.5 * 0.20 * 2)


def test_working_again_on_a_standard_alone_costs():
    one = week(child(1), slots=2)
    again = plan(*(Place(1, slot, Modality.TECHNOLOGY, program="abacus", standard=0) for slot in (0, 1)))

    assert Worth(one).plan(again) == pytest.approx(0.2 - 0.02)


def test_minutes_under_a_programs_least_cost():
    one = week(child(1), slots=2, programs=(Program("abacus", least={"3": 40}),))

    assert Worth(one).plan(plan(Place(1, 0, Modality.TECHNOLOGY, program="abacus", standard=0))) == pytest.approx(
        0.1 - 10 * 0.0005
    )


def test_a_second_meeting_is_worth_less_and_going_on_more():
    three = [child(number) for number in (1, 2, 3)]
    one = week(*three, slots=2, adults=(tutor(90, (0, 1)),), running=(Running(90, 0, (1, 2, 8, 9)[:2]),))
    group = Group(0, TUTORED, (0, 1), (1, 2, 3), 90, 0)
    met = plan(*(Place(who, slot, TUTORED, 0, 90, standard=0) for who in (1, 2, 3) for slot in (0, 1)), groups=(group,))

    assert Worth(one).plan(met) == pytest.approx(3 * 0.2 * 1.8 + 3 * 0.02)


def test_a_group_of_which_fewer_than_half_are_left_does_not_go_on():
    one = Worth(
        week(*(child(number) for number in range(1, 6)), adults=(tutor(),), running=(Running(90, 0, (1, 2, 3)),))
    )

    assert [one.goes_on(90, 0, (1, 2)), one.goes_on(90, 0, (1, 4, 5)), one.goes_on(90, 1, (1, 2, 3))] == [
        True,
        False,
        False,
    ]


def test_the_aims_are_counted_in_their_order():
    one = week(child(1, floor=2), child(2, floor=1), slots=1)
    found = plan(Place(1, 0, Modality.OVERFLOW), Place(2, 0, ALONE))
    before = plan(Place(1, 0, Modality.OVERFLOW), Place(2, 0, Modality.OVERFLOW))

    assert list(aims(one, found, before).items()) == [
        (Aim.OVERFLOW, 1),
        (Aim.WORST, 2),
        (Aim.SHORT, 3),
        (Aim.GAIN, pytest.approx(0.045)),
        (Aim.CHANGES, 1),
    ]


def test_a_band_is_unequal_by_what_its_mean_lacks():
    one = week(child(1), child(2), equity=(Equity("a", (1,)), Equity("nobody", ())))

    assert unequal(one, plan(Place(2, 0, TUTORED), Place(1, 0, ALONE))) == [pytest.approx(0.95 / 2)]


def test_whoever_had_no_place_before_differs():
    assert differs(Place(1, 0, ALONE), None)
