"""Lab Board: is everybody in, and on the right program?"""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from homeroom.pages.access import for_lab, for_lab_form, reader, viewer
from homeroom.pages.files import KINDS, Kind, Link, answer, links
from homeroom.pages.lab import asked
from homeroom.pages.lab.tiles import ABSENT, BACK, HELPED, figures, presses, tile, tiles, waiting
from homeroom.pages.sessions import not_by_a_person
from homeroom.people import audit, lab
from homeroom.people.clock import today
from homeroom.people.visibility import Scope
from homeroom.reports.lab import LabBoard, lab_board, rules
from homeroom.reports.lab.file import filed
from homeroom.reports.lab.report import Seat
from homeroom.reports.lab.sheet import lab_sheets
from homeroom.reports.lab.told import lead, notes, said
from homeroom.reports.values import clock, count, hour, listed, long_day

TEMPLATE = "lab/page.html"
# Seconds from one look of the page to the next, and from one announcement to the next at least.
EVERY, APART = 15, 5
# Children whose tiles are drawn as a PDF while somebody waits: three classes of forty.
MOST_ON_PAPER = 120
LAST_HEARD = "Lab-Heard"


class ClassesForm(forms.Form):
    """Which classes are in the lab now: nobody tells us yet, so the reader does."""

    def __init__(self, board: LabBoard) -> None:
        super().__init__(initial={asked.CLASS: [str(one) for one in board.chosen]}, auto_id="id_%s")
        self.fields[asked.CLASS] = forms.MultipleChoiceField(
            label=gettext("Show these classes; none ticked shows all"),
            choices=[(str(room.number), f"{room.title} ({room.children})") for room in board.rooms],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )


class HelpForm(forms.Form):
    """What somebody helped with, in a few words."""

    note = forms.CharField(
        label=gettext_lazy("What about?"),
        help_text=gettext_lazy("A few words, such as “could not hear the lesson”. Nothing about health or behavior."),
        max_length=lab.LONGEST_NOTE,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


@for_lab
def board(request: HttpRequest, number: int) -> HttpResponse:
    """The page; or its changing part alone, for the page that asks again by itself."""
    report, scope = _report(request, number)
    tag, is_new = asked.tag(report), asked.is_first_look(request, report)
    by_itself = request.GET.get(asked.PART) == "board"
    if is_new or not by_itself:
        _write(request, report, scope, "lab board")
    if not by_itself:
        response = render(request, TEMPLATE, context(report))
    else:
        not_by_a_person(request)
        is_known = request.headers.get("If-None-Match") == tag
        response = HttpResponse(status=304) if is_known else render(request, "lab/board.html", context(report))
    response.headers["ETag"] = tag
    response.headers[LAST_HEARD] = _heard(report)
    return response


@for_lab
def board_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The board as it stands just now, as a file."""
    report, scope = _report(request, number)
    if kind == "pdf" and len(report.seats) > MOST_ON_PAPER:
        raise Http404
    _write(request, report, scope, "lab file")
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(report))


@for_lab
def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """What to print before the network fails."""
    school, scope = asked.allowed(request, number)
    found = lab_sheets(school, scope, asked.classes(request))
    shown = sorted({line.child.number for one in found.sheets for line in one.lines})
    audit.saw(viewer(request), f"lab sheet {school.pk}", shown, _reasons(scope, shown), report="lab")
    return render(request, "lab/sheet.html", {"found": found, "day": long_day(found.on)})


@for_lab_form
def child(request: HttpRequest, number: int, student: int) -> HttpResponse:
    """One child of the lab: note absent, take it back, write the help log."""
    report, scope = _report(request, number)
    seat = next((one for one in report.seats if one.child.number == student), None)
    if seat is None:
        raise Http404
    form = HelpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _done(request, report, seat, form.cleaned_data["note"])
        return redirect(reverse("lab-board", args=[number]) + asked.query(report.chosen) + f"#child-{student}")
    _write(request, report, scope, "lab card", [student])
    return render(request, "lab/child.html", _of_child(report, seat, form), status=422 if form.is_bound else 200)


def _done(request: HttpRequest, report: LabBoard, seat: Seat, note: str) -> None:
    """What the button says. A note without a button, as by the Enter key, is help."""
    by, child, act = reader(request), seat.child.number, request.POST.get("act", HELPED)
    if act == ABSENT:
        lab.note_absent(by, child)
    elif act == BACK:
        lab.take_back_absent(by, child)
    elif act == HELPED:
        lab.note_help(by, report.school, child, note.strip())


def _of_child(report: LabBoard, seat: Seat, form: HelpForm) -> Mapping[str, object]:
    return {
        "report": report,
        "seat": seat,
        "tile": tile(seat, report),
        "presses": [one for one in presses(seat, report) if one.act != HELPED],
        "form": form,
        "back": reverse("lab-board", args=[report.school]) + asked.query(report.chosen),
        "log": [(one, hour(one.at)) for one in report.helps if one.child == seat.child],
    }


def context(report: LabBoard) -> Mapping[str, object]:
    here = reverse("lab-board", args=[report.school])
    return {
        "report": report,
        "today": long_day(today()),
        "lead": lead(report),
        "notes": list(notes(report)),
        "figures": figures(report),
        "said": said(report),
        "waiting": waiting(report),
        "tiles": tiles(report),
        "log": [(one, hour(one.at)) for one in report.helps],
        "rules": rules.ALL,
        "heard": _heard(report),
        "form": ClassesForm(report) if len(report.rooms) > 1 else None,
        "chosen": listed([room.title for room in report.rooms if room.number in report.chosen]),
        "again": here + asked.query(report.chosen),
        "part": here + asked.query(report.chosen, **{asked.PART: "board"}),
        "sheet": reverse("lab-sheet", args=[report.school]) + asked.query(report.chosen),
        "files": _files(report),
        "most_on_paper": count(MOST_ON_PAPER) if len(report.seats) > MOST_ON_PAPER else "",
        "every": EVERY,
        "apart": APART,
        "silent": rules.SILENT["seconds"],
    }


def _files(report: LabBoard) -> tuple[Link, ...]:
    """No link leads to a file that is not given."""
    found = links("lab-board", report.school, query=asked.query(report.chosen).removeprefix("?"))
    return tuple(one for one in found if len(report.seats) <= MOST_ON_PAPER or one.words != KINDS["pdf"])


def _heard(report: LabBoard) -> str:
    """When the feed last told anything; without one, when the page was made."""
    return clock(report.heard or report.at)


def _report(request: HttpRequest, number: int) -> tuple[LabBoard, Scope]:
    school, scope = asked.allowed(request, number)
    return lab_board(school, scope, asked.classes(request)), scope


def _write(request: HttpRequest, report: LabBoard, scope: Scope, what: str, only: list[int] | None = None) -> None:
    """The audit row, before anything is shown: of the children on this board, not of all that the reader might see."""
    shown = [seat.child.number for seat in report.seats] if only is None else only
    write = audit.exported if what.endswith("file") else audit.saw
    drawn_from = ", ".join(f"{name} {version}" for name, version in report.drawn_from.items())
    write(viewer(request), f"{what} {report.school}", shown, _reasons(scope, shown), drawn_from, report="lab")


def _reasons(scope: Scope, shown: list[int]) -> str:
    return "; ".join(sorted({scope.students[one] for one in shown})) or "no child on the board"
