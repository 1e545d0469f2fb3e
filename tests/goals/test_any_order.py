"""Any order, repetition and split of an assignment's events folds to one state, that of a plain machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from goals import life_by_hand as by_hand
from homeroom.goals.fold import Event, Kind, State, state_of

START = datetime(2026, 11, 2, 8, tzinfo=UTC)
KINDS = [kind.value for kind in Kind if kind != Kind.WITHDRAWN]
CHANNELS = ["", "api", "file", "work_list"]


@st.composite
def lives(draw: st.DrawFn) -> list[Event]:
    """Events of few moments, and withdrawals of any that came before, withdrawals too."""
    told = draw(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 5), st.sampled_from(CHANNELS)), max_size=9))
    made = [
        Event(UUID(int=n), kind, START + timedelta(hours=hour), channel) for n, (kind, hour, channel) in enumerate(told)
    ]
    for target in draw(st.lists(st.integers(0, 99), max_size=5 if made else 0)):
        number = len(made)
        made.append(Event(UUID(int=number), "withdrawn", START, withdraws=made[target % number].id))
    return made


def told(state: State) -> tuple[str, str, bool]:
    return state.word, state.stage, state.done_anyway


@settings(max_examples=400, deadline=None)
@given(lives())
def test_it_is_the_state_of_the_plain_machine(life: list[Event]) -> None:
    state = state_of(life)
    assert told(state) == by_hand.told(life)
    assert list(state.events) == by_hand.standing(life)


@settings(max_examples=200, deadline=None)
@given(lives(), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(life: list[Event], chance: Random) -> None:
    again = [*life, *chance.choices(life, k=4)] if life else []
    chance.shuffle(again)
    assert state_of(again) == state_of(life)


@settings(max_examples=200, deadline=None)
@given(lives(), st.integers(0, 14))
def test_in_whatever_parts_it_comes_the_state_is_the_same(life: list[Event], cut: int) -> None:
    """A part, folded by itself or not, takes nothing from the whole; the state says what the whole came to."""
    first, second = life[:cut], life[cut:]
    state_of(first)
    assert state_of([*second, *first]) == state_of(life)
    assert state_of([*state_of(life).events]) == state_of(life)


@settings(max_examples=200, deadline=None)
@given(lives(), lives())
def test_what_comes_and_is_withdrawn_restores_the_earlier_state(life: list[Event], delivery: list[Event]) -> None:
    def of_delivery(number: int) -> UUID:
        return UUID(int=1000 + number)

    came = [
        Event(of_delivery(n), event.kind, event.happened_at, event.channel)
        for n, event in enumerate(delivery)
        if event.withdraws is None
    ]
    undone = [Event(UUID(int=5000 + n), "withdrawn", START, withdraws=event.id) for n, event in enumerate(came)]
    assert state_of([*life, *came, *undone]) == state_of(life)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.builds(
            Event,
            st.integers(0, 6).map(lambda n: UUID(int=n)),
            st.sampled_from([*KINDS, "withdrawn", "unheard of", ""]),
            st.datetimes() | st.datetimes(timezones=st.just(UTC)),
            st.sampled_from(CHANNELS),
            st.text(max_size=3),
            st.none() | st.integers(0, 6).map(lambda n: UUID(int=n)),
        ),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_nothing_raises_and_nothing_depends_on_the_order(events: list[Event], chance: Random) -> None:
    """Circles, ids of two texts, unknown kinds, moments without a zone."""
    before = state_of(events)
    chance.shuffle(events)
    assert state_of(events) == before
