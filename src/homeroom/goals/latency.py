"""How long it takes both ways: from the teacher to the child, and from the child's work back to the teacher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy

from homeroom.goals.events import events_of
from homeroom.goals.fold import WORK, Event, Kind, State, state_of
from homeroom.goals.lags import Lag, lag
from homeroom.goals.models import Assignment
from homeroom.mastery.rules import Rule
from homeroom.people.clock import today

OUT = (Kind.PUSHED, Kind.AVAILABLE)
AVAILABLE = Rule(
    "latency-available",
    gettext_lazy("From the approval until the work was where the child finds it, or was handed over."),
)
FIRST_WORK = Rule("latency-first-work", gettext_lazy("From then until the child's first work on it."))
SEEN = Rule(
    "latency-seen",
    gettext_lazy(
        "From the moment of work until the teacher could see it here. Work without a moment counts at the end of its "
        "day, so that this errs on the short side by up to a day."
    ),
)
RULES = (AVAILABLE, FIRST_WORK, SEEN)


@dataclass(frozen=True)
class Latency:
    """Of one program and channel, in hours. The three are of different assignments: each needs both its events."""

    program: str
    channel: str
    available: Lag
    first_work: Lag
    seen: Lag


def latency(assignments: Iterable[Assignment]) -> list[Latency]:
    """One row a program and channel."""
    asked = list(assignments)
    found = events_of(asked)
    inside = defaultdict[tuple[str, str], list[tuple[State, Sequence[Event]]]](list)
    for one in asked:
        state = state_of(found[one.pk])
        inside[one.program, state.channel].append((state, found[one.pk]))
    return [of(*key, inside[key]) for key in sorted(inside)]


def of(program: str, channel: str, told: Sequence[tuple[State, Sequence[Event]]]) -> Latency:
    """One row: each assignment's state with all its events."""
    only = [state for state, _ in told]
    return Latency(
        program,
        channel,
        available=lag((state.first(Kind.APPROVED), state.first(*OUT)) for state in only),
        first_work=lag((state.first(*OUT), state.first(*WORK)) for state in only),
        seen=lag((event.happened_at, event.recorded_at) for event in _first_results(told)),
    )


def _first_results(told: Iterable[tuple[State, Sequence[Event]]]) -> Iterator[Event]:
    """Of each assignment the first event of work, as it was first written down.

    Where the installation's own day is set back, nothing can be said of when it was.
    """
    for state, events in told:
        first = next((event for event in state.events if event.kind in WORK), None)
        yield from (event for event in events if first is not None and event.id == first.id and _by_today(event))


def _by_today(event: Event) -> bool:
    return event.recorded_at is not None and localtime(event.recorded_at).date() <= today()
