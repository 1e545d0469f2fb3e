"""What a survey found: scale by scale, question by question, who answered, and what changed since the wave before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from homeroom.evidence import sentences, survey_comments, survey_words
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Survey, Wave
from homeroom.evidence.survey_change import Change, changes
from homeroom.evidence.survey_results import SurveyResults, results
from homeroom.pages.access import for_network, for_network_form, reader
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.surveys import words
from homeroom.pages.surveys.build import survey_of
from homeroom.reports.surveys.file import filed
from homeroom.reports.table import Cell, Report, Table, Word
from homeroom.reports.values import Value, shown

TEMPLATE = "surveys/results.html"
SHOW, WITHHOLD = "show", "withhold"
NUMBERS = {"answers", "in_favour", "share", "mean", "spread", "alpha", "alpha_low", "alpha_high", "omega"}
NUMBERS |= {"mean_weighted", "asked", "answered", "before", "after", "difference", "people"}


@dataclass(frozen=True)
class Line:
    """A row: its head, said `again` where the row above has the same, and whether each other cell is a number."""

    head: str
    again: bool
    cells: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Drawn:
    """A table of the report as the page draws it: heads, and rows of words. Columns without a word are left out."""

    name: str
    caption: str
    heads: tuple[str, ...]
    numbers: str
    rows: tuple[Line, ...]


@for_network
def survey_results(request: HttpRequest, number: int) -> HttpResponse:
    found, wave = _wave(request, number)
    return render(request, TEMPLATE, _context(found, wave))


@for_network
def survey_results_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    found, wave = _wave(request, number)
    if wave is None:
        raise Http404
    return answer(request, kind, _report(found, wave)[0], TEMPLATE, lambda: _context(found, wave))


@for_network_form
def survey_comments_page(request: HttpRequest, number: int) -> HttpResponseBase:
    """Comments that nobody has read yet: names come out, or the comment stays away."""
    found, wave = _wave(request, number)
    wrong = ""
    if request.method == "POST":
        key = request.POST.get("key", "")
        try:
            if wave is None or not (key.isascii() and key.isdigit() and len(key) < 20):
                raise EvidenceError(gettext("This comment was read already."))
            show = request.POST.get("act") == SHOW
            survey_comments.read(wave, int(key), request.POST.get("words", ""), reader(request), show=show)
            return redirect(f"{reverse('survey-comments', args=[number])}?wave={wave.number}")
        except EvidenceError as why:
            wrong = str(why)
    context = {
        "survey": words.listed(found),
        "number": number,
        "wave": wave,
        "waiting": survey_comments.waiting(wave) if wave else [],
        "said": survey_words.words(found, survey_words.ENGLISH),
        "wrong": wrong,
        "acts": {"show": SHOW, "withhold": WITHHOLD},
    }
    return render(request, "surveys/comments.html", context, status=422 if wrong else 200)


def _wave(request: HttpRequest, number: int) -> tuple[Survey, Wave | None]:
    """The wave that is asked for, or the newest that is closed; None where none is."""
    found, told = survey_of(number), request.GET.get("wave", request.POST.get("wave", ""))
    closed = found.waves.filter(closed_on__isnull=False).order_by("-number")
    if not told:
        return found, closed.first()
    if not (told.isascii() and told.isdigit() and len(told) < 5):
        raise Http404
    wave = closed.filter(number=int(told)).first()
    if wave is None:
        raise Http404
    return found, wave


def _report(found: Survey, wave: Wave) -> tuple[Report, SurveyResults, Sequence[Change]]:
    made, changed = results(wave), changes(wave)
    return filed(made, changed, survey_words.words(found, survey_words.ENGLISH)), made, changed


def _context(found: Survey, wave: Wave | None) -> Mapping[str, object]:
    told = {"survey": words.listed(found), "number": found.pk, "wave": wave}
    if wave is None:
        return told
    report, made, changed = _report(found, wave)
    drawn = {table.name: _drawn(table) for table in report.tables if table.rows}
    return told | {
        "report": report,
        "found": made,
        "tables": [drawn[name] for name in ("scales", "change", "questions", "answered") if name in drawn],
        "hidden": sentences.FEW_ANSWERS.words,
        "changed": changed,
        "files": links("survey-results", found.pk, query=f"wave={wave.number}"),
        "waves": [one.number for one in found.waves.filter(closed_on__isnull=False).order_by("number")],
    }


def _drawn(table: Table) -> Drawn:
    said = [[_cell(cell) for cell in row] for row in table.rows]
    there = [at for at in range(len(table.columns)) if any(row[at] for row in said)]
    columns = [table.columns[at] for at in there]
    right = [one.name in NUMBERS for one in columns]
    numbers = " ".join(str(at) for at, is_number in enumerate(right, 1) if is_number)
    rows = tuple(
        Line(row[0], row[0] == before, tuple(zip([row[at] for at in there[1:]], right[1:], strict=True)))
        for row, before in zip(said, [None, *(row[0] for row in said)], strict=False)
    )
    return Drawn(table.name, str(table.caption), tuple(str(one.words) for one in columns), numbers, rows)


def _cell(cell: Cell) -> str:
    if isinstance(cell, Value):
        return shown(cell)
    return str(cell.words) if isinstance(cell, Word) else str(cell)
