"""What an assignment's events come to, case by case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

import pytest

from homeroom.goals.fold import LINE, RANK, WORK, Event, Kind, State, state_of

START = datetime(2026, 11, 2, 8, tzinfo=UTC)
NAMES = UUID(int=0)


def events(*told: str) -> list[Event]:
    """One an hour, each `kind` or `kind@channel`."""
    return [
        Event(uuid5(NAMES, f"{hour} {one}"), kind, START + timedelta(hours=hour), channel, reason=f"because {hour}")
        for hour, one in enumerate(told)
        for kind, _, channel in [one.partition("@")]
    ]


def withdrawn(event: Event) -> Event:
    return Event(uuid5(NAMES, f"not {event.id}"), "withdrawn", START + timedelta(days=9), withdraws=event.id)


def word(*told: str) -> str:
    return state_of(events(*told)).word


def test_without_events_it_is_a_draft() -> None:
    assert state_of([]) == State(word="draft", stage="draft")


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.WITHDRAWN])
def test_each_kind_alone_makes_its_own_state(kind: str) -> None:
    assert word(kind) == kind


def test_the_whole_way() -> None:
    told = [
        "proposed",
        "approved",
        "queued@api",
        "pushed@api",
        "available@api",
        "opened",
        "in_progress",
        "submitted",
        "scored",
        "met",
    ]
    state = state_of(events(*told))
    assert (state.word, state.stage, state.channel) == ("met", "met", "api")
    assert [event.kind for event in state.events] == [one.partition("@")[0] for one in told]
    assert state.since == START + timedelta(hours=9)
    assert state.reason == "because 9"


def test_a_jump_is_normal() -> None:
    assert word("approved", "scored") == "scored"


def test_opening_it_again_does_not_take_it_back() -> None:
    assert word("approved", "submitted", "opened") == "submitted"


def test_a_later_judgement_counts() -> None:
    assert word("met", "not_met") == "not_met"
    assert word("not_met", "met") == "met"


def test_of_a_met_and_a_not_met_at_one_moment_met_counts() -> None:
    met, not_met = events("met")[0], events("not_met")[0]
    assert state_of([met, not_met]).word == "met"


@pytest.mark.parametrize("end", ["cancelled", "excused", "reassigned", "escalated_to_tutor"])
def test_work_after_an_end_keeps_the_end_and_is_told(end: str) -> None:
    state = state_of(events("approved", "available", end, "opened", "submitted"))
    assert (state.word, state.done_anyway, state.stage) == (end, True, "submitted")


def test_only_finished_work_is_done_anyway() -> None:
    assert not state_of(events("approved", "cancelled", "opened", "in_progress")).done_anyway


@pytest.mark.parametrize("end", ["cancelled", "excused"])
def test_what_is_finished_cannot_be_taken_off(end: str) -> None:
    assert word("approved", "opened", "met", end) == "met"


@pytest.mark.parametrize("end", ["reassigned", "escalated_to_tutor"])
def test_what_was_not_met_can_go_on_to_somebody_else(end: str) -> None:
    assert word("approved", "opened", "not_met", end) == end


def test_approving_it_anew_after_an_end_begins_again() -> None:
    assert word("approved", "pushed@api", "cancelled", "approved") == "approved"
    assert word("approved", "pushed@api", "cancelled", "approved", "pushed@file") == "pushed"


def test_approving_it_twice_begins_nothing_again() -> None:
    assert word("approved", "pushed@api", "approved") == "pushed"


@pytest.mark.parametrize("side", ["no_evidence", "expired", "blocked"])
@pytest.mark.parametrize("work", sorted(WORK))
def test_not_seen_and_blocked_yield_to_work_before_or_after(side: str, work: str) -> None:
    assert word("approved", side, work) == work
    assert word("approved", work, side) == work


def test_not_done_takes_the_place_of_being_available() -> None:
    assert word("approved", "available", "expired") == "expired"


def test_other_work_counts_until_its_own_is_finished() -> None:
    assert word("available", "opened", "substituted") == "substituted"
    assert word("substituted", "in_progress") == "substituted"
    assert word("substituted", "not_met") == "not_met"
    assert word("no_evidence", "substituted", "expired") == "substituted"


def test_the_programs_own_stop_counts_until_the_child_works_on() -> None:
    assert word("in_progress", "not_met", "stopped_by_vendor") == "stopped_by_vendor"
    assert word("in_progress", "stopped_by_vendor", "in_progress") == "in_progress"


def test_a_stop_after_it_was_met_changes_nothing() -> None:
    assert word("met", "stopped_by_vendor") == "met"


def test_a_blocked_channel_gives_way_to_the_next() -> None:
    state = state_of(events("approved", "queued@api", "blocked@api", "queued@file", "pushed@file"))
    assert (state.word, state.channel) == ("pushed", "file")
    assert [event.reason for event in state.blocks] == ["because 2"]


def test_of_two_channels_at_one_moment_the_open_one_counts() -> None:
    told = [Event(UUID(int=n), kind, START, channel) for n, (kind, channel) in enumerate(AT_ONCE)]
    assert state_of(told).word == "queued"
    assert state_of(told).channel == "file"


AT_ONCE = [("queued", "file"), ("queued", "api"), ("blocked", "api"), ("approved", "")]


def test_it_is_blocked_when_every_channel_is() -> None:
    state = state_of(events("approved", "queued@api", "queued@file", "blocked@file", "blocked@api"))
    assert (state.word, state.channel, state.reason) == ("blocked", "api", "because 4")


def test_a_channel_that_takes_it_after_all_is_open_again() -> None:
    assert word("queued@api", "blocked@api", "pushed@api") == "pushed"


def test_a_withdrawn_event_never_was() -> None:
    opened, met = events("opened", "met")
    assert state_of([opened, met, withdrawn(met)]) == state_of([opened])


def test_a_withdrawn_withdrawal_restores_the_event() -> None:
    opened, met = events("opened", "met")
    gone = withdrawn(met)
    assert state_of([opened, met, gone, withdrawn(gone)]) == state_of([opened, met])


def test_a_withdrawal_of_what_is_unknown_changes_nothing() -> None:
    opened, met = events("opened", "met")
    assert state_of([opened, withdrawn(met)]) == state_of([opened])


def test_events_that_withdraw_each_other_hold_neither() -> None:
    one, other = UUID(int=1), UUID(int=2)
    circle = [Event(one, "withdrawn", START, withdraws=other), Event(other, "withdrawn", START, withdraws=one)]
    assert state_of([*circle, *events("met")]).word == "met"
    own = Event(one, "withdrawn", START, withdraws=one)
    assert state_of([own, *events("opened")]).word == "opened"


def test_a_tick_set_and_taken_back_a_thousand_times_is_a_state() -> None:
    chain = events("met")
    for _ in range(1001):
        chain.append(withdrawn(chain[-1]))
    assert state_of(chain).word == "draft"


def test_a_word_of_a_later_version_is_passed_over() -> None:
    assert word("opened", "teleported") == "opened"


def test_a_moment_without_a_zone_is_taken_for_utc() -> None:
    bare = Event(UUID(int=5), "met", START.replace(tzinfo=None))
    assert state_of([*events("opened", "opened"), bare]).word == "met"


def test_first_is_the_first_of_several_kinds() -> None:
    state = state_of(events("approved", "pushed", "opened", "in_progress", "opened"))
    assert state.first("opened", "in_progress") == START + timedelta(hours=2)
    assert state.first("met") is None


def test_finished_says_that_the_work_is_done_whatever_became_of_it() -> None:
    assert state_of(events("opened", "submitted")).finished
    assert not state_of(events("opened", "substituted")).finished


def test_every_kind_has_a_rank_of_its_own() -> None:
    assert set(RANK) == set(Kind.values)
    assert sorted(RANK.values()) == list(range(len(Kind.values)))
    assert [RANK[kind] for kind in LINE] == list(range(len(LINE)))
