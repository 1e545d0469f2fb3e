"""The fixed words of assigned work: how it goes to a child, what became of the sending, and how far it came."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from homeroom.goals.funnel import FINISHED, WAITING
from homeroom.goals.models import AssignmentEvent, Goal
from homeroom.goals.sent import CHANNEL_NAMES, Outcome

Kind = AssignmentEvent.Kind
NO_PROGRAM = gettext_lazy("Without a program")
STATES: Mapping[str, str | Promise] = {
    "draft": gettext_lazy("draft"),
    Kind.PROPOSED: gettext_lazy("proposed"),
    Kind.APPROVED: gettext_lazy("approved"),
    Kind.QUEUED: gettext_lazy("waits to be sent"),
    WAITING: gettext_lazy("not sent yet"),
    FINISHED: gettext_lazy("finished"),
    Kind.PUSHED: gettext_lazy("sent"),
    Kind.AVAILABLE: gettext_lazy("ready for the child"),
    Kind.OPENED: gettext_lazy("opened"),
    Kind.IN_PROGRESS: gettext_lazy("begun"),
    Kind.SUBMITTED: gettext_lazy("done"),
    Kind.SCORED: gettext_lazy("scored"),
    Kind.MET: gettext_lazy("met"),
    Kind.NOT_MET: gettext_lazy("not met"),
    Kind.REASSIGNED: gettext_lazy("given anew"),
    Kind.ESCALATED: gettext_lazy("with the tutor"),
    Kind.CANCELLED: gettext_lazy("called off"),
    Kind.EXCUSED: gettext_lazy("excused"),
    Kind.EXPIRED: gettext_lazy("not done"),
    Kind.STOPPED: gettext_lazy("stopped by the program"),
    Kind.BLOCKED: gettext_lazy("could not be sent"),
    Kind.SUBSTITUTED: gettext_lazy("other work on the same standard"),
    Kind.NO_EVIDENCE: gettext_lazy("no evidence yet"),
}
# What a state means where its two words do not say it.
MEANINGS: Mapping[str, str | Promise] = {
    Kind.AVAILABLE: gettext_lazy("The work lies ready. Nothing has told us yet that the child opened it."),
    Kind.EXPIRED: gettext_lazy("The program's data for these days are complete, and hold no such work."),
    Kind.NO_EVIDENCE: gettext_lazy("The program's data for these days are late or missing: it may well be done."),
    Kind.SUBSTITUTED: gettext_lazy("The child did another lesson on the same standard. It counts for the goal."),
    Kind.STOPPED: gettext_lazy("The program ended it by itself, as it does after lessons in vain."),
    Kind.SUBMITTED: gettext_lazy("Somebody ticked it, or the program says so. It says nothing of how well."),
}


# What the channel knows, and no more.
SENDING: Mapping[Outcome, str | Promise] = {
    Outcome.NOT_SENT: gettext_lazy("It is approved, and no channel has been asked yet."),
    Outcome.SENDING: gettext_lazy("The program is asked in the background, again where it gives no answer."),
    Outcome.SENT: gettext_lazy("The program has taken it. Whether the child sees it there, only the program knows."),
    Outcome.LINK: gettext_lazy("A link stands on the work-list. Nobody has told us that it was opened."),
    Outcome.FILE: gettext_lazy("A file is ready. Nothing happens in the program until somebody uploads it there."),
    Outcome.UPLOADED: gettext_lazy("An adult said that the file was uploaded. No machine can know."),
    Outcome.WORK_LIST: gettext_lazy("It stands on the work-list. An adult sees to it, and ticks it."),
    Outcome.NOT_POSSIBLE: gettext_lazy("No channel took it. The reason stands beside it."),
}
CRITERIA: Mapping[str, str | Promise] = {
    Goal.Criterion.MASTERY: gettext_lazy("Mastery: what the child knows, estimated from all evidence"),
    Goal.Criterion.EXIT_SCORE: gettext_lazy("Exit check: the percent of right answers in it"),
    Goal.Criterion.LESSONS: gettext_lazy("Lessons passed on each standard"),
    Goal.Criterion.MINUTES: gettext_lazy("Minutes of work: done, never proof of knowing"),
}


def state_words(state: str) -> str:
    return str(STATES.get(state, state))


def channel_words(channel: str) -> str:
    return str(CHANNEL_NAMES.get(channel, channel))
