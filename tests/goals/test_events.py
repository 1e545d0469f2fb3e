"""Events are written once, withdrawn and brought back; nothing is ever changed or deleted."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from goals.asked import NOON, asked, goal, hours
from homeroom.goals.events import New, Withdrawal, change, events_of, record, states, withdraw
from homeroom.goals.fold import State, state_of
from homeroom.goals.models import Assignment, AssignmentEvent

pytestmark = pytest.mark.django_db


def test_record_writes_all_that_it_is_told() -> None:
    one = asked()
    told = {"actor": "tina", "channel": "api", "reason": "Because", "evidence": {"line": 7}}
    key = record(one, "pushed", NOON, source="push 1", **told)  # type: ignore[arg-type]
    row = AssignmentEvent.objects.get(pk=key)
    assert (row.assignment, row.kind, row.happened_at) == (one, "pushed", NOON)
    assert {name: getattr(row, name) for name in told} == told


def test_the_same_source_is_the_same_event() -> None:
    one = asked()
    first = record(one, "opened", NOON, source="row 1")
    assert record(one, "opened", hours(5), source="row 1") == first
    assert AssignmentEvent.objects.get().happened_at == NOON


def test_another_source_kind_or_assignment_is_another_event() -> None:
    one, other = asked(), asked()
    keys = {
        record(one, "opened", NOON, source="row 1"),
        record(one, "opened", NOON, source="row 2"),
        record(one, "submitted", NOON, source="row 1"),
        record(other, "opened", NOON, source="row 1"),
    }
    assert len(keys) == 4


def test_a_withdrawal_keeps_both_rows() -> None:
    one = asked()
    key = record(one, "submitted", NOON, source="tick", actor="lena")
    withdraw(key, actor="lena", reason="Ticked the wrong child")
    assert states([one])[one.pk] == State()
    gone = AssignmentEvent.objects.get(kind="withdrawn")
    assert (gone.withdraws, gone.actor, gone.reason) == (key, "lena", "Ticked the wrong child")
    assert AssignmentEvent.objects.filter(pk=key).exists()


def test_withdrawing_twice_is_withdrawing_once() -> None:
    key = record(asked(), "opened", NOON, source="row 1")
    withdraw(key, actor="homeroom", reason="Undone")
    withdraw(key, actor="homeroom", reason="Undone")
    assert AssignmentEvent.objects.count() == 2


def test_what_was_withdrawn_can_be_recorded_again_and_withdrawn_again() -> None:
    one = asked()
    words = []
    for _ in range(3):
        key = record(one, "submitted", NOON, source="tick")
        words.append(states([one])[one.pk].word)
        withdraw(key, actor="lena", reason="No")
        words.append(states([one])[one.pk].word)
    assert words == ["submitted", "draft"] * 3


def test_a_withdrawal_that_somebody_else_wrote_gives_way_too() -> None:
    one = asked()
    key = record(one, "submitted", NOON, source="tick")
    AssignmentEvent.objects.create(id=uuid4(), assignment=one, kind="withdrawn", happened_at=NOON, withdraws=key)
    AssignmentEvent.objects.create(id=uuid4(), assignment=one, kind="withdrawn", happened_at=NOON, withdraws=key)
    record(one, "submitted", NOON, source="tick")
    assert states([one])[one.pk].word == "submitted"


def test_withdrawing_what_is_not_there_changes_nothing() -> None:
    withdraw(uuid4(), actor="lena", reason="No")
    assert not AssignmentEvent.objects.exists()


def test_a_long_reason_is_cut_to_what_the_column_takes() -> None:
    key = record(asked(), "blocked", NOON, source="push 1", channel="api", reason="no " * 400)
    assert len(AssignmentEvent.objects.get(pk=key).reason) == 500


def test_states_of_many_are_one_query() -> None:
    of_goal = goal()
    many = [asked(for_=of_goal) for _ in range(4)]
    for one in many[:3]:
        record(one, "approved", NOON, source="approved")
    with CaptureQueriesContext(
        connection,
    ) as asking:
        found = states(many)
    assert len(asking) == 1
    assert [found[one.pk].word for one in many] == ["approved", "approved", "approved", "draft"]
    assert states([one.pk for one in many]) == found


def test_states_of_nothing_ask_nothing() -> None:
    with CaptureQueriesContext(connection) as asking:
        assert states(list[Assignment]()) == {}
    assert len(asking) == 0


def test_an_event_read_back_folds_like_the_row_itself() -> None:
    one = asked()
    record(one, "pushed", NOON, source="push", channel="file", evidence={"file": "a.csv"})
    record(one, "opened", hours(1), source="row")
    (read,) = events_of([one]).values()
    from_rows = state_of(AssignmentEvent.objects.filter(assignment=one))
    mine = state_of(read)
    assert (from_rows.word, from_rows.channel, from_rows.stage) == (mine.word, mine.channel, mine.stage)
    assert [event.evidence for event in read if event.kind == "pushed"] == [{"file": "a.csv"}]


def test_change_says_how_many_rows_it_added() -> None:
    one = asked()
    opened = New(one.pk, "opened", NOON, "row")
    assert change([opened, opened]) == 1
    assert change([opened]) == 0
    assert change([New(one.pk, "submitted", NOON, "row")], [Withdrawal(opened.id, "Corrected")]) == 2


def test_nothing_is_written_where_one_event_cannot_be() -> None:
    one = asked()
    with pytest.raises(Exception, match=r"(?i)constraint|foreign key|violates"):
        _written_and_checked([New(one.pk, "opened", NOON, "row"), New(uuid4(), "opened", NOON, "row")])
    assert not AssignmentEvent.objects.exists()


def _written_and_checked(new: list[New]) -> None:
    with transaction.atomic():
        change(new)
        connection.check_constraints()


class AnyTurns(TestCase):
    """Whatever the turns of recording and withdrawing, what was said last of each source holds."""

    @settings(max_examples=25, deadline=None)
    @given(st.lists(st.tuples(st.sampled_from(["opened", "submitted", "met"]), st.booleans()), max_size=12))
    def test_the_last_word_on_each_source_holds(self, turns: list[tuple[str, bool]]) -> None:
        one = asked()
        for kind, holds in turns:
            new = New(one.pk, kind, NOON, "row")
            change([new] if holds else [], [] if holds else [Withdrawal(new.id, "Undone")])
        last = dict(turns)
        assert {event.kind for event in states([one])[one.pk].events} == {kind for kind, on in last.items() if on}
