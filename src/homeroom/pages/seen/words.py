"""The audit log in words that a family understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, ngettext

from homeroom.people import reasons, verbs
from homeroom.people.audit import COMMAND_LINE, EXPORTED, INSTALLATION, SAW
from homeroom.people.models import AuditEntry
from homeroom.reports.values import long_day

# What was looked at, by the kind that the entry names. A kind that isn't here is told in its own words.
OPENED = {
    "class page": gettext_noop("opened the class page"),
    "class file": gettext_noop("took the class page as a file"),
    "student page": gettext_noop("opened the child's page"),
    "student file": gettext_noop("took the child's page as a file"),
    "groups page": gettext_noop("opened the page of the class's small groups"),
    "groups file": gettext_noop("took the class's small groups as a file"),
    "group lists": gettext_noop("opened the lists of small groups to print"),
    "group card": gettext_noop("opened the card of a small group"),
    "lab board": gettext_noop("opened the board of the learning lab"),
    "lab file": gettext_noop("took the board of the learning lab as a file"),
    "lab sheet": gettext_noop("opened the learning lab's sheet to print"),
    "lab card": gettext_noop("opened the child's card of the learning lab"),
    "today in the lab": gettext_noop("opened where children are in the flexible block of a day"),
    "today in the lab file": gettext_noop("took where children are in the flexible block of a day as a file"),
    "absences of the day": gettext_noop("opened the list of who is absent on a day"),
    "sheets of the day": gettext_noop("opened the sheets of a day to print"),
    "sheets of the day file": gettext_noop("took the sheets of a day as a file"),
    "ticks of the day": gettext_noop("opened the entry of what was ticked on a day's sheets"),
    "list of children served": gettext_noop("opened the list of children they serve"),
    "list of children": gettext_noop("opened the list of children they may see"),
    "file of children": gettext_noop("took the list of children they may see as a file"),
    "who saw page": gettext_noop("opened this list of who saw the child"),
    "who saw file": gettext_noop("took this list of who saw the child as a file"),
    "how we know": gettext_noop("opened how we know what the child knows"),
    "how we know file": gettext_noop("took how we know what the child knows as a file"),
    "what is held of student": gettext_noop("opened the page of what is held of the child"),
    "file of what is held of student": gettext_noop("took the list of what is held of the child as a file"),
    "copy of the record of student": gettext_noop("took a copy of the child's record"),
    "who is this": gettext_noop("looked at work that had not found its child yet"),
    "who is key": gettext_noop("decided whose work it is that a program sent under an unknown name"),
    "roster change set": gettext_noop("looked at what a new roster would change"),
    "proposed layout of delivery": gettext_noop("looked at samples of a program's file"),
    "quarantined rows of delivery": gettext_noop("took rows of a program's file that could not be read"),
    "breach notice": gettext_noop("took the entries of this log for a notice"),
    "table": gettext_noop("took a table of work and results as a file"),
    "next steps": gettext_noop("opened what the child learns next"),
    "corrections of student": gettext_noop("opened the family's requests to correct the record"),
    "correction": gettext_noop("opened a family's request to correct the record"),
    "family report of student": gettext_noop("opened or took the child's family report"),
    "family reports of class": gettext_noop("opened or took the family reports of the class"),
    "approved family report of student": gettext_noop("opened the family report that the school had approved"),
    "record of student": gettext_noop("took a copy of the child's record"),
    "goal": gettext_noop("opened a goal of the class, and the work for it"),
    "goal-file": gettext_noop("took the results of a goal of the class as a file"),
    "assignment-file": gettext_noop("took the file that tells a program what is asked of children"),
    "readiness page": gettext_noop("opened who is ready for a unit of the class"),
    "readiness file": gettext_noop("took who is ready for a unit of the class as a file"),
    "carry-over page": gettext_noop("opened what is left over from a unit of the class"),
    "carry-over file": gettext_noop("took what is left over from a unit of the class as a file"),
    "block plan page": gettext_noop("opened a plan of the flexible block"),
    "block plan file": gettext_noop("took a plan of the flexible block as a file"),
    "block child page": gettext_noop("opened why the child is where a plan of the flexible block has them"),
    "block changes page": gettext_noop("opened what changed between two plans of the flexible block"),
    "block changes file": gettext_noop("took what changed between two plans of the flexible block as a file"),
    "class block page": gettext_noop("opened where the class's children are in the flexible block"),
    "class block file": gettext_noop("took where the class's children are in the flexible block as a file"),
    "minutes page": gettext_noop("opened the minutes planned and delivered in the flexible block"),
    "minutes file": gettext_noop("took the minutes planned and delivered in the flexible block as a file"),
    "replan": gettext_noop("opened a day of the flexible block that is planned anew"),
    "planning page": gettext_noop("opened what the school's plans are made from of the child"),
    "planning file": gettext_noop("took what the school's plans are made from of the child as a file"),
    "plan inputs of school": gettext_noop("took what the school's plans are made from of the child as a file"),
    "work-list": gettext_noop("opened the list of work that people see to"),
    "work-list file": gettext_noop("took the list of work that people see to as a file"),
}
CHANGED = {
    ("group kept", "group"): gettext_noop("kept a small group with the child"),
    ("group ended", "group"): gettext_noop("ended a small group with the child"),
    ("group added", "group"): gettext_noop("put the child into a small group"),
    ("group removed", "group"): gettext_noop("took the child out of a small group"),
    ("group moved", "group"): gettext_noop("moved the child to another small group"),
    ("group arranged", "group"): gettext_noop("named the adult or the last day of the child's small group"),
    ("approved", "roster change set"): gettext_noop("approved a new roster that names the child"),
    ("undid", "roster change set"): gettext_noop("took back a roster that named the child"),
    ("confirm", "who is key"): gettext_noop("said that work under an unknown name is this child's"),
    ("reject", "who is key"): gettext_noop("said that work under an unknown name is not this child's"),
    ("undone", "who is key"): gettext_noop("took back what was said of work under an unknown name"),
    ("doubted", "links of"): gettext_noop("asked the data team again whether work is this child's, after a new roster"),
    ("checked", "check"): gettext_noop("wrote down what the child can do, from what they saw"),
    ("withdrew", "check"): gettext_noop("took back what they had seen of the child"),
    ("overrode", "override"): gettext_noop("set what the child knows of a standard"),
    ("lifted", "override"): gettext_noop("took back what had been set of a standard"),
    ("put first", "stop"): gettext_noop("put a standard first on the child's list"),
    ("took off", "stop"): gettext_noop("took a standard off the child's list"),
    ("lifted", "stop"): gettext_noop("let the child's list be as it was worked out"),
    ("put first", "content stop"): gettext_noop("put a lesson or a program first for the child"),
    ("took off", "content stop"): gettext_noop("left a lesson or a program out for the child"),
    ("lifted", "content stop"): gettext_noop("took back what had been said of a lesson or a program"),
    ("began", "goal"): gettext_noop("began a goal of the class"),
    ("aimed", "goal"): gettext_noop("said what a goal of the class aims at"),
    ("chose", "goal"): gettext_noop("chose whom a goal of the class is for"),
    ("discarded", "goal"): gettext_noop("threw away a goal of the class that was not sent"),
    ("set", "goal"): gettext_noop("set a goal for the child"),
    ("sent", "goal"): gettext_noop("sent a goal of the class on its way"),
    ("added", "goal"): gettext_noop("set a goal for the child"),
    ("ended", "goal"): gettext_noop("ended a goal of the class"),
    ("approved", "work for goal"): gettext_noop("approved work for the child"),
    ("ticked", "work"): gettext_noop("saw to the child's work, and ticked it"),
    ("took back a tick of", "work"): gettext_noop("took back a tick at the child's work"),
    ("took in", "plan inputs of school"): gettext_noop("took in a file of what the school's plans are made from"),
    ("added", "planning row"): gettext_noop("wrote down something that the school's plans are made from"),
    ("changed", "planning row"): gettext_noop("changed something that the school's plans are made from"),
    ("removed", "planning row"): gettext_noop("took out something that the school's plans are made from"),
    ("published", "block plan"): gettext_noop("published a plan of the flexible block"),
    ("ended", "block plan"): gettext_noop("ended a plan of the flexible block"),
    ("moved a child", "block plan"): gettext_noop("gave the child another place in a draft of the flexible block"),
    ("wrote down pairs", "block plan"): gettext_noop("wrote down that the child may change places by lot"),
    ("locked", "plan lock"): gettext_noop("decided beforehand where the child is in a session"),
    ("unlocked", "plan lock"): gettext_noop("took back where the child was to be in a session"),
    ("locked", "session"): gettext_noop("decided beforehand where the child is in a session"),
    ("objected", "objection"): gettext_noop("objected to the child's place in a session"),
    ("answered", "objection"): gettext_noop("answered an objection to the child's place in a session"),
    ("noted absent", "lab"): gettext_noop("noted that the child is absent from the learning lab"),
    ("took back absent", "lab"): gettext_noop("took back that the child is absent from the learning lab"),
    ("noted absent", "absences of"): gettext_noop("noted that the child is absent on a day"),
    ("took back absent", "absences of"): gettext_noop("took back that the child is absent on a day"),
    ("ticked", "sheet of"): gettext_noop("wrote down that a session took place with the child"),
    ("ticked as not held", "sheet of"): gettext_noop("wrote down that a session did not take place with the child"),
    ("unticked", "sheet of"): gettext_noop("took back what was said of a session of the child"),
    ("helped", "lab"): gettext_noop("wrote down that they helped the child in the learning lab"),
    ("granted", "class"): gettext_noop("gave the child's class to a substitute"),
    ("grant ended", "class"): gettext_noop("ended that a substitute takes the child's class"),
    ("received", "correction"): gettext_noop("wrote down a family's request to correct the record"),
    ("granted", "correction"): gettext_noop("granted a family's request to correct the record"),
    ("denied", "correction"): gettext_noop("denied a family's request to correct the record"),
    ("approved", "family report of student"): gettext_noop("approved the child's family report"),
    ("approved", "family reports"): gettext_noop("approved the child's family report"),
}
# Reasons that the log gives in its own short words.
BECAUSE = {
    "data team": gettext_noop("one of the data team"),
    "network data team": gettext_noop("one of the data team"),
    "data team of the child's school": gettext_noop("one of the data team of the child's school"),
    "command on the server": gettext_noop("looks after the server"),
}
LEFT = gettext_noop("somebody who has left")
ITSELF = gettext_noop("homeroom itself")


@dataclass
class Line:
    """One person who did one thing for one reason on one day, once or several times."""

    who: str
    did: str
    why: str
    times: list[datetime] = field(default_factory=list)

    @property
    def when(self) -> str:
        """ "07:31", "07:31 and 09:02", "07:31 to 15:20, 6 times"."""
        clock = [f"{timezone.localtime(at):%H:%M}" for at in sorted(self.times)]
        told = {"first": clock[0], "last": clock[-1], "count": len(clock)}
        if len(clock) == 1:
            return clock[0]
        if clock[0] == clock[-1]:
            return ngettext("%(first)s, %(count)s time", "%(first)s, %(count)s times", len(clock)) % told
        if len(clock) == 2:
            return gettext("%(first)s and %(last)s") % told
        words = ngettext("%(first)s to %(last)s, %(count)s time", "%(first)s to %(last)s, %(count)s times", len(clock))
        return words % told


@dataclass(frozen=True)
class Day:
    on: date
    words: str
    lines: Sequence[Line]


def days(entries: Iterable[AuditEntry], names: Mapping[int, str]) -> list[Day]:
    """The entries by day, newest first; on a day, what one person did in the same way is one line."""
    found: dict[date, dict[tuple[str, str, str], Line]] = {}
    for entry in entries:
        told = who(entry, names), did(entry), why(entry)
        on = timezone.localtime(entry.at).date()
        found.setdefault(on, {}).setdefault(told, Line(*told)).times.append(entry.at)
    return [Day(on, long_day(on), list(lines.values())) for on, lines in sorted(found.items(), reverse=True)]


def who(entry: AuditEntry, names: Mapping[int, str]) -> str:
    """By today's name; through whose eyes they looked is said with it."""
    if entry.actor_number is None:
        return _nobody(entry.actor)
    person = names.get(entry.actor_number) or gettext(LEFT)
    if not entry.acting_as_number:
        return person
    through = names.get(entry.acting_as_number) or gettext(LEFT)
    return gettext("%(person)s, looking as %(through)s") % {"person": person, "through": through}


def _nobody(actor: str) -> str:
    """Whoever has no account: the installation, or a command on the server."""
    if actor == INSTALLATION:
        return gettext(ITSELF)
    _, colon, account = actor.partition(COMMAND_LINE)
    if colon:
        return gettext("somebody at the command line: %(account)s") % {"account": account}
    return gettext("somebody at the %(place)s") % {"place": actor}


def did(entry: AuditEntry) -> str:
    told = {"what": entry.object, "verb": verbs.said(entry.verb)}
    if entry.verb in (SAW, EXPORTED):
        if words := OPENED.get(entry.kind):
            return gettext(words)
        return (gettext("took: %(what)s") if entry.verb == EXPORTED else gettext("looked at: %(what)s")) % told
    if words := CHANGED.get((entry.verb, _plain(entry.kind))):
        return gettext(words)
    return gettext("changed something: %(verb)s, %(what)s") % told


def _plain(kind: str) -> str:
    """Some kinds carry a program's name at their end: "links of iready"."""
    return "links of" if kind.startswith("links of ") else kind


def why(entry: AuditEntry) -> str:
    """The log keeps reasons in English; a reader gets each in the own language."""
    return "; ".join(_because(part) for part in entry.reason.split("; "))


def _because(part: str) -> str:
    return gettext(BECAUSE[part]) if part in BECAUSE else reasons.said(part)
