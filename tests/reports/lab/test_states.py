"""In which state a child is: a table of what is known, and what the card says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.people.presence import SignedIn
from homeroom.reports.lab import rules
from homeroom.reports.lab.report import Here
from homeroom.reports.lab.states import Known, is_silent, state, waits
from lab_by_hand import AT, ago, in_since

WORKS = in_since(20)
MINUTES = rules.IDLE["minutes"]
IDLES = replace(WORKS, worked=ago(minutes=MINUTES))
ASKS = replace(IDLES, asked=ago(minutes=2))

TABLE = [
    # what is known                                            what the card says
    (Known(), Here.NOT_IN),
    (Known(is_told=False), Here.EXPECTED),
    (Known(absent=True), Here.ABSENT),
    (Known(absent=True, is_told=False), Here.ABSENT),
    (Known(WORKS), Here.WORKING),
    (Known(WORKS, absent=True), Here.WORKING),
    (Known(replace(WORKS, worked=ago(minutes=MINUTES - 0.1))), Here.WORKING),
    (Known(IDLES), Here.IDLE),
    (Known(replace(WORKS, worked=None)), Here.WORKING),
    (Known(ASKS), Here.NEEDS_HELP),
    (Known(ASKS, helped=ago(minutes=3)), Here.NEEDS_HELP),
    (Known(ASKS, helped=ago(minutes=1)), Here.IDLE),
    (Known(ASKS, helped=ASKS.asked), Here.IDLE),
    (Known(replace(WORKS, asked=ago(minutes=2)), helped=ago(minutes=1)), Here.WORKING),
]


@pytest.mark.parametrize(("known", "wanted"), TABLE)
def test_the_table_of_states(known: Known, wanted: Here) -> None:
    assert state(known) is wanted


def test_a_device_that_fell_silent_makes_nobody_idle() -> None:
    """Heard last an hour ago, and working then: nobody knows what the child does since."""
    long_ago = ago(minutes=60)
    assert state(Known(replace(WORKS, at=ago(minutes=70), heard=long_ago, worked=long_ago))) is Here.WORKING


def test_idle_before_the_silence_stays_idle() -> None:
    assert state(Known(replace(WORKS, heard=ago(minutes=10), worked=ago(minutes=16)))) is Here.IDLE


@pytest.mark.parametrize(("seconds", "silent"), [(0, False), (rules.SILENT["seconds"], False), (61, True)])
def test_silence_begins_after_the_rules_seconds(seconds: int, silent: bool) -> None:
    assert is_silent(ago(seconds=seconds), AT) is silent


def test_what_was_never_heard_is_not_called_silent() -> None:
    assert not is_silent(None, AT)


@pytest.mark.parametrize("rule", [rules.IDLE, rules.SILENT])
def test_the_sentence_names_the_threshold_that_counts(rule: rules.Rule) -> None:
    [(name, number)] = rule.thresholds.items()
    assert f"{number} {name}" in rule.words


def test_the_rules_of_idle_is_the_one_that_the_state_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence and the state change together."""
    assert state(Known(replace(WORKS, worked=ago(minutes=4, seconds=59)))) is Here.WORKING
    monkeypatch.setitem(rules.IDLE.thresholds, "minutes", 4)  # type: ignore[arg-type]  # a dictionary
    assert state(Known(replace(WORKS, worked=ago(minutes=4, seconds=59)))) is Here.IDLE


minutes = st.floats(0, 600)


@st.composite
def sign_ins(draw: Callable[[st.SearchStrategy[float]], float]) -> SignedIn:
    """A child in since some minute, with everything else later than that and not later than now."""
    came = draw(minutes)
    heard, worked, asked = (came * draw(st.floats(0, 1)) for _ in range(3))
    return in_since(came, heard=ago(minutes=heard), worked=ago(minutes=max(worked, heard)), asked=ago(minutes=asked))


@given(sign_ins(), st.booleans(), st.none() | minutes.map(lambda back: ago(minutes=back)))
def test_who_is_signed_in_is_never_called_away(found: SignedIn, absent: bool, helped: object) -> None:
    known = Known(found, absent, helped)  # type: ignore[arg-type]
    assert state(known) in (Here.WORKING, Here.IDLE, Here.NEEDS_HELP)
    assert (state(known) is Here.NEEDS_HELP) == waits(known)


@given(sign_ins())
def test_help_noted_now_ends_the_waiting_always(found: SignedIn) -> None:
    assert not waits(Known(found, helped=AT))
