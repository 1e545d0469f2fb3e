"""What became of sending each child's work, in words that never say more than the channel knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from homeroom.goals.channels import why
from homeroom.goals.events import states
from homeroom.goals.fold import CHANNEL_WORDS, Happening, State
from homeroom.goals.models import Assignment, AssignmentEvent, Goal
from homeroom.programs.assign import API, DEEP_LINK, FILE, WORK_LIST

Kind = AssignmentEvent.Kind


class Outcome(StrEnum):
    """How far it came by its channel. What the child did with it is told by the assignment's state."""

    NOT_SENT = "not sent"
    SENDING = "sending"
    SENT = "sent"
    LINK = "link"
    FILE = "file"
    UPLOADED = "uploaded"
    WORK_LIST = "work list"
    NOT_POSSIBLE = "not possible"

    @property
    def words(self) -> str:
        return str(WORDS[self])


WORDS: dict[Outcome, str | Promise] = {
    Outcome.NOT_SENT: gettext_lazy("Not sent yet"),
    Outcome.SENDING: gettext_lazy("Being sent"),
    Outcome.SENT: gettext_lazy("Sent"),
    Outcome.LINK: gettext_lazy("Link given"),
    Outcome.FILE: gettext_lazy("File to upload"),
    Outcome.UPLOADED: gettext_lazy("File uploaded, as an adult said"),
    Outcome.WORK_LIST: gettext_lazy("On the work-list"),
    Outcome.NOT_POSSIBLE: gettext_lazy("Not possible"),
}
# How something goes, for a cell or the end of a sentence; and the channel itself, as a sentence's beginning.
CHANNEL_NAMES: dict[str, str | Promise] = {
    DEEP_LINK: gettext_lazy("by link"),
    API: gettext_lazy("straight to the program"),
    FILE: gettext_lazy("by file"),
    WORK_LIST: gettext_lazy("by the work-list"),
}
THE_CHANNEL: dict[str, str | Promise] = {
    DEEP_LINK: gettext_lazy("The link"),
    API: gettext_lazy("The direct connection"),
    FILE: gettext_lazy("The file"),
    WORK_LIST: gettext_lazy("The work-list"),
}
BY_CHANNEL = {
    (API, Kind.QUEUED): Outcome.SENDING,
    (API, Kind.PUSHED): Outcome.SENT,
    (API, Kind.AVAILABLE): Outcome.SENT,
    (DEEP_LINK, Kind.QUEUED): Outcome.SENDING,
    (DEEP_LINK, Kind.PUSHED): Outcome.LINK,
    (DEEP_LINK, Kind.AVAILABLE): Outcome.LINK,
    (FILE, Kind.QUEUED): Outcome.FILE,
    (FILE, Kind.PUSHED): Outcome.UPLOADED,
    (FILE, Kind.AVAILABLE): Outcome.UPLOADED,
}


@dataclass(frozen=True)
class Sent:
    """One assignment's result. `link` is set where one was given; `failed` holds (channel, reason) for those that
    were tried and did not work, oldest first; a reason is the end of a sentence, in the reader's language.
    """

    assignment: UUID
    student: int
    program: str
    channel: str
    outcome: Outcome
    link: str = ""
    failed: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        """`Sent`, or `Not possible, because …`."""
        if self.outcome != Outcome.NOT_POSSIBLE or not self.failed:
            return self.outcome.words
        return gettext("Not possible, because %(why_words)s") % {"why_words": self.failed[-1][1]}

    @property
    def before_words(self) -> str:
        """What was tried before it went by this channel, in one sentence; blank where nothing was."""
        tried = self.failed[:-1] if self.outcome == Outcome.NOT_POSSIBLE else self.failed
        told = [
            gettext("%(channel_words)s did not work: %(why_words)s")
            % {"channel_words": str(THE_CHANNEL[channel]), "why_words": reason}
            for channel, reason in tried
            if channel in THE_CHANNEL
        ]
        return "; ".join(told)


def results(goal: Goal) -> list[Sent]:
    """The result of each assignment of a goal, by program and child."""
    found = list(Assignment.objects.filter(goal=goal).order_by("program", "student", "pk"))
    return of(found)


def of(assignments: Sequence[Assignment]) -> list[Sent]:
    known = states(assignments)
    return [sent(one, known[one.pk]) for one in assignments]


def counts(told: Iterable[Sent]) -> dict[tuple[str, Outcome], int]:
    """How many children's work of each program came how far."""
    found: dict[tuple[str, Outcome], int] = {}
    for one in told:
        found[one.program, one.outcome] = found.get((one.program, one.outcome), 0) + 1
    return found


def sent(assignment: Assignment, state: State) -> Sent:
    """The result out of one assignment's state."""
    last = channel_word(state)
    return Sent(
        assignment=assignment.pk,
        student=assignment.student_id,
        program=assignment.program,
        channel=state.channel,
        outcome=_outcome(last),
        link=_link(state),
        failed=tuple((block.channel, _why(block)) for block in _last_blocks(state)),
    )


def channel_word(state: State) -> Happening | None:
    """The last thing that the assignment's channel told of it."""
    words = [one for one in state.events if one.kind in CHANNEL_WORDS and one.channel == state.channel]
    return words[-1] if words else None


def _outcome(last: Happening | None) -> Outcome:
    if last is None:
        return Outcome.NOT_SENT
    if last.kind == Kind.BLOCKED:
        return Outcome.NOT_POSSIBLE
    return BY_CHANNEL.get((last.channel, Kind(last.kind)), Outcome.WORK_LIST)


def _link(state: State) -> str:
    told = [getattr(one, "evidence", {}).get("link", "") for one in state.events if one.channel == DEEP_LINK]
    return next((str(link) for link in reversed(told) if link), "")


def _last_blocks(state: State) -> list[Happening]:
    """Of each channel that is blocked now its last reason."""
    last = {one.channel: one for one in state.events if one.kind in CHANNEL_WORDS}
    return [one for one in state.blocks if last[one.channel] is one]


def _why(block: Happening) -> str:
    known = why.kept(getattr(block, "evidence", None))
    return known.words if known else block.reason
