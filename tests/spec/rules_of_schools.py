"""What a principal and a network leader read: the specs of these rules."""

from __future__ import annotations

from dataclasses import replace

from a_school import MONDAY, practice, town
from evidence.test_suppress import THREE_SCHOOLS
from facts.facts_by_hand import publish
from homeroom.evidence.cohorts import is_due
from homeroom.evidence.counts import crossed
from homeroom.evidence.intervals import share_of
from homeroom.evidence.models import Cohort
from homeroom.evidence.suppress import attack, hidden
from homeroom.people.school_days import Calendar, Marked
from homeroom.reports import rules_of_schools as of_schools
from homeroom.reports.class_week.do_next import told_enough
from homeroom.reports.class_week.read import first_day
from homeroom.reports.gathered import Gathered
from homeroom.reports.monday.lines import middle
from homeroom.reports.monday.read import facts
from homeroom.reports.monday.visits import named, visits
from homeroom.reports.values import State
from homeroom.reports.week import Week
from reports.monday_by_hand import each, room, visited, week
from spec.rules_by_hand import CODE, a_class
from spec.specs import DAY, WEEK, says, spec

OAK = room("Oak", 100)


@spec(of_schools.FEW, "children")
def of_ten_children_on_a_middle_is_told() -> None:
    assert [middle([5.0] * many).state for many in (9, 10)] == [State.FEW, State.KNOWN]
    small = [room("Oak", many) for many in (9, 10)]
    assert [visited(week([one], {one: 0}), [one]) for one in small] == [{}, {"Oak": "quiet-room"}]


@spec(of_schools.QUIET_ROOM, "percent")
def half_of_a_room_without_work() -> None:
    assert visited(week([OAK], {OAK: 50}), [OAK]) == {"Oak": "quiet-room"}
    assert visited(week([OAK], {OAK: 51}), [OAK]) == {}


@spec(of_schools.QUIET_ROOM, "school_day")
def told_of_a_room_by_the_third_day() -> None:
    says(of_schools.QUIET_ROOM, school_day=3)
    line = a_class(1).freshness[0]
    reached = [replace(line, through=MONDAY + days * DAY) for days in (1, 2)]
    assert [told_enough([one], Week(MONDAY)) for one in reached] == [False, True]


@spec(of_schools.LESS_TIME, "percent")
def under_half_of_the_usual_minutes() -> None:
    usual = [each(OAK, 100.0)] * 3
    assert visited(week([OAK], minutes=each(OAK, 49.9), before=usual), [OAK]) == {"Oak": "less-time"}
    assert visited(week([OAK], minutes=each(OAK, 50.0), before=usual), [OAK]) == {}


@spec(of_schools.LESS_TIME, "weeks")
def three_full_weeks_before() -> None:
    """A day off four weeks ago is forgotten, one three weeks ago is not."""
    found = []
    for back in (3, 4):
        off = MONDAY - back * WEEK
        calendar = Calendar({(None, off): Marked(off, "closed", "holiday")})
        usual = [each(OAK, 100.0)] * 3
        found.append(visited(week([OAK], minutes=each(OAK, 5.0), before=usual, calendar=calendar), [OAK]))
    assert found == [{}, {"Oak": "less-time"}]


@spec(of_schools.LESS_TIME, "children")
def with_ten_children_in_each_week() -> None:
    says(of_schools.LESS_TIME, children=10)
    usual = [each(OAK, 100.0)] * 3
    found = [visited(week([OAK], minutes=each(OAK, 5.0, many), before=usual), [OAK]) for many in (9, 10)]
    assert found == [{}, {"Oak": "less-time"}]


@spec(of_schools.ROOMS, "rooms")
def three_rooms_are_named() -> None:
    rooms = [room(f"Room {at}", 20, at) for at in range(1, 6)]
    assert len(named(visits(week(rooms, dict.fromkeys(rooms, 0)), rooms))) == 3


@spec(of_schools.OWN_WEEKS, "weeks")
def a_room_beside_its_own_three_weeks() -> None:
    place = town(size=1)
    at = publish("practice", [practice(place.children[0], CODE, 6, 5)])
    with Gathered(place.numbers, at) as gathered:
        assert len(facts(gathered, Week(MONDAY), is_newest=False).before) == 3


@spec(of_schools.WORKED_ON, "weeks")
def what_was_worked_on_in_four_weeks() -> None:
    says(of_schools.WORKED_ON, weeks=4)
    assert first_day(Week(MONDAY)) == MONDAY - 3 * WEEK


@spec(of_schools.RANGE, "times")
def nineteen_times_out_of_twenty() -> None:
    """1.96 standard errors of a half among 2,000 children: 2.2 points to each side."""
    says(of_schools.RANGE, times=19)
    found = share_of([5] * 2000, [10] * 2000)
    assert found and (round(found.low, 3), round(found.high, 3)) == (0.478, 0.522)


@spec(of_schools.COHORT, "weeks")
def a_cohort_stands_for_twelve_weeks() -> None:
    says(of_schools.COHORT, weeks=12)
    held = Cohort(school_id=1, since=MONDAY)
    assert [is_due(held, MONDAY + days * DAY) for days in (83, 84)] == [False, True]


@spec(of_schools.HIDDEN, "children", "wide")
def counts_of_few_children_are_hidden() -> None:
    says(of_schools.HIDDEN, children=10, wide=5)
    spanish = {many: hidden(crossed({**THREE_SCHOOLS, ("Ash", "Spanish"): many})) for many in (9, 10)}
    assert [("Ash", "Spanish") in away for away in spanish.values()] == [True, False]
    ends = attack(crossed({**THREE_SCHOOLS, ("Ash", "Spanish"): 9}), spanish[9])
    assert all(high - low >= 5 for low, high in ends.values())
