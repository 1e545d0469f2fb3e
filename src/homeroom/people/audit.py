"""Who saw or changed what about which children. Entries are only ever added."""

from __future__ import annotations

import os
import pwd
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from homeroom.people import request_id
from homeroom.people.audit_chain import append
from homeroom.people.models import AuditEntry, Student, User
from homeroom.people.viewing import Viewer, viewer

SAW, EXPORTED, REFUSED = "saw", "exported", "refused"
LONGEST, LONGEST_VERB, LONGEST_NAME, LONGEST_KIND = 255, 32, 150, 64
INSTALLATION = "homeroom"
COMMAND_LINE = "command line: "
# "class page 7, week 2026-W43": a kind, a number, and words that say more.
KIND = re.compile(r"([^\d,:]*)(\d*)")


@dataclass(frozen=True)
class CommandLine:
    """Somebody who runs a command on the server: known by the machine's account, not by one of homeroom's."""

    name: str

    def __str__(self) -> str:
        return f"{COMMAND_LINE}{self.name}"


Who = User | AnonymousUser | Viewer | CommandLine


def command_line() -> CommandLine:
    """Whoever runs this process."""
    try:
        return CommandLine(pwd.getpwuid(os.getuid()).pw_name)
    except KeyError:  # an account without a name, as in some containers
        return CommandLine(f"account {os.getuid()}")


def saw(
    who: Who,
    object: str,  # noqa: A002  the word of the audit log
    students: Iterable[Student | int],
    reason: str,
    drawn_from: str = "",
    *,
    report: str = "",
) -> AuditEntry:
    """Write down that `who` saw `object` (a page) with these children's records. It is committed when this returns.

    Call it before the response is returned; where it raises, nothing may be shown.
    """
    return append(_entry(who, SAW, object, students, reason, drawn_from, report), durable=True)


def exported(
    who: Who,
    object: str,  # noqa: A002  the word of the audit log
    students: Iterable[Student | int],
    reason: str,
    drawn_from: str = "",
    *,
    report: str = "",
) -> AuditEntry:
    """The same for a file that leaves with these children's records. Call it before the first byte is written."""
    return append(_entry(who, EXPORTED, object, students, reason, drawn_from, report), durable=True)


def refused(who: Who, object: str) -> AuditEntry:  # noqa: A002  the word of the audit log
    """Write down that `who` asked for something they may not see, or that is not there. Nothing was shown."""
    return append(_entry(who, REFUSED, object, (), "not theirs to see, or not there"), durable=True)


def did(
    who: Who | None,
    action: str,
    object: str,  # noqa: A002  the word of the audit log
    students: Iterable[Student | int],
    words: str,
) -> AuditEntry:
    """Write down that `who` changed `object` by `action` ("confirmed", "undid"), with the children it was about.

    Call it in the transaction that makes the change. Nobody: the installation itself did it.
    """
    return append(_entry(who, action, object, students, words), durable=False)


def _entry(
    who: Who | None,
    verb: str,
    object: str,  # noqa: A002
    students: Iterable[Student | int],
    reason: str,
    drawn_from: str = "",
    report: str = "",
) -> AuditEntry:
    number, name, through_number, through = _who(who)
    kind, object_id = next(KIND.finditer(object)).groups()
    return AuditEntry(
        actor_number=number,
        actor=name[:LONGEST_NAME],
        acting_as_number=through_number,
        acting_as=through,
        verb=verb[:LONGEST_VERB],
        object=object[:LONGEST],
        kind=kind.strip()[:LONGEST_KIND],
        object_id=object_id[:LONGEST_KIND],
        students=sorted({student if isinstance(student, int) else student.pk for student in students}),
        reason=reason[:LONGEST],
        report=report[:LONGEST_KIND],
        drawn_from=drawn_from[:LONGEST],
        request_id=request_id.current(),
    )


def called(person: User | AnonymousUser) -> str:
    """A sign-in as the log names it. Of a child or a family only the number: the log outlives their record."""
    if isinstance(person, User) and (person.student_id or person.contact_id):
        return f"student {person.student_id}" if person.student_id else f"contact {person.contact_id}"
    return person.get_username()


def _who(who: Who | None) -> tuple[int | None, str, int | None, str]:
    """The number and name of who acts, and of whose eyes they look through."""
    if who is None or isinstance(who, CommandLine):
        return None, str(who or INSTALLATION), None, ""
    found = viewer(who)
    through = found.through
    return (
        found.person.pk,
        called(found.person),
        through.pk if through else None,
        called(through) if through else "",
    )
