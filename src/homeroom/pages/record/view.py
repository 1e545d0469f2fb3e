"""What do we hold of this child? Counts in plain words, and the whole of it as a copy for the family."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string

from homeroom.pages.access import names_children, page, viewer
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.record.copy import files, zipped
from homeroom.pages.record.file import filed
from homeroom.pages.record.words import said
from homeroom.people import audit
from homeroom.people.answering import answers_for, is_family, may_have_record
from homeroom.people.clock import today
from homeroom.people.models import Contact, Student, User
from homeroom.people.own_part import own_part
from homeroom.people.record import Held
from homeroom.people.visibility import eyes, scope

TEMPLATE = "record/page.html"


@dataclass(frozen=True)
class Line:
    """One table of the record: what it is, what a row is, and how many there are."""

    title: str
    grain: str
    rows: int


@names_children
@page
def record(request: HttpRequest, number: int) -> HttpResponse:
    """For the data team, the child's principal and the family: what is held, how to get it, how to have it changed."""
    child, held = _drawn(request, number, audit.saw, "what is held of student")
    return render(request, TEMPLATE, _told(request, child, held))


@names_children
@page
def record_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The same counts as a file; the copy holds the record itself."""
    child, held = _drawn(request, number, audit.exported, "file of what is held of student")
    return answer(request, kind, filed(child, held), TEMPLATE, lambda: _told(request, child, held))


def _drawn(
    request: HttpRequest, number: int, write: Callable[..., object], seen_as: str
) -> tuple[Student, Sequence[Held]]:
    child, why = _child(request, number)
    held = _held(request, number)
    write(viewer(request), f"{seen_as} {number}", [number], why)
    return child, held


def _told(request: HttpRequest, child: Student, held: Sequence[Held]) -> dict[str, object]:
    lines = [Line(said(one.title), said(one.grain), len(one.rows)) for one in held]
    return {
        "child": child,
        "some": [line for line in lines if line.rows],
        "none": [line.title for line in lines if not line.rows],
        "staff": answers_for(viewer(request), child.pk),
        "files": links("record", child.pk),
    }


@names_children
@page
def record_copy(request: HttpRequest, number: int) -> HttpResponse:
    """The whole record as a zip: a page to read, CSV and JSON."""
    child, why = _child(request, number)
    audit.exported(viewer(request), f"copy of the record of student {number}", [number], why)
    content = zipped(files(child.name, number, _held(request, number), today()))
    headers = {"Content-Disposition": f'attachment; filename="record-{number}-{today()}.zip"'}
    return HttpResponse(content, content_type="application/zip", headers=headers)


def _child(request: HttpRequest, number: int) -> tuple[Student, str]:
    """The child and why this person may see them. Everybody else finds nothing here."""
    user = viewer(request)
    if not may_have_record(user, number):
        raise Http404
    child = Student.objects.get(pk=number)
    return child, scope(user, [child]).students[number]


def _held(request: HttpRequest, number: int) -> Sequence[Held]:
    """The whole record for those who answer for the child; for one of the family, without its other contacts."""
    export: Callable[[int], Sequence[Held]] = import_string(settings.HOMEROOM_RECORD)
    held = export(number)
    if not answers_for(viewer(request), number):
        for contact in _contacts(request, number):
            held = own_part(held, contact)
    return held


def _contacts(request: HttpRequest, number: int) -> list[Contact]:
    found = [user for user in eyes(viewer(request)) if isinstance(user, User) and is_family(user, number)]
    return [user.contact for user in found if user.contact]
