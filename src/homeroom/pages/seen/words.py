"""The audit log in words that a family understands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from homeroom.people.audit import EXPORTED, INSTALLATION, SAW
from homeroom.people.models import AuditEntry
from homeroom.reports.values import long_day

# What was looked at, by the kind that the entry names. A kind that isn't here is told in its own words.
OPENED = {
    "class page": "opened the class page",
    "class file": "took the class page as a file",
    "student page": "opened the child's page",
    "student file": "took the child's page as a file",
    "groups page": "opened the page of the class's small groups",
    "groups file": "took the class's small groups as a file",
    "group lists": "opened the lists of small groups to print",
    "group card": "opened the card of a small group",
    "list of children served": "opened the list of children they serve",
    "list of children": "opened the list of children they may see",
    "file of children": "took the list of children they may see as a file",
    "who saw page": "opened this list of who saw the child",
    "who saw file": "took this list of who saw the child as a file",
    "how we know": "opened how we know what the child knows",
    "how we know file": "took how we know what the child knows as a file",
    "what is held of student": "opened the page of what is held of the child",
    "file of what is held of student": "took the list of what is held of the child as a file",
    "copy of the record of student": "took a copy of the child's record",
    "who is this": "looked at work that had not found its child yet",
    "who is key": "decided whose work it is that a program sent under an unknown name",
    "roster change set": "looked at what a new roster would change",
    "proposed layout of delivery": "looked at samples of a program's file",
    "quarantined rows of delivery": "took rows of a program's file that could not be read",
    "breach notice": "took the entries of this log for a notice",
    "table": "took a table of work and results as a file",
}
CHANGED = {
    ("group kept", "group"): "kept a small group with the child",
    ("group ended", "group"): "ended a small group with the child",
    ("group added", "group"): "put the child into a small group",
    ("group removed", "group"): "took the child out of a small group",
    ("group moved", "group"): "moved the child to another small group",
    ("group arranged", "group"): "named the adult or the last day of the child's small group",
    ("approved", "roster change set"): "approved a new roster that names the child",
    ("undid", "roster change set"): "took back a roster that named the child",
    ("confirmed", "who is key"): "said that work under an unknown name is this child's",
    ("rejected", "who is key"): "said that work under an unknown name is not this child's",
    ("undone", "who is key"): "took back what was said of work under an unknown name",
    ("doubted", "links of"): "asked the data team again whether work is this child's, after a new roster",
}
# Reasons that the log gives in its own short words.
BECAUSE = {
    "data team": "one of the data team",
    "network data team": "one of the data team",
    "data team of the child's school": "one of the data team of the child's school",
    "command on the server": "looks after the server",
}
LEFT = "somebody who has left"
ITSELF = "homeroom itself"


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
        if clock[0] == clock[-1]:
            return clock[0] if len(clock) == 1 else f"{clock[0]}, {len(clock)} times"
        if len(clock) == 2:
            return " and ".join(clock)
        return f"{clock[0]} to {clock[-1]}, {len(clock)} times"


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
        return ITSELF if entry.actor == INSTALLATION else f"somebody at the {entry.actor}"
    person = names.get(entry.actor_number, LEFT)
    if not entry.acting_as_number:
        return person
    return f"{person}, looking as {names.get(entry.acting_as_number, LEFT)}"


def did(entry: AuditEntry) -> str:
    if entry.verb in (SAW, EXPORTED):
        return OPENED.get(entry.kind) or f"{'took' if entry.verb == EXPORTED else 'looked at'}: {entry.object}"
    return CHANGED.get((entry.verb, _plain(entry.kind))) or f"changed something: {entry.verb}, {entry.object}"


def _plain(kind: str) -> str:
    """Some kinds carry a program's name at their end: "links of iready"."""
    return "links of" if kind.startswith("links of ") else kind


def why(entry: AuditEntry) -> str:
    return "; ".join(BECAUSE.get(part, part) for part in entry.reason.split("; "))
