"""The files of a report: one pattern of addresses, one answer, and the links at a page's foot."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse

from homeroom.pages import pdf
from homeroom.pages.access import View
from homeroom.reports import csv, json, xlsx
from homeroom.reports.table import Report, Table

Kind = Literal["csv", "xlsx", "pdf", "json"]
KINDS: Mapping[Kind, str] = {"csv": "CSV", "xlsx": "Excel", "pdf": "PDF", "json": "JSON"}
TYPES: Mapping[Kind, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json; charset=utf-8",
}
MACHINE = "machine"
Context = Callable[[], Mapping[str, object]]


@dataclass(frozen=True)
class Link:
    words: str
    address: str


def file_paths(route: str, view: View, name: str) -> list[URLPattern]:
    """`class/7/week` becomes `class/7/week.csv`, named `NAME-csv`, and so on: the view is told the `kind`."""
    return [path(f"{route}.{kind}", view, {"kind": kind}, name=f"{name}-{kind}") for kind in KINDS]


def links(name: str, *arguments: object, query: str = "") -> tuple[Link, ...]:
    """The files of a report, for `files.html` at the foot of its page. A kind that cannot be made here is left out."""
    made = [kind for kind in KINDS if kind != "pdf" or pdf.is_here()]
    tail = f"?{query}" if query else ""
    return tuple(Link(KINDS[kind], reverse(f"{name}-{kind}", args=arguments) + tail) for kind in made)


def answer(request: HttpRequest, kind: Kind, report: Report, template: str, context: Context) -> HttpResponse:
    """The file. Its PDF is the page itself, `template` with what `context` gives, as it is printed."""
    headers = {"Content-Disposition": f'attachment; filename="{report.file_name}.{kind}"'}
    content = _content(request, kind, report, template, context)
    return HttpResponse(content, content_type=TYPES[kind], headers=headers)


def pdf_link(name: str, *arguments: object, query: str = "") -> tuple[Link, ...]:
    """The one link of a page that is given as a PDF and as nothing else; none where none can be made."""
    tail = f"?{query}" if query else ""
    return (Link(KINDS["pdf"], reverse(name, args=arguments) + tail),) if pdf.is_here() else ()


def pdf_answer(request: HttpRequest, file_name: str, template: str, context: Mapping[str, object]) -> HttpResponse:
    """Sheets to hand out, as a PDF. Each is a page of its own, so nothing stands below it, not even a number."""
    content = pdf.file(render_to_string(template, dict(context), request), "", request.GET.get("paper", ""))
    headers = {"Content-Disposition": f'attachment; filename="{file_name}.pdf"'}
    return HttpResponse(content, content_type=TYPES["pdf"], headers=headers)


def _content(request: HttpRequest, kind: Kind, report: Report, template: str, context: Context) -> bytes:
    machine = request.GET.get("header") == MACHINE
    if kind == "csv":
        return csv.file(_table(request, report), machine=machine)
    if kind == "xlsx":
        return xlsx.file(report, machine=machine)
    if kind == "json":
        return json.file(report)
    page = render_to_string(template, dict(context()), request)
    return pdf.file(page, report.foot, request.GET.get("paper", ""))


def _table(request: HttpRequest, report: Report) -> Table:
    """`?table=name`; one that the report does not have is no file."""
    try:
        return report.table(request.GET.get("table", ""))
    except KeyError:
        raise Http404 from None
