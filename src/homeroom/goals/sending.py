"""Send what was approved: each child's work by the first channel of its program that can take it.

A channel that can't is told with its reason, and the next one takes over. A program's door is spoken to in the
background alone (`pushing`), so nothing that goes on there keeps anybody waiting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from homeroom.goals import capability
from homeroom.goals.channels import deep_link, file, program_apis
from homeroom.goals.channels.file import Download, Known
from homeroom.goals.channels.why import ChannelError, Why
from homeroom.goals.errors import GoalsError
from homeroom.goals.events import New, Withdrawal, change, states
from homeroom.goals.fold import ENDED, State
from homeroom.goals.models import Assignment, AssignmentEvent, Goal
from homeroom.goals.sent import Outcome, Sent, channel_word, results, sent
from homeroom.people.clock import now as this_moment
from homeroom.programs.assign import API, DEEP_LINK, FILE, Assign

Kind = AssignmentEvent.Kind
# Reasons that are no failure of this child's work: the channel was never there for it.
NEVER_THERE = ("not_set_up", "no_link")
TICK = timedelta(microseconds=1)


def send(goal: Goal, by: str, at: datetime | None = None) -> list[Sent]:
    """Send all that is approved and not on its way yet, and give the result of every assignment of the goal.

    Sending twice is sending once. Raises GoalsError where the goal has ended.
    """
    with transaction.atomic():
        locked = Goal.objects.select_for_update().get(pk=goal.pk)
        if locked.ended_at is not None:
            raise GoalsError(gettext_noop("This goal has ended. Make a new one to ask for more work."))
        moment = at or this_moment()
        waiting = [(one, state) for one, state in _with_states(locked) if _waits(state)]
        _offer_all(waiting, by, moment)
        if locked.sent_at is None and waiting:
            Goal.objects.filter(pk=locked.pk).update(sent_at=moment)
    goal.refresh_from_db(fields=["sent_at"])
    return results(goal)


def again(goal: Goal, program: str, by: str, at: datetime | None = None) -> list[Sent]:
    """Try the program's own door once more for what it did not take. What went another way stays there until it does.

    Does nothing for work that the door has taken, or that was called off.
    """
    with transaction.atomic():
        found = _with_states(goal, program)
        stuck = [(one, state) for one, state in found if state.word not in ENDED and _blocked(state, API)]
        moment = at or this_moment()
        change(event(one, Kind.QUEUED, API, by, moment) for one, state in stuck)
        _enqueue(one for one, _ in stuck)
    return results(goal)


def fail_over(stuck: Sequence[tuple[Assignment, State]], channel: str, why: Why, actor: str) -> None:
    """Write down that a channel did not take these, and give each to the next one of its program.

    What another channel carries already is not offered again.
    """
    moment = this_moment()
    change(event(one, Kind.BLOCKED, channel, actor, moment, why) for one, state in stuck)
    now = states([one for one, _ in stuck])
    left = [(one, now[one.pk]) for one, _ in stuck if _carried_by_none(now[one.pk])]
    _offer_all(left, actor, moment + TICK)


def assignment_file(goal: Goal, program: str) -> Download:
    """The file that is to be uploaded into a program for a goal. Raises GoalsError where there is none."""
    layout = capability.of(program).file
    wanted = [one for one, state in _with_states(goal, program) if _in_file(one, state)]
    if layout is None or not wanted:
        raise GoalsError(gettext_noop("No work of this goal goes into this program by a file."))
    school_class = goal.school_class.title
    try:
        return file.download(program, school_class, goal.begins_on, wanted, layout)
    except ChannelError as error:  # an id has changed since the file was offered
        raise GoalsError(
            gettext_noop("The file can't be written: %(why_words)s. Send the goal's work again.")
            % {"why_words": error.why.english}
        ) from None


@transaction.atomic
def uploaded(goal: Goal, program: str, by: str, at: datetime | None = None) -> int:
    """An adult says that the file was uploaded: no machine can know. Returns for how many assignments."""
    found = _with_states(goal, program)
    offered = [(one, state) for one, state in found if sent(one, state).outcome == Outcome.FILE]
    moment = at or this_moment()
    return change(event(one, Kind.PUSHED, FILE, by, moment) for one, state in offered)


@transaction.atomic
def not_uploaded(goal: Goal, program: str, by: str) -> int:
    """The same adult, or another, says that it was not: the file is to be uploaded again."""
    said = [
        Withdrawal(last.id, "taken back", by)
        for one, state in _with_states(goal, program)
        if sent(one, state).outcome == Outcome.UPLOADED and (last := channel_word(state))
    ]
    return change([], said)


def waiting_for_api(goal: int, program: str) -> list[tuple[Assignment, State]]:
    """What the program's door is still to be told of."""
    return [
        (one, state)
        for one, state in _with_states(Goal(pk=goal), program)
        if state.word not in ENDED and (last := _last_of(state, API)) and last == Kind.QUEUED
    ]


def _with_states(goal: Goal, program: str | None = None) -> list[tuple[Assignment, State]]:
    found = Assignment.objects.filter(goal=goal).order_by("program", "student", "pk")
    if program is not None:
        found = found.filter(program=program)
    listed = list(found.select_related("student", "standard", "content_item", "goal__school_class__school"))
    known = states(listed)
    return [(one, known[one.pk]) for one in listed]


def _waits(state: State) -> bool:
    """Approved, not called off, not done by itself meanwhile, and no channel has it."""
    approved = any(event.kind == Kind.APPROVED for event in state.events)
    open_ = state.word not in ENDED and not state.finished
    return approved and open_ and state.channel == "" and state.word != Kind.BLOCKED


def _blocked(state: State, channel: str) -> bool:
    return _last_of(state, channel) == Kind.BLOCKED


def _carried_by_none(state: State) -> bool:
    last = channel_word(state)
    return last is None or last.kind == Kind.BLOCKED


def _last_of(state: State, channel: str) -> str:
    """The last word of one channel; blank where it had none."""
    said = [event.kind for event in state.events if event.channel == channel and event.kind in CHANNEL_EVENTS]
    return said[-1] if said else ""


CHANNEL_EVENTS = (Kind.QUEUED, Kind.PUSHED, Kind.AVAILABLE, Kind.BLOCKED)


def _in_file(assignment: Assignment, state: State) -> bool:
    return state.word not in ENDED and sent(assignment, state).outcome in (Outcome.FILE, Outcome.UPLOADED)


def _offer_all(waiting: Sequence[tuple[Assignment, State]], actor: str, moment: datetime) -> None:
    """Give each its channel, program by program, and let the worker know of what goes through a door."""
    pushed: list[Assignment] = []
    new: list[New] = []
    for program, some in groupby(sorted(waiting, key=_program), key=_program):
        together = list(some)
        offer = _Offer(program, [one for one, _ in together])
        for one, state in together:
            events = offer.events(one, state, actor, moment)
            new += events
            if events[-1].channel == API:
                pushed.append(one)
    change(new)
    _enqueue(pushed)


def _program(waiting: tuple[Assignment, State]) -> str:
    return waiting[0].program


class _Offer:
    """Chooses the channel for work of one program: what is the same for all its children is looked up once."""

    def __init__(self, program: str, assignments: Sequence[Assignment]) -> None:
        self.program = program
        self.record: Assign = capability.of(program)
        students = {one.student_id for one in assignments}
        self.known: Known = file.known_ids(program, students) if self.record.file else {}
        self.no_api = _no_api(program) if API in self.record.channels else None

    def events(self, one: Assignment, state: State, actor: str, moment: datetime) -> list[New]:
        """The failures on the way, then the channel that takes it; where none does, the last failure."""
        told: list[New] = []
        for channel in self.record.channels:
            if _blocked(state, channel):
                continue
            try:
                link = self._try(channel, one)
            except ChannelError as error:
                if error.why.code not in NEVER_THERE:
                    told.append(event(one, Kind.BLOCKED, channel, actor, moment, error.why))
                continue
            kind = Kind.AVAILABLE if link else Kind.QUEUED
            evidence = {"link": link} if link else {}
            return [*told, event(one, kind, channel, actor, moment, evidence=evidence)]
        why = Why("no_channel" if self.record.takes_work else "nothing_asked")
        return [*told, event(one, Kind.BLOCKED, "", actor, moment, why)]

    def _try(self, channel: str, one: Assignment) -> str:
        """The link where the channel is one. Raises ChannelError where it can't take this child's work."""
        if channel == DEEP_LINK:
            return deep_link.link(one, self.record)
        if channel == API and self.no_api:
            raise ChannelError(self.no_api)
        if channel == FILE and self.record.file:
            file.row(one, self.record.file, self.known)
        return ""


def _no_api(program: str) -> Why | None:
    """Why the program's door can't be used here; None where it can."""
    try:
        return None if program_apis.of(program) else Why("not_set_up")
    except program_apis.SettingsError:
        return Why("settings")


def event(
    one: Assignment,
    kind: str,
    channel: str,
    actor: str,
    moment: datetime,
    why: Why | None = None,
    evidence: Mapping[str, Any] | None = None,
) -> New:
    """An event of a channel. Told again at another moment it is another event."""
    told = why.evidence if why else evidence or {}
    source = f"{channel} {moment.isoformat()}"
    return New(one.pk, kind, moment, source, actor, channel, why.english if why else "", told)


def _enqueue(assignments: Iterable[Assignment]) -> None:
    from homeroom.goals.pushing import push  # it calls what is above

    for goal, program in sorted({(one.goal_id, one.program) for one in assignments}):
        push.enqueue(goal, program, 0)
