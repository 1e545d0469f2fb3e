"""Each night events follow the facts and the feeds, both ways; what people said is left alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from facts.facts_by_hand import publish
from goals.asked import BEGINS, ENDS, NOON, asked, goal, hours, lesson
from homeroom.facts import store
from homeroom.facts.models import FactFile
from homeroom.goals import evidence
from homeroom.goals.events import New, Withdrawal, record, states, withdraw
from homeroom.goals.fold import State
from homeroom.goals.models import Assignment, AssignmentEvent
from homeroom.intake.feeds.reach import Feeds, Told
from homeroom.intake.layouts import declared
from homeroom.standards import ccss
from homeroom.standards.alignment import Tag, take_tags
from homeroom.standards.content import Content, take_content

pytestmark = pytest.mark.django_db
AFTER = ENDS + timedelta(days=3)


class Says(Feeds):
    """Feeds of which one word is all there is to tell."""

    def __init__(self, word: Told) -> None:
        self.word = word

    def told(self, program: str, school: int, begins_on: date, ends_on: date) -> Told:
        return self.word


@pytest.fixture(autouse=True)
def today(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = AFTER


def sent(**columns: object) -> Assignment:
    one = asked(**columns)  # type: ignore[arg-type]
    record(one, "approved", NOON, source="approved", actor="tina")
    record(one, "pushed", hours(1), source="file", channel="file")
    return one


def worked(one: Assignment, outcome: str = "started", **more: object) -> Mapping[str, object]:
    """One try at a lesson on the standard that was asked for."""
    told = {"student": one.student_id, "standard": one.standard.code, "occurred_on": BEGINS, "kind": "lesson"}
    return {**told, "content_item": "L1", "outcome": outcome, "delivery": 1, "row": 1, **more}


def night(*assignments: Assignment, word: Told = Told.WAITING) -> int:
    return evidence.follow(assignments, Says(word))


def state(one: Assignment) -> State:
    return states([one])[one.pk]


def test_it_works() -> None:
    one = sent()
    publish("activities", [worked(one, "passed", delivery=12, row=7)])
    assert night(one) == 3
    assert (state(one).word, state(one).stage) == ("met", "met")
    met = AssignmentEvent.objects.get(kind="met")
    assert (met.actor, met.evidence["delivery"], met.evidence["row"]) == ("number_trail", 12, 7)
    assert met.happened_at.astimezone().date() >= BEGINS


def test_a_second_night_adds_nothing() -> None:
    one = sent()
    publish("activities", [worked(one, "passed")])
    night(one)
    before = list(AssignmentEvent.objects.order_by("pk").values())
    assert night(one) == 0
    assert list(AssignmentEvent.objects.order_by("pk").values()) == before


def test_without_facts_and_before_the_feed_is_due_nothing_is_said() -> None:
    one = sent()
    assert night(one) == 0
    assert state(one).word == "pushed"


def test_a_complete_feed_without_a_row_is_not_done() -> None:
    one = sent()
    night(one, word=Told.COMPLETE)
    found = state(one)
    assert (found.word, found.reason) == ("expired", evidence.NOT_DONE)
    assert found.since is not None
    assert found.since.astimezone(UTC).date() in (ENDS, ENDS + timedelta(days=1))


def test_before_its_days_are_over_nothing_is_not_done(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = ENDS
    one = sent()
    assert night(one, word=Told.COMPLETE) == 0


@pytest.mark.parametrize("word", [Told.LATE, Told.GAP, Told.WITHOUT, Told.NO_FEED])
@pytest.mark.parametrize("day", [BEGINS + timedelta(days=3), AFTER])
def test_a_late_or_missing_feed_is_no_evidence_also_while_it_runs(word: Told, day: date, settings: Settings) -> None:
    settings.HOMEROOM_TODAY = day
    one = sent()
    night(one, word=word)
    assert (state(one).word, state(one).reason) == ("no_evidence", evidence.UNKNOWN[word])


def test_on_its_first_day_nothing_is_missing_yet(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = BEGINS
    assert night(sent(), word=Told.LATE) == 0


def test_no_evidence_becomes_not_done_when_the_feed_has_come() -> None:
    one = sent()
    night(one, word=Told.LATE)
    night(one, word=Told.COMPLETE)
    assert [event.kind for event in state(one).events] == ["approved", "pushed", "expired"]


def test_and_what_it_brings_counts() -> None:
    one = sent()
    night(one, word=Told.LATE)
    publish("activities", [worked(one, "passed")])
    night(one, word=Told.COMPLETE)
    assert state(one).word == "met"
    assert "no_evidence" not in {event.kind for event in state(one).events}


def test_a_feed_that_falls_late_again_says_so_again() -> None:
    """An undone delivery makes a complete feed late."""
    one = sent()
    words = []
    for word in (Told.LATE, Told.COMPLETE, Told.LATE, Told.WAITING):
        night(one, word=word)
        words.append(state(one).word)
    assert words == ["no_evidence", "expired", "no_evidence", "pushed"]


def test_what_never_went_out_is_neither() -> None:
    approved = asked()
    record(approved, "approved", NOON, source="approved")
    blocked = asked()
    record(blocked, "blocked", NOON, source="api", channel="api", reason="It is down")
    for word in (Told.COMPLETE, Told.LATE):
        assert night(approved, blocked, word=word) == 0
    assert state(blocked).word == "blocked"


@pytest.mark.parametrize("end", ["cancelled", "excused", "reassigned", "escalated_to_tutor"])
def test_what_is_not_asked_any_more_is_neither(end: str) -> None:
    one = sent()
    record(one, end, hours(3), source=end)
    assert night(one, word=Told.COMPLETE) == 0


def test_but_what_is_done_after_it_was_cancelled_is_told() -> None:
    one = sent()
    record(one, "cancelled", hours(3), source="cancelled")
    publish("activities", [worked(one, "passed", occurred_on=ENDS)])
    night(one)
    assert (state(one).word, state(one).done_anyway) == ("cancelled", True)


def test_what_an_adult_has_ticked_is_not_not_done() -> None:
    one = sent()
    key = record(one, "submitted", hours(4), source="tick", actor="lena", channel="work_list")
    night(one, word=Told.COMPLETE)
    assert state(one).word == "submitted"
    withdraw(key, actor="lena", reason="Wrong child")
    night(one, word=Told.COMPLETE)
    assert state(one).word == "expired"


def test_work_without_a_program_waits_for_a_tick() -> None:
    one = sent(program="")
    night(one, word=Told.COMPLETE)
    assert (state(one).word, state(one).reason) == ("no_evidence", evidence.NOBODY_TICKED)


def test_work_in_another_program_stands_in() -> None:
    one = sent()
    publish("activities", [worked(one, "passed", program="star_garden", content_item="S1")])
    night(one, word=Told.COMPLETE)
    found = state(one)
    assert (found.word, found.reason) == ("substituted", evidence.SUBSTITUTED)
    assert AssignmentEvent.objects.get(kind="substituted").evidence["content_item"] == "S1"


def test_other_work_says_nothing_of_work_that_was_begun_and_both_are_kept() -> None:
    one = sent()
    rows = [worked(one), worked(one, "passed", program="star_garden", content_item="S1", row=2)]
    publish("activities", rows)
    night(one)
    assert (state(one).word, state(one).stage) == ("substituted", "in_progress")


def test_a_named_lesson_is_met_by_that_lesson_alone() -> None:
    one = sent(content_item=lesson("L2"))
    publish("activities", [worked(one, "passed")])
    night(one)
    assert state(one).word == "substituted"
    publish("activities", [worked(one, "passed", content_item="L2", row=2)])
    night(one)
    assert state(one).word == "met"


def test_lessons_go_by_their_tags() -> None:
    one = sent()
    take_content([Content("number_trail", "lesson", "L1")])
    take_tags([Tag(("number_trail", "lesson", "L1"), "3.NF.A.1", 1, "vendor")], ccss.SLUG)
    publish("activities", [worked(one, standard=None)])
    night(one)
    assert state(one).word == "in_progress"


def test_a_programs_own_stop_is_one() -> None:
    one = sent()
    publish("activities", [worked(one, "unknown", outcome_word="Assignment Stopped")])
    words = {"program": ["number_trail"], "word": ["Assignment Stopped"], "kind": ["stopped_by_vendor"]}
    evidence.follow([one], Says(Told.WAITING), words)
    assert state(one).word == "stopped_by_vendor"


def test_a_program_that_says_it_is_there_says_so_of_the_channel_that_brought_it() -> None:
    one = sent()
    publish("activities", [worked(one, "unknown", outcome_word="Not Started")])
    words = {"program": ["number_trail"], "word": ["Not Started"], "kind": ["available"]}
    evidence.follow([one], Says(Told.COMPLETE), words)
    assert [event.channel for event in state(one).events if event.kind == "available"] == ["file"]
    assert state(one).word == "expired"


def test_a_fact_that_is_corrected_takes_its_events_back() -> None:
    one = sent()
    publish("activities", [worked(one, "passed")])
    night(one)
    files = list(FactFile.objects.filter(retired_in=None).values_list("pk", flat=True))
    publish("activities", [worked(one, "not passed", delivery=2)], retired=files)
    night(one)
    assert state(one).word == "not_met"
    gone = AssignmentEvent.objects.get(kind="withdrawn", reason=evidence.NO_LONGER)
    assert AssignmentEvent.objects.get(pk=gone.withdraws).kind == "met"


def test_the_same_fact_from_another_delivery_is_the_same_event() -> None:
    one = sent()
    publish("activities", [worked(one, "passed")])
    night(one)
    files = list(FactFile.objects.filter(retired_in=None).values_list("pk", flat=True))
    publish("activities", [worked(one, "passed", delivery=2, row=9)], retired=files)
    assert night(one) == 0


def test_every_assignment_of_many_is_followed_in_few_queries() -> None:
    of_goal = goal()
    many = [sent(for_=of_goal) for _ in range(6)]
    publish("activities", [worked(one, "passed", row=n) for n, one in enumerate(many)])
    with CaptureQueriesContext(connection) as asking:
        night(*many)
    assert {found.word for found in states(many).values()} == {"met"}
    assert len(asking) < 25


def test_a_night_that_was_stopped_half_way_is_made_whole_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    many = [sent() for _ in range(3)]
    publish("activities", [worked(one, "passed", row=n) for n, one in enumerate(many)])
    monkeypatch.setattr(evidence, "AT_ONCE", 1)
    real, calls = evidence.change, list[int]()

    def stopped(new: Iterable[New], gone: Iterable[Withdrawal] = ()) -> int:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(new, gone)

    monkeypatch.setattr(evidence, "change", stopped)
    with pytest.raises(KeyboardInterrupt):
        evidence.nightly([])
    assert sorted(found.word for found in states(many).values()) == ["met", "pushed", "pushed"]
    assert evidence.nightly([]) == 6
    assert {found.word for found in states(many).values()} == {"met"}
    assert evidence.nightly([]) == 0


def test_what_was_only_proposed_or_lies_in_another_year_is_not_followed(settings: Settings) -> None:
    proposed, sent_once = asked(), sent()
    publish("activities", [worked(proposed, "passed"), worked(sent_once, "passed", row=2)])
    settings.HOMEROOM_TODAY = date(2027, 9, 1)
    assert evidence.nightly([]) == 0
    settings.HOMEROOM_TODAY = date(2027, 6, 1)
    assert evidence.nightly([]) == 3
    assert state(proposed).word == "draft"


def test_the_words_that_shipped_programs_have_for_an_assignment_are_kinds_of_events() -> None:
    words = evidence.words_of(declared())
    assert ("dreambox", "Assignment Stopped", "stopped_by_vendor") in zip(*words.values(), strict=True)
    assert set(words["kind"]) <= set(AssignmentEvent.Kind.values)


# Deliveries as they may come: each a few tries of one of two children, at the lesson or elsewhere.
TRIES = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["passed", "not passed", "started", "completed"]),
        st.sampled_from(["number_trail", "star_garden"]),
        st.integers(0, 12),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TRIES, min_size=1, max_size=4), st.permutations(range(4)), st.integers(0, 3))
@pytest.mark.django_db(transaction=True)
def test_any_order_split_and_undoing_of_deliveries_comes_to_one_state(
    deliveries: list[list[tuple[int, str, str, int]]], order: list[int], undone: int
) -> None:
    """A night after each delivery, with one that came and went, against one night after all of the rest."""
    of_goal = goal(title="any order")
    pair = [sent(for_=of_goal) for _ in range(2)]
    twins = [sent(for_=goal(title="at once"), of=one.student) for one in pair]
    rows = {n: [_row(pair, n, at, told) for at, told in enumerate(some)] for n, some in enumerate(deliveries)}
    came: dict[int, list[int]] = {}
    for number in order:
        if number in rows:
            came[number] = _published(rows[number])
            night(*pair)
    if gone := came.get(undone):
        with store.publishing():
            store.publish([], gone, "undone")
    night(*pair)
    night(*twins)
    assert [_told(state(one)) for one in pair] == [_told(state(one)) for one in twins]
    left = FactFile.objects.filter(retired_in=None).values_list("pk", flat=True)
    with store.publishing():
        store.publish([], list(left), "all undone")
    night(*pair)
    assert [state(one).word for one in pair] == ["pushed", "pushed"]


def _row(pair: list[Assignment], delivery: int, at: int, told: tuple[int, str, str, int]) -> Mapping[str, object]:
    child, outcome, program, day = told
    row = worked(pair[child], outcome, program=program, delivery=delivery, row=at)
    return {**row, "occurred_on": BEGINS + timedelta(days=day)}


def _published(rows: list[Mapping[str, object]]) -> list[int]:
    before = set(FactFile.objects.values_list("pk", flat=True))
    publish("activities", rows)
    return sorted(set(FactFile.objects.values_list("pk", flat=True)) - before)


def _told(found: State) -> tuple[object, ...]:
    return found.word, found.stage, found.since, [(event.kind, event.happened_at) for event in found.events]


def test_the_moment_of_work_is_the_end_of_its_day_where_no_moment_is_told() -> None:
    one, exact = sent(), sent()
    moment = datetime(2026, 11, 4, 17, 5, tzinfo=UTC)
    publish(
        "activities", [worked(one), worked(exact, occurred_at="2026-11-04 17:05:00", occurred_on=date(2026, 11, 4))]
    )
    night(one, exact)
    assert state(exact).first("opened") == moment
    opened = state(one).first("opened")
    assert opened is not None
    assert (opened.astimezone().tzinfo is not None, opened.minute, opened.second) == (True, 59, 59)
