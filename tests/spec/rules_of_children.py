"""What comes next for a child, in which group, and who rushes: the specs of these rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.utils import timezone

from a_school import FRIDAY, MONDAY, TODAY, town
from homeroom.mastery import ended_groups, kept_groups, rules
from homeroom.mastery import next_kernel as kernel
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.flagged import flagged
from homeroom.mastery.flags import Pace, rushing
from homeroom.mastery.group_models import GroupAct
from mastery.people import standard
from spec.rules_by_hand import CODE, YEAR, child, grouped, moved, offered, renewed, status
from spec.specs import DAY, spec


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
