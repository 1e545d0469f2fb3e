"""Every rule's spec: what happens at each threshold and one step beyond it, told in a small table.

A spec stands under the rule and the thresholds that it holds. The last test nudges each threshold, alone and by its
smallest step, and demands that the spec then fails: a rule without a spec, or with one that would not notice, fails.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from django.utils import timezone
from pytest_django import Settings

import homeroom
from a_school import FRIDAY, MONDAY, TODAY, practice, town
from evidence.test_suppress import THREE_SCHOOLS
from facts.facts_by_hand import publish
from homeroom.evidence.cohorts import is_due
from homeroom.evidence.intervals import share_of
from homeroom.evidence.models import Cohort
from homeroom.evidence.suppress import attack, crossed, hidden
from homeroom.facts import store
from homeroom.goals.index.purposes import around
from homeroom.mastery import ended_groups, kept_groups, rules
from homeroom.mastery import next_kernel as kernel
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.flagged import flagged
from homeroom.mastery.flags import Pace, Run, rushing, working_hard
from homeroom.mastery.graph import Graph
from homeroom.mastery.group_models import GroupAct
from homeroom.mastery.refresh import refresh
from homeroom.mastery.state import STATES
from homeroom.mastery.states import states
from homeroom.people.models import Class, Student
from homeroom.people.school_days import Calendar, Marked
from homeroom.programs.declaration import Feed
from homeroom.reports import rules as of_classes
from homeroom.reports import rules_of_schools as of_schools
from homeroom.reports.class_week.do_next import told_enough
from homeroom.reports.class_week.on_plan import on_plan
from homeroom.reports.class_week.read import first_day
from homeroom.reports.class_week.rows import share
from homeroom.reports.estimates import Known
from homeroom.reports.family import topics as of_families
from homeroom.reports.family.topics import Topic, state_of
from homeroom.reports.freshness import expected_through
from homeroom.reports.gathered import Gathered
from homeroom.reports.lab import rules as of_labs
from homeroom.reports.lab.report import Here
from homeroom.reports.lab.states import Known as InTheLab
from homeroom.reports.lab.states import is_silent, state
from homeroom.reports.languages.words import Words
from homeroom.reports.monday.lines import middle
from homeroom.reports.monday.read import facts
from homeroom.reports.monday.visits import named, visits
from homeroom.reports.values import State
from homeroom.reports.week import Week
from lab_by_hand import AT, ago, in_since
from mastery.people import standard
from reports.monday_by_hand import each, room, visited, week
from spec.rules_by_hand import CODE, a_class, child, flags, grouped, moved, offered, status

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
Rule = rules.Rule
Spec = Callable[[], None]
YEAR, DAY, WEEK = 2027, timedelta(days=1), timedelta(weeks=1)
SPECS: dict[tuple[str, str], list[Spec]] = {}


def spec(rule: Rule, *thresholds: str) -> Callable[[Spec], Spec]:
    """This function says what these thresholds of the rule do."""

    def kept(one: Spec) -> Spec:
        for name in thresholds:
            SPECS.setdefault((rule.id, name), []).append(one)
        return one

    return kept


def says(rule: Rule, **thresholds: int) -> None:
    """The sentence names these numbers: for thresholds that the code reads elsewhere, as in SQL."""
    assert rule.words == rule.sentence.format(**{**rule.thresholds, **thresholds}), rule.words


@pytest.fixture(autouse=True)
def today(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = TODAY


# What a class page shows


@spec(of_classes.WINDOW, "weeks")
def four_weeks_are_counted() -> None:
    assert first_day(Week(MONDAY)) == MONDAY - 3 * WEEK


@spec(of_classes.THIN, "answers")
def from_five_answers_on_a_share_is_told() -> None:
    assert [share(1, answers).state for answers in (4, 5)] == [State.FEW, State.KNOWN]


@spec(of_classes.ON_PLAN, "lessons")
def time_on_plan_is_told_of_twenty_lessons() -> None:
    assert [told_on_plan(class_lessons=many) for many in (19, 20)] == [False, True]


@spec(of_classes.ON_PLAN, "percent")
def time_on_plan_is_told_where_a_fifth_of_it_is_sure() -> None:
    assert [told_on_plan(class_sure=share) for share in (0.199, 0.2)] == [False, True]


@spec(of_classes.ON_PLAN, "steps")
def gaps_of_a_plan_are_looked_for_three_steps_back() -> None:
    says(of_classes.ON_PLAN, steps=3)
    chain = Graph.of(("a", "b", "c", "d", "plan"), [("a", "b"), ("b", "c"), ("c", "d"), ("d", "plan")])
    near, _ = around(np.array([False, False, False, False, True]), chain)
    assert near.tolist() == [False, True, True, True, False]


def told_on_plan(**more: object) -> bool:
    place = town(size=1) if not Class.objects.exists() else None
    group = place.group if place else Class.objects.get(sourced_id="c1")
    numbers = list(Student.objects.values_list("pk", flat=True))
    row = {"student": numbers[0], "school_class": group.pk, "week": MONDAY, "as_of": TODAY, "class_through": FRIDAY}
    figures = {"class_seconds": 60, "class_lessons": 20, "class_children": 1, "class_sure": 0.2, "class_share": 0.5}
    ends = {"class_low": 0.4, "class_high": 0.6, "class_gap_repair": 0.1}
    old = [file.pk for file in store.true_files("alignment")]
    with Gathered(numbers, publish("alignment", [{**row, **figures, **ends, **more}], old)) as gathered:
        return on_plan(gathered, group.pk, Week(MONDAY), "this") is not None


@spec(of_classes.STATES, "low", "middle", "high", "enough")
def six_states() -> None:
    says(of_classes.STATES, low=20, middle=50, high=80, enough=5)
    chances = np.array([0.199, 0.2, 0.499, 0.5, 0.799, 0.8])
    told = [STATES[one] for one in states(chances, np.full(6, 5.0), np.full(6, True))]
    assert told == [
        *("not yet", "getting there", "getting there", "nearly there", "nearly there", "mastered"),
    ]
    (thin,) = states(np.array([0.9]), np.array([4.99]), np.array([True]))
    assert STATES[thin] == "not enough evidence"


@spec(rules.NOT_MOVING, "answers")
def ten_answers_without_moving() -> None:
    assert [flag.student for flag in working_hard([Run(1, CODE, 9, 2), Run(2, CODE, 10, 2)])] == [2]
    rests = [status(child({"A": {"missed": missed, "days": 1, "goal": 1}}), "A") for missed in (9, 10)]
    assert rests == [kernel.GOAL, kernel.RESTS]


@spec(rules.NOT_MOVING, "right")
@spec(rules.WORKING_HARD, "answers", "right")
def three_right_in_a_row_begin_anew() -> None:
    """Twelve answers, three of them right one after the other after the first two: nine count since."""
    says(rules.NOT_MOVING, right=3)
    says(rules.WORKING_HARD, answers=10, right=3)
    for in_a_row, found in ((2, [1]), (3, [])):
        right = [False, False, *[True] * in_a_row, *[False] * (10 - in_a_row)]
        days = [{"occurred_on": MONDAY + at * DAY, "correct": one} for at, one in enumerate(right)]
        answered = [{"student": 1, "standard": CODE, "content_item": f"i{at}", **one} for at, one in enumerate(days)]
        renewed("attempts", answered)
        assert [flag.student for flag in flagged([1], YEAR)] == found


@spec(of_classes.SMALL_GROUP, "least", "most")
@spec(of_classes.TOO_MANY, "most")
def two_to_six_stuck_children_make_a_small_group() -> None:
    kinds = {many: flags(a_class(10, stuck=many)) for many in (1, 2, 6, 7)}
    assert kinds == {
        1: [("alone", "not-moving")],
        2: [("group", "not-moving")],
        6: [("group", "not-moving")],
        7: [("reteach", "too-many")],
    }


@spec(of_classes.RETEACH, "answers")
def half_of_the_class_with_five_answers() -> None:
    assert flags(a_class(4, answers=(5, 5), right=1)) == [("reteach", "reteach")]
    assert flags(a_class(4, answers=(5, 4), right=1)) == []


@spec(of_classes.RETEACH, "percent")
def under_half_right() -> None:
    assert flags(a_class(1, answers=(100,), right=49)) == [("reteach", "reteach")]
    assert flags(a_class(1, answers=(100,), right=50)) == []


@spec(of_classes.EMPTY_WEEK, "percent")
def more_than_half_of_the_class_without_work() -> None:
    assert [rule for _, rule in flags(a_class(100, active=50))] == ["no-work"]
    assert [rule for _, rule in flags(a_class(100, active=49))] == ["empty-week"]


@spec(of_classes.NO_WORK, "school_day")
def by_the_third_day_an_empty_week_means_something() -> None:
    assert flags(a_class(4, active=3, through=MONDAY + 2 * DAY)) == [("no-work", "no-work")]
    assert flags(a_class(4, active=3, through=MONDAY + DAY)) == []


@spec(of_classes.LATE, "grace")
def a_day_of_grace() -> None:
    assert expected_through(Feed("day", 1), date(2026, 10, 29)) == date(2026, 10, 27)


# What comes next for a child


@spec(rules.MASTERED, "percent")
def known_from_eighty_percent_on() -> None:
    assert status(child({"A": {"known": 80, "items": 8, "goal": 1}}), "A") == kernel.KNOWN
    assert offered(child({"A": {"known": 79.5, "items": 8, "goal": 1}})) == {"A"}


@spec(rules.TESTED, "items")
def enough_from_five_items_on() -> None:
    """A is not known; where it was tested B waits for it, else A is probed first."""
    said = [
        status(child({"A": {"known": 40, "items": items}, "B": {"known": 30, "goal": 1}}, [("A", "B")]), "B")
        for items in (5, 4.5)
    ]
    assert said == [kernel.NOT_READY, kernel.PROBE_FIRST]


@spec(rules.READY, "percent")
def ready_where_all_before_it_is_known_with_sixty_percent() -> None:
    said = [
        offered(child({"A": {"known": known, "items": 8}, "B": {"known": 30, "goal": 1}}, [("A", "B")]))
        for known in (60, 59.5)
    ]
    assert ["B" in one for one in said] == [True, False]


@spec(rules.NEAR, "steps")
def three_steps_back_are_offered() -> None:
    chain = {
        "A": {"known": 70},
        "B": {"known": 70},
        "C": {"known": 70},
        "D": {"known": 70},
        "E": {"known": 10, "goal": 1},
    }
    found = offered(child(chain, [("A", "B"), ("B", "C"), ("C", "D"), ("D", "E")]))
    assert "B" in found and "A" not in found


@spec(rules.REST, "days")
def a_rest_of_fourteen_days() -> None:
    said = [
        status(child({"A": {"known": 20, "items": 9, "missed": 12, "days": days, "goal": 1}}), "A") for days in (13, 14)
    ]
    assert said == [kernel.RESTS, kernel.GOAL]


@spec(rules.TRY, "answers")
def three_answers_are_tried() -> None:
    before = {"known": 20, "items": 9, "missed": 12, "days": 2}
    said = [
        status(
            child({"A": before, "B": {"known": 30, "items": 2, "missed": tried, "days": 1, "goal": 1}}, [("A", "B")]),
            "B",
        )
        for tried in (2, 3)
    ]
    assert said == [kernel.TRY, kernel.NOT_READY]


@spec(rules.REVIEW, "days")
def a_review_after_twenty_eight_days() -> None:
    said = [status(child({"A": {"known": 90, "items": 8, "days": days, "goal": 1}}), "A") for days in (27, 28)]
    assert said == [kernel.KNOWN, kernel.REVIEW]


# Small groups


@spec(rules.GROUP, "least", "most")
def three_to_six_children() -> None:
    assert [grouped([0.1] * many) for many in (2, 3, 6, 7)] == [[], [3], [6], [4, 3]]


@spec(rules.GROUP, "percent")
def who_knows_it_with_under_twenty_percent() -> None:
    assert grouped([0.1, 0.1, 0.195]) == [3]
    assert grouped([0.1, 0.1, 0.2]) == []


@spec(rules.STAYS, "percent")
def a_change_must_be_worth_half_as_much_again() -> None:
    assert [moved(worth) for worth in (1.5, 1.505)] == [False, True]


@spec(rules.REGROUP, "days")
def drawn_anew_after_forty_two_days() -> None:
    """The fourth child has learnt too much to join a group, and too little to leave one."""
    chances = [0.1, 0.1, 0.1, 0.7]
    assert [grouped(chances, since=days, members=4) for days in (41, 42)] == [[4], [3]]


@spec(rules.KEPT, "days", "most")
def a_kept_group_runs_six_weeks_and_at_most_a_hundred_and_twenty_days() -> None:
    place = town(size=4)
    group = kept_groups.keep(place.teacher, place.group, standard(), place.numbers[:2], "why").group
    assert group.ends_on == TODAY + 42 * DAY
    later = {"last_day": TODAY + 120 * DAY}
    assert kept_groups.keep(place.teacher, place.group, standard(), place.numbers[2:], "why", **later).group.ends_on
    with pytest.raises(MasteryError):
        later = {"last_day": TODAY + 121 * DAY}
        kept_groups.keep(place.teacher, place.group, standard("3.NF.A.2"), place.numbers[2:], "why", **later)


@spec(rules.ENTERED, "days")
def results_are_entered_for_fourteen_days() -> None:
    place = town(size=4)
    group = kept_groups.keep(place.teacher, place.group, standard(), place.numbers, "why").group
    group.refresh_from_db()
    assert group.ends_on
    assert ended_groups.open_until(group) == group.ends_on + 14 * DAY
    still = [list(ended_groups.still_open(group.ends_on + days * DAY)) for days in (14, 15)]
    assert still == [[group], []]


@spec(rules.UNDO, "hours")
def a_change_can_be_undone_for_a_day() -> None:
    place = town(size=4)
    kept_groups.keep(place.teacher, place.group, standard(), place.numbers, "why")
    for hours, undoable in ((23.5, True), (24.5, False)):
        GroupAct.objects.update(at=timezone.now() - timedelta(hours=hours))
        assert kept_groups.undoable().exists() is undoable


# Who rushes


@spec(rules.RUSHING, "fast")
def five_fast_answers() -> None:
    assert [pace.student for pace in rushing([Pace(1, 20, 20, 4), Pace(2, 20, 20, 5)])] == [2]


@spec(rules.RUSHING, "answers")
def of_the_last_twenty() -> None:
    """Five fast answers: with fifteen slower ones after them they are among the last twenty, with sixteen not all."""
    for slower, found in ((15, [1]), (16, [])):
        answered([*[2.0] * 5, *[30.0] * slower])
        assert [flag.student for flag in flagged([1], YEAR)] == found


@spec(rules.RUSHING, "percent")
def under_a_tenth_of_the_usual_time() -> None:
    """Others take 1,000 seconds."""
    for seconds, found in ((99.0, [1]), (100.0, [])):
        answered([seconds] * 5, usual=1000.0)
        assert [flag.student for flag in flagged([1], YEAR)] == found


@spec(rules.RUSHING, "timed")
def of_an_item_with_ten_timed_answers() -> None:
    """The fifth fast answer is the only one of the child to another item, which nine others answered, or eight."""
    for others, found in ((9, [1]), (8, [])):
        rare = [{"student": 8, "occurred_on": MONDAY, "seconds": 30.0, "content_item": "rare"}] * others
        rare.append({"student": 1, "occurred_on": FRIDAY, "seconds": 1.0, "content_item": "rare"})
        answered([1.0] * 4, beside=rare)
        assert [flag.student for flag in flagged([1], YEAR)] == found


def answered(seconds: Sequence[float], usual: float = 30.0, beside: Sequence[dict[str, object]] = ()) -> None:
    """One child's answers to an item, one a day, beside what sixty others take for it."""
    told: list[dict[str, object]] = [{"student": 9, "occurred_on": MONDAY, "seconds": usual}] * 60
    told += [{"student": 1, "occurred_on": MONDAY + at * DAY, "seconds": one} for at, one in enumerate(seconds)]
    renewed("attempts", [{"content_item": "i", "standard": CODE, "correct": True, **one} for one in (*told, *beside)])


def renewed(table: str, rows: list[dict[str, object]]) -> None:
    """These facts and no others, and what follows from them."""
    store.publish([], [file.pk for file in store.true_files("attempts", "practice", "streaks")], "begin again")
    publish(table, rows)
    refresh([YEAR])


# What a principal and a network leader read

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


# What the lab's board shows


@spec(of_labs.IDLE, "minutes")
def idle_after_five_minutes_without_work() -> None:
    found = [state(InTheLab(replace(in_since(20), worked=ago(minutes=minutes)))) for minutes in (4.99, 5)]
    assert found == [Here.WORKING, Here.IDLE]


@spec(of_labs.SILENT, "seconds")
def grey_after_a_minute_of_silence() -> None:
    assert [is_silent(ago(seconds=seconds), AT) for seconds in (60, 60.5)] == [False, True]


# What a family reads


@spec(of_families.CAN, "percent")
def half_of_a_topic_mastered() -> None:
    topic = Topic("T", Words("x"), "Mathematics", "03", "NF", 100)
    seen = [Known(estimated=STATES[-1])]
    found = [state_of(seen * many, topic) for many in (49, 50)]
    assert found == ["getting there", "mastered"]


# All of them


def every_rule() -> Iterator[Rule]:
    """All rules that any module of homeroom makes, once."""
    found: dict[int, Rule] = {}
    for module in pkgutil.walk_packages(homeroom.__path__, "homeroom."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            for value in vars(importlib.import_module(module.name)).values():
                if isinstance(value, Rule):
                    found[id(value)] = value
    yield from found.values()


RULES = list(every_rule())
NUDGES = [(rule, name, step) for rule in RULES for name in rule.thresholds for step in (-1, 1)]


@pytest.mark.parametrize("one", list(dict.fromkeys(one for found in SPECS.values() for one in found)))
def test_a_rule_does_what_its_spec_says(one: Spec) -> None:
    one()


def test_every_threshold_of_every_rule_has_a_spec_and_no_spec_is_of_nothing() -> None:
    assert {(rule.id, name) for rule in RULES for name in rule.thresholds} == set(SPECS)
    assert len({rule.id for rule in RULES}) == len(RULES) > 25


@pytest.mark.parametrize(("rule", "name", "step"), NUDGES, ids=lambda one: getattr(one, "id", one))
def test_a_threshold_that_moves_alone_breaks_its_spec(
    rule: Rule, name: str, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rule.thresholds, name, rule[name] + step)  # type: ignore[arg-type]  # a dictionary
    broken = []
    for one in SPECS[rule.id, name]:
        try:
            one()
        except (AssertionError, MasteryError, pytest.fail.Exception):
            broken.append(one)
    assert broken
