"""The school's week: what holds, its drafts, and everything that is done to one of them as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from homeroom.pages.access import for_planners_form, for_week, reader
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.kit.parts import Link
from homeroom.pages.rotation import asked
from homeroom.pages.rotation.forms import DatesForm
from homeroom.pages.schools import school_of
from homeroom.people.models import School
from homeroom.reports.rotation import called
from homeroom.reports.rotation.week import RotationWeek
from homeroom.reports.rotation.week.drawn import grid, nowhere
from homeroom.reports.rotation.week.file import filed
from homeroom.reports.rotation.week.words import lead
from homeroom.reports.values import moment_here, plain_day
from homeroom.rotation import runs, week_drafts, week_publish
from homeroom.rotation.errors import RotationError
from homeroom.rotation.gather.school_week import school_week
from homeroom.rotation.models import Rotation, RotationStep
from homeroom.rotation.plan_models import State
from homeroom.rotation.solvers.run import WEEK, installed
from homeroom.rotation.week.sentences import conflict_said
from homeroom.rotation.week.thumb import by_thumb

TEMPLATE = "rotation/page.html"
VIEWS = ("class", "room", "adult")


@for_week
def rotation(request: HttpRequest, number: int) -> HttpResponse:
    """The week that holds; for those who plan, the newest draft where none does, and the form of a new one."""
    school = school_of(request, number, asked.WORK)
    plans = asked.plans_here(request, number)
    found = asked.newest(school, drafts=plans)
    if found is None:
        told = {
            "school": school,
            "plans": plans,
            "form": DatesForm(),
            "notes": school_week(school).notes if plans else (),
        }
        return render(request, "rotation/none.html", told)
    return shown(request, found)


@for_planners_form
def rotation_new(request: HttpRequest, number: int) -> HttpResponse:
    """Begin a draft by rule of thumb: bells, classes and adults as they are now."""
    school = asked.school_to_plan(request, number)
    form = DatesForm(request.POST if request.method == "POST" else None)
    week = school_week(school)
    if request.method == "POST" and form.is_valid() and week.instance.grades:
        instance = week.instance
        name = form.cleaned_data["name"]
        made = week_drafts.save(instance, by_thumb(instance), reader(request), form.dates, name)
        return redirect(reverse("rotation-week", args=[number, made.pk]))
    told = {"school": school, "plans": True, "form": form, "notes": week.notes, "empty": not week.instance.grades}
    return render(request, "rotation/none.html", told, status=422 if form.is_bound else 200)


@for_week
def rotation_week(request: HttpRequest, number: int, which: int) -> HttpResponse:
    return shown(request, asked.version(request, number, which))


@for_week
def rotation_week_file(request: HttpRequest, number: int, which: int, kind: Kind) -> HttpResponse:
    report = asked.report_of(request, asked.version(request, number, which))
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(request, report))


@for_planners_form
def rotation_act(request: HttpRequest, number: int, which: int) -> HttpResponse:
    """What a button says; then the page again. Without one it is the page."""
    kept = asked.draft(request, number, which)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        return redirect(reverse("rotation-week", args=[number, which]))
    try:
        return redirect(act(request, kept))
    except RotationError as why:
        return shown(request, Rotation.objects.get(pk=kept.pk), wrong=str(why))


def shown(request: HttpRequest, kept: Rotation, wrong: str = "") -> HttpResponse:
    was = week_drafts.opened(kept)
    report = asked.of_reader(request, was)
    told = {**context(request, report), "wrong": wrong, **_of_draft(request, was, report)}
    return render(request, TEMPLATE, told, status=409 if wrong else 200)


def context(request: HttpRequest, report: RotationWeek) -> dict[str, object]:
    """The part that page and print have in common."""
    by = request.GET.get("by", "")
    by = by if by in VIEWS else "class"
    here = reverse("rotation-week", args=[report.school, report.number])
    edits = report.whole and report.state == State.DRAFT

    def door(day: int, school_class: int, start: int) -> str:
        return reverse("rotation-entry", args=[report.school, report.number, day, school_class, start])

    grids = [
        (day, [grid(day, grade, door if edits else nowhere) for grade in day.grades] if by == "class" else [])
        for day in report.days
    ]
    words = {"class": gettext("By class"), "room": gettext("By room"), "adult": gettext("By adult")}
    views = [one for one in VIEWS if report.whole or one != "room"]
    return {
        "report": report,
        "lead": lead(report),
        "period": (plain_day(report.begins_on), plain_day(report.ends_on)),
        "by": by,
        "views": [(Link(words[one], f"{here}?by={one}"), one == by) for one in views],
        "days": grids,
        "here": here,
        "acts": reverse("rotation-act", args=[report.school, report.number]) if report.whole else "",
        "files": links("rotation-week", report.school, report.number, query=f"by={by}"),
    }


def _of_draft(request: HttpRequest, was: week_drafts.Opened, report: RotationWeek) -> Mapping[str, object]:
    """What only the page has, for those who plan."""
    if not report.whole:
        return {}
    school = was.kept.school
    last = RotationStep.objects.filter(pk=was.step).first()
    return {
        "plans": True,
        "made_at": moment_here(report.made_at) if report.made_at else "",
        "versions": _versions(school, was.kept),
        "last": last,
        "can_solve": installed(WEEK),
        "conflict": _conflict(was),
    }


def _conflict(was: week_drafts.Opened) -> list[tuple[str, str]]:
    """What could not all be kept when the draft was planned last, and what would lift each."""
    instance = was.draft.rest().instance
    return conflict_said(was.kept.conflict, instance, called.names_of(instance)) if was.kept.conflict else []


def _versions(school: School, now: Rotation) -> list[tuple[Rotation, str, str]]:
    """Each with its address, and where it is compared with this one."""
    own = Rotation.objects.filter(school=school).order_by("-version")[: asked.MOST_VERSIONS]
    return [
        (
            one,
            reverse("rotation-week", args=[school.pk, one.pk]),
            "" if one == now else reverse("rotation-compare", args=[school.pk, one.pk, now.pk]),
        )
        for one in own
    ]


def seen(request: HttpRequest) -> int:
    """The step that the person has seen; what is no number is none."""
    told = request.POST.get("seen", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 18 else -1


def _here(kept: Rotation) -> str:
    return reverse("rotation-week", args=[kept.school_id, kept.pk])


def _undo(request: HttpRequest, kept: Rotation) -> str:
    week_drafts.undo(kept, reader(request), seen(request))
    return f"{_here(kept)}#kept"


def _publish(request: HttpRequest, kept: Rotation) -> str:
    week_publish.publish(kept, reader(request), seen(request))
    return _here(kept)


def _end(request: HttpRequest, kept: Rotation) -> str:
    week_publish.end(kept, reader(request))
    return _here(kept)


def _copy(request: HttpRequest, kept: Rotation) -> str:
    dates = week_drafts.Dates(kept.begins_on, kept.ends_on)
    return _here(week_drafts.copy(kept, reader(request), dates))


def _discard(request: HttpRequest, kept: Rotation) -> str:
    week_drafts.discard(kept, reader(request))
    return reverse("rotation", args=[kept.school_id])


def _rest(request: HttpRequest, kept: Rotation) -> str:
    """In the background: the page of the run says how far it is."""
    run = runs.ask_week(kept, reader(request))
    return reverse("planning-run", args=[kept.school_id, run.pk])


ACTS: Mapping[str, Callable[[HttpRequest, Rotation], str]] = {
    "undo": _undo,
    "rest": _rest,
    "publish": _publish,
    "end": _end,
    "copy": _copy,
    "discard": _discard,
}
