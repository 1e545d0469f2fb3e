"""A teacher's line: the own children each once, beside the own past weeks, in the order of names alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from a_school import FRIDAY, MONDAY, TODAY, practice, teaches
from facts.facts_by_hand import publish
from homeroom.people.models import Class, Enrollment, School, Staff, Student
from homeroom.people.names import sort_key
from homeroom.reports.class_week.read import Minutes
from homeroom.reports.monday import rooms
from homeroom.reports.monday.lines import columns, mastery, middle, spent
from homeroom.reports.monday.read import Facts, Known
from homeroom.reports.monday.report import Line, Monday, Room
from homeroom.reports.monday.rooms import Seats, teachings
from homeroom.reports.values import State, known
from homeroom.reports.week import Week
from reports.known_by_hand import estimate
from reports.monday.conftest import teacher

Taught = Callable[..., list[Student]]
Ask = Callable[..., Monday]
CODE, OTHER = "3.NF.A.1", "3.OA.C.7"


def worked(children: list[Student], minutes: float = 30.0, weeks_back: int = 0) -> list[dict[str, object]]:
    monday = MONDAY - timedelta(weeks=weeks_back)
    days = {"week": monday, "last_on": monday + timedelta(days=4)}
    more = {"active_minutes": minutes, "minutes_definition": "at work"}
    return [practice(one, CODE, 8, 6, **days, **more) for one in children]


def of(found: Monday, name: str) -> Line:
    (line,) = [one for one in found.lines if one.teacher.endswith(name)]
    return line


# Who stands where

NAMES = st.text(alphabet="aeiñnăâđdơơoAZ '-", min_size=1, max_size=6).filter(str.strip)


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=8))
@settings(max_examples=80)
def test_teachers_stand_by_family_name_always(drawn: list[tuple[str, str]]) -> None:
    people = {at: Staff(pk=at, given_name=given_, family_name=family) for at, (given_, family) in enumerate(drawn)}
    found = [Seats(Room(at, f"Room {at}"), frozenset({at}), (at,)) for at in people]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rooms, "staff", lambda _: people)
        order = [one.name for one in teachings(found)]
    assert order == [one.name for one in sorted(people.values(), key=sort_key)]


@pytest.mark.parametrize("results", [(0.9, 0.1, 0.5), (0.1, 0.5, 0.9), (0.5, 0.9, 0.1)])
def test_whatever_their_children_do_the_order_is_the_same(
    taught: Taught, report: Ask, results: tuple[float, ...]
) -> None:
    shares = dict(zip(("Zappa", "Ñuñez", "Nash"), results, strict=True))
    rows, told = list[dict[str, object]](), list[dict[str, object]]()
    for name, share in shares.items():
        inside = taught(f"Room of {name}", 20, name)
        rows += worked(inside[: round(20 * share)], 100 * share)
        told += [estimate(one.pk, CODE, "mastered" if at < 20 * share else "not yet") for at, one in enumerate(inside)]
    publish("practice", rows)
    publish("mastery", told)
    found = report()
    assert [one.teacher for one in found.lines] == ["T Nash", "T Ñuñez", "T Zappa"]
    exact = [round(one.mastery.share.exact or 0, 2) for one in found.lines]
    assert exact == [shares["Nash"], shares["Ñuñez"], shares["Zappa"]], "the results are there, and sort nothing"


def test_a_child_in_two_of_a_teachers_rooms_counts_once(taught: Taught, report: Ask, school: School) -> None:
    first, second = taught("Math", 12, "Nash"), taught("Reading", 11, "Nash")
    reading = Class.objects.get(title="Reading")
    Enrollment.objects.create(sourced_id="twice", school_class=reading, student=first[0], role="student")
    publish("practice", worked([*first, *second]))
    publish("mastery", [estimate(one.pk, CODE, "mastered") for one in [*first, *second]])
    line = of(report(), "Nash")
    assert [one.title for one in line.rooms] == ["Math", "Reading"]
    assert line.children == 23 and line.worked.exact == 23
    assert line.minutes[0].children.exact == 23 and line.mastery.told == 23


def test_a_room_of_two_teachers_stands_in_both_lines_and_once_in_the_school(taught: Taught, report: Ask) -> None:
    publish("practice", worked(taught("Oak", 20, "Nash", "Zappa")))
    found = report()
    assert [(one.teacher, one.children) for one in found.lines] == [("T Nash", 20), ("T Zappa", 20)]
    assert found.whole.children == 20 and found.whole.worked.exact == 20


def test_a_room_nobody_is_named_for_comes_last_without_a_name(taught: Taught, report: Ask) -> None:
    publish("practice", worked([*taught("Alone", 20), *taught("Oak", 20, "Nash")]))
    found = report()
    assert [(one.teacher, one.rooms[0].title) for one in found.lines] == [("T Nash", "Oak"), ("", "Alone")]
    assert found.lines[1].worked.exact == 20


def test_one_who_helps_in_a_room_is_not_its_teacher(taught: Taught, report: Ask, school: School) -> None:
    taught("Oak", 20)
    teaches(teacher(school, "Aide"), Class.objects.get(title="Oak"))
    Enrollment.objects.filter(staff__isnull=False).update(role="aide")
    assert [one.teacher for one in report().lines] == [""]


def test_a_room_without_children_is_no_line(taught: Taught, report: Ask) -> None:
    taught("Empty", 0, "Nash")
    found = report()
    assert found.lines == ()
    assert found.lead == "No students in a class of this school yet. They come with the next roster."


def test_of_a_part_of_the_school_that_part_is_told(taught: Taught, report: Ask) -> None:
    oak, elm = taught("Oak", 20, "Nash"), taught("Elm", 20, "Zappa")
    publish("practice", worked([*oak, *elm]))
    found = report(children=[one.pk for one in oak[:15]])
    assert [(one.teacher, one.children) for one in found.lines] == [("T Nash", 15)]
    assert found.whole.children == 15


# Late, few, past


def test_late_data_are_noted_where_they_are_late(taught: Taught, report: Ask) -> None:
    oak, elm = taught("Oak", 20, "Nash"), taught("Elm", 20, "Zappa")
    old = [row | {"last_on": MONDAY - timedelta(days=10)} for row in worked(elm, weeks_back=2)]
    publish("practice", [*worked(oak), *old])
    found = report()
    assert of(found, "Nash").late == () and len(of(found, "Zappa").late) == 1
    assert found.whole.late == (), "the school's own line is as new as its newest room"


def test_where_all_is_late_the_sentence_and_a_note_say_so(taught: Taught, report: Ask) -> None:
    publish("practice", [row | {"last_on": MONDAY} for row in worked(taught("Oak", 20, "Nash"))])
    found = report()
    (late,) = found.whole.late
    assert found.lead.endswith(f" {late} is late.")
    assert any(note.startswith(f"With {late} late, numbers of this week are partial") for note in found.notes)


def test_a_past_week_is_told_by_its_own_work_and_knows_no_mastery(taught: Taught, report: Ask) -> None:
    oak = taught("Oak", 20, "Nash")
    publish("practice", [*worked(oak[:11], 12.0, weeks_back=1), *worked(oak, 40.0), *worked(oak, 30.0, weeks_back=2)])
    publish("mastery", [estimate(one.pk, CODE, "mastered") for one in oak])
    now, past = of(report(), "Nash"), report(Week(MONDAY).previous)
    line = of(past, "Nash")
    assert (line.worked.exact, line.minutes[0].middle.exact) == (11, 12.0)
    assert [one.exact for one in line.minutes[0].before] == [30.0, None, None]
    assert [one.exact for one in now.minutes[0].before] == [12.0, 30.0, None]
    assert (now.mastery.share.exact, line.mastery.share.state) == (1.0, State.NO_EVIDENCE)
    assert "Mastery is known as of last night, so a past week shows none." in past.notes
    assert past.estimated_on is None and past.cautions == ()


def test_where_nothing_was_told_nobody_knows_who_worked(taught: Taught, report: Ask) -> None:
    taught("Oak", 20, "Nash")
    found = report()
    assert found.lead == "No work seen yet. What a program tells shows here the morning after."
    assert found.lines[0].worked.state is State.NO_EVIDENCE and found.visits == ()


def test_the_week_is_the_last_one_that_is_over(taught: Taught, report: Ask) -> None:
    taught("Oak", 20, "Nash")
    found = report()
    assert found.week == Week(MONDAY) and FRIDAY in found.week and TODAY not in found.week


# Minutes and mastery, by hand


def facts(minutes: list[Minutes], known_: dict[int, Known] | None = None) -> Facts:
    return Facts(Week(MONDAY), frozenset(), minutes, (), (), known_, None, "")


@pytest.mark.parametrize(
    ("minutes", "state", "exact"),
    [
        ([], State.NO_EVIDENCE, None),
        ([5.0] * 9, State.FEW, None),
        ([1.0] * 5 + [3.0] * 5, State.KNOWN, 2.0),
        ([1.0] * 5 + [7.0] + [90.0] * 5, State.KNOWN, 7.0),
    ],
)
def test_the_middle_child_of_ten_or_more(minutes: list[float], state: State, exact: float | None) -> None:
    value = middle(minutes)
    assert (value.state, value.exact) == (state, exact)


def test_minutes_of_two_definitions_are_two_columns_and_never_one_sum() -> None:
    rows = [Minutes(child, "p", kind, 10.0, 10.0) for child in range(12) for kind in ("open", "active")]
    made = facts(rows)
    assert [one.definition for one in columns(made)] == ["active", "open"]
    assert {spent(range(12), one, made).middle.exact for one in columns(made)} == {10.0}


def test_a_child_with_no_minutes_pulls_no_middle_down() -> None:
    rows = [Minutes(child, "p", "", 30.0 if child < 10 else None, 90.0) for child in range(30)]
    made = facts(rows)
    (column,) = columns(made)
    assert spent(range(30), column, made).children == known(10, 10)
    assert spent(range(30), column, made).middle.exact == 30.0


@pytest.mark.parametrize(("children", "state"), [(10, State.KNOWN), (9, State.FEW), (0, State.NO_EVIDENCE)])
def test_of_few_children_no_share_is_told(children: int, state: State) -> None:
    found = mastery(range(20), facts([], {at: Known(at, 1, 2, 1) for at in range(children)}))
    assert {found.share.state, found.low.state, found.high.state} == {state}
    assert (found.told, found.thin) == (2 * children, children), "how much is known is told of any number"


def test_children_of_whom_nothing_is_told_yet_make_no_ten() -> None:
    known_ = {at: Known(at, 1, 2, 0) if at < 9 else Known(at, 0, 0, 3) for at in range(20)}
    found = mastery(range(20), facts([], known_))
    assert found.share.state is State.FEW and found.thin == 33


def test_the_share_is_of_children_times_standards_within_its_range() -> None:
    known_ = {at: Known(at, at % 3, 4, 0) for at in range(12)}
    found = mastery(range(12), facts([], known_))
    assert found.share.exact == 12 / 48
    assert (found.low.exact or 0) < 0.25 < (found.high.exact or 0)
    assert mastery(range(12), facts([])).share.state is State.NO_EVIDENCE
