"""Who saw or changed what about which children. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from homeroom.people.models import AuditEntry, Student, User
from homeroom.people.viewing import Viewer, viewer

SAW = "saw"
LONGEST, LONGEST_VERB = 255, 32
INSTALLATION = "homeroom"


def saw(
    who: User | AnonymousUser | Viewer,
    object: str,  # noqa: A002  the word of the audit log
    students: Iterable[Student | int],
    reason: str,
    drawn_from: str = "",
) -> AuditEntry:
    """Write down that `who` saw `object` (a page, an export) with these children's records.

    Call it before the response is returned; where it raises, nothing may be shown.
    """
    numbers = sorted({student if isinstance(student, int) else student.pk for student in students})
    return AuditEntry.objects.create(
        at=timezone.now(),
        actor=viewer(who).person.get_username(),
        verb=SAW,
        object=object[:LONGEST],
        students=numbers,
        reason=reason[:LONGEST],
        drawn_from=drawn_from[:LONGEST],
    )


def did(
    who: User | AnonymousUser | Viewer | None,
    action: str,
    object: str,  # noqa: A002  the word of the audit log
    students: Iterable[Student | int],
    words: str,
) -> AuditEntry:
    """Write down that `who` changed `object` by `action` ("confirmed", "undid"), with the children it was about.

    Call it in the transaction that makes the change. Nobody: the installation itself did it.
    """
    numbers = sorted({student if isinstance(student, int) else student.pk for student in students})
    return AuditEntry.objects.create(
        at=timezone.now(),
        actor=viewer(who).person.get_username() if who else INSTALLATION,
        verb=action[:LONGEST_VERB],
        object=object[:LONGEST],
        students=numbers,
        reason=words[:LONGEST],
    )
