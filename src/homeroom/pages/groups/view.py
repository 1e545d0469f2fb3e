"""Groups: who needs the same thing now?"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from homeroom.mastery.errors import MasteryError
from homeroom.mastery.group_models import GroupAct
from homeroom.mastery.rules import GROUP
from homeroom.pages.access import form, names_children, page, reader, viewer
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.groups import acts
from homeroom.pages.groups.forms import KeepForm, KeptForm, MakeForm
from homeroom.pages.groups.lists import lists
from homeroom.people import audit
from homeroom.people.models import Class
from homeroom.people.visibility import numbers_in, open_class, scope
from homeroom.reports.groups import ClassGroups, class_groups
from homeroom.reports.groups.file import RULES, filed
from homeroom.reports.groups.report import Change, Kept, Suggested
from homeroom.reports.values import day

TEMPLATE = "groups/page.html"
GONE = gettext_lazy(
    "The suggestions have changed since you opened the page. They are shown as they are now: look again."
)


@dataclass(frozen=True)
class Forms:
    """The forms of the page; the one that was sent holds what was typed."""

    suggested: list[tuple[Suggested, KeepForm]]
    kept: list[tuple[Kept, KeptForm]]
    make: MakeForm


@names_children
@form
def groups(request: HttpRequest, number: int) -> HttpResponse:
    """Suggested groups beside kept ones, and everything that can be done with them."""
    chosen = _class(request, number)
    report = _report(request, chosen)
    wrong, status, forms = "", 200, _forms(report, request)
    if request.method == "POST":
        try:
            if done := _done(request, chosen, report, forms):
                return redirect(f"{reverse('groups', args=[number])}?{done}")
            status = 422
        except MasteryError as why:
            wrong, status, report = str(why), 409, _report(request, chosen)
            forms = _forms(report, request, stale=wrong == str(acts.CHANGED))
    _saw(request, report, "groups page", [one.number for one in report.children])
    told = {**_shown(request, report, forms), "wrong": wrong}
    return render(request, TEMPLATE, told, status=status)


@names_children
@page
def groups_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The same as a file."""
    report = _report(request, _class(request, number))
    _saw(request, report, "groups file", [one.number for one in report.children])
    return answer(request, kind, filed(report), TEMPLATE, lambda: _shown(request, report, _forms(report, request)))


@names_children
@page
def group_lists(request: HttpRequest, number: int) -> HttpResponse:
    """One list an adult, to print: large, with boxes to tick."""
    report = _report(request, _class(request, number))
    shown = [member.child.number for kept in report.kept for member in kept.members]
    _saw(request, report, "group lists", sorted(set(shown)))
    return render(request, "groups/lists.html", {"report": report, "lists": lists(report)})


def _shown(request: HttpRequest, report: ClassGroups, forms: Forms) -> dict[str, object]:
    return {"forms": forms, **_news(request, report), **context(report)}


def context(report: ClassGroups) -> dict[str, object]:
    return {
        "report": report,
        "files": links("groups", report.class_id),
        "as_of": day(report.as_of) if report.as_of else "",
        "ended": [(one, day(one.last_day), day(one.open_until)) for one in report.ended],
        "rules": RULES,
        "least": GROUP["least"],
    }


def _news(request: HttpRequest, report: ClassGroups) -> dict[str, object]:
    """What was done a moment ago stands on top; what can still be undone, below."""
    told = request.GET if request.method == "GET" else {}  # of an act before the one that was sent now
    done = told.get("done", "")
    first = int(done) if done.isascii() and done.isdigit() and len(done) < 18 else 0
    mine = [one for one in report.changes if first and one.number >= first and one.by == reader(request).get_username()]
    earlier: list[Change] = [one for one in report.changes if one not in mine]
    return {"just_done": mine, "earlier": earlier, "undone": "undone" in told, "entered": first}


def _forms(report: ClassGroups, request: HttpRequest, stale: bool = False) -> Forms:
    """`stale`: what was sent was about a group that has changed since, so nothing of it is kept."""
    sent = None if stale else request.POST
    act, which = (request.POST.get("act"), request.POST.get("which")) if request.method == "POST" else (None, None)

    def data(kind: str, number: int) -> object:
        return sent if act == kind and which == str(number) else None

    return Forms(
        [(one, KeepForm(report, one.place, data("keep", one.place))) for one in report.suggested],  # type: ignore[arg-type]
        [(one, KeptForm(report, one, data("save", one.number))) for one in report.kept],  # type: ignore[arg-type]
        MakeForm(report, sent if act == "make" else None, _proposed(request)),
    )


def _proposed(request: HttpRequest) -> dict[str, object]:
    """`?standard=3.NF.A.1&child=7&child=9`: a group that My Class proposes, to look at before it is kept."""
    standard, children = request.GET.get("standard", ""), request.GET.getlist("child")
    return {"standard": standard, "children": children} if standard and children else {}


def _done(request: HttpRequest, chosen: Class, report: ClassGroups, forms: Forms) -> str:
    """Do what was asked. Returns how the page's address says so; blank where a form needs another look."""
    by, act, which = reader(request), request.POST.get("act"), _which(request)
    if act == "undo":
        acts.undone(by, report, which)
        return "undone"
    if act == "end":
        return _told([acts.ended(by, _kept(report, which))])
    if act == "keep":
        return _told([acts.kept(by, chosen, *_suggestion(request, forms, which))])
    if act == "save":
        _kept(report, which)
        [sent] = [found for one, found in forms.kept if one.number == which]
        return _told(acts.saved(by, chosen, sent)) if sent.is_valid() else ""
    if act == "make" and forms.make.is_valid():
        return _told([acts.made(by, chosen, forms.make)])
    return ""


def _told(done: list[GroupAct]) -> str:
    return f"done={min((one.pk for one in done), default=0)}"


def _which(request: HttpRequest) -> int:
    which = request.POST.get("which", "")
    return int(which) if which.isascii() and which.isdigit() and len(which) < 18 else 0


def _kept(report: ClassGroups, number: int) -> Kept:
    found = report.group(number)
    if found is None:
        raise MasteryError(gettext("This group has ended meanwhile."))
    return found


def _suggestion(request: HttpRequest, forms: Forms, place: int) -> tuple[Suggested, KeepForm]:
    """The suggestion as the page showed it. Raises MasteryError where it is another one by now."""
    shown = request.POST.get("shown", "")
    for one, sent in forms.suggested:
        if one.place == place and one.shown == shown and sent.is_valid():
            return one, sent
    raise MasteryError(GONE)


def _class(request: HttpRequest, number: int) -> Class:
    chosen = open_class(viewer(request), number)
    if chosen is None:
        raise Http404
    return chosen


def _report(request: HttpRequest, chosen: Class) -> ClassGroups:
    return class_groups(chosen, scope(viewer(request), numbers_in(chosen)))


def _saw(request: HttpRequest, report: ClassGroups, seen_as: str, children: list[int]) -> None:
    """The audit row, before anything is shown."""
    user = viewer(request)
    reasons = "; ".join(sorted(set(scope(user, children).students.values()))) or "no student in a group"
    drawn_from = ", ".join(f"{name} {version}" for name, version in report.drawn_from.items())
    write = audit.exported if seen_as.endswith("file") else audit.saw
    write(user, f"{seen_as} {report.class_id}", children, reasons, drawn_from, report="groups")
