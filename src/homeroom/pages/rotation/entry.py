"""One entry of a draft: changed, locked or opened, each step checked at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from homeroom.pages.access import for_planners_form, reader
from homeroom.pages.rotation import asked
from homeroom.pages.rotation.forms import EntryForm
from homeroom.pages.rotation.view import seen
from homeroom.reports.rotation import called
from homeroom.reports.rotation.week.make import troubles_of
from homeroom.rotation import week_drafts
from homeroom.rotation.errors import RotationError
from homeroom.rotation.plan_models import State
from homeroom.rotation.week.edit import Draft
from homeroom.rotation.week.instance import Grade, Kind, Model
from homeroom.rotation.week.plan import Entry
from homeroom.rotation.week_drafts import Opened

Step = Callable[[Draft], Draft]


@for_planners_form
def rotation_entry(
    request: HttpRequest, number: int, which: int, day: int, school_class: int, start: int
) -> HttpResponse:
    kept = asked.draft(request, number, which)
    was = week_drafts.opened(kept)
    entry = _entry(was, day, school_class, start)
    if entry is None or kept.state != State.DRAFT:
        raise Http404
    choices = list(_choices(was, entry))
    posted = request.method == "POST" and "lock" not in request.POST
    form = EntryForm(choices, was.step, request.POST if posted else None)
    wrong = ""
    if request.method == "POST" and (not posted or form.is_valid()):
        step, words = _step(was, entry, request.POST.get("do", "")) if posted else _lock(entry)
        try:
            now = week_drafts.change(kept, step, reader(request), words, seen(request))
        except RotationError as why:
            wrong = str(why)
        else:
            return _done(request, was, now, entry)
    told = {**_told(was, entry), "form": form, "wrong": wrong}
    return render(request, "rotation/entry.html", told, status=409 if wrong else 422 if form.is_bound else 200)


def _done(request: HttpRequest, was: Opened, now: Opened, entry: Entry) -> HttpResponse:
    """What the step broke and mended, at once; without either, back to the week."""
    before, after = set(was.draft.breaks), set(now.draft.breaks)
    back = reverse("rotation-week", args=[now.kept.school_id, now.kept.pk])
    if before == after:
        return redirect(f"{back}#kept")
    names = called.names_of(now.instance)
    told = {
        **_told(now, entry),
        "back": back,
        "broken": list(troubles_of(now, names, [one for one in now.draft.breaks if one not in before])),
        "mended": list(troubles_of(was, names, [one for one in was.draft.breaks if one not in after])),
        "acts": reverse("rotation-act", args=[now.kept.school_id, now.kept.pk]),
        "step": now.step,
    }
    return render(request, "rotation/changed.html", told)


def _entry(was: Opened, day: int, school_class: int, start: int) -> Entry | None:
    wanted = (day, school_class, start)
    return next((one for one in was.plan.entries if (one.day, one.school_class, one.start) == wanted), None)


def _grade(was: Opened, entry: Entry) -> Grade:
    return next(one for one in was.instance.grades if any(own.number == entry.school_class for own in one.classes))


def _told(was: Opened, entry: Entry) -> dict[str, object]:
    names = called.names_of(was.instance)
    return {
        "report": was.kept,
        "school": was.kept.school,
        "entry": entry,
        "title": names.of_class(entry.school_class),
        "day": next(one.name for one in was.instance.days if one.key == entry.day),
        "span": called.span(entry.start, entry.end),
        "what": called.what(was.instance, entry),
        "who": called.adults(entry.adults, names),
        "where": "" if entry.room is None else names.of_room(entry.room),
        "seen": was.step,
    }


def _choices(was: Opened, entry: Entry) -> Iterator[tuple[str, str]]:
    """What the entry can become: a swap keeps the class's day whole, the others do not look at the rest of it."""
    grade = _grade(was, entry)
    if entry.kind is Kind.CORE and grade.model is Model.ROTATIONAL:
        for other in was.plan.entries:
            same = (other.day, other.school_class, other.kind) == (entry.day, entry.school_class, Kind.CORE)
            if same and other.at != entry.at and other.activity != entry.activity:
                told = {"what": called.what(was.instance, other), "when": called.span(other.start, other.end)}
                yield f"swap-{other.at}", gettext("Swap with %(when)s: %(what)s") % told
        for one in was.instance.activities_of(entry.day, grade.name):
            if one.key != entry.activity:
                yield f"assign-{one.key}", gettext("%(what)s instead") % {"what": called.activity(one.name)}
    if entry.kind is Kind.SPECIAL:
        for met in was.instance.specials_of(grade.name):
            if met.key != entry.special:
                yield f"give-{met.key}", gettext("%(what)s instead") % {"what": met.name}
    for template in was.instance.templates_of(entry.day, grade.name):
        if template.key != entry.template:
            told = {"name": template.name, "grade": called.grade(grade.name)}
            yield f"ring-{template.key}", gettext("Bells “%(name)s” for all of %(grade)s") % told


def _step(was: Opened, entry: Entry, do: str) -> tuple[Step, str]:
    name, _, told = do.partition("-")
    key, grade = int(told), _grade(was, entry)
    steps: dict[str, Step] = {
        "swap": lambda one: one.swap(entry.day, entry.school_class, entry.at, key),
        "assign": lambda one: one.assign(entry.day, entry.school_class, entry.at, key),
        "give": lambda one: one.give(entry.day, entry.school_class, entry.at, key),
        "ring": lambda one: one.ring(entry.day, grade.name, key),
    }
    return steps[name], f"{name}, class {entry.school_class}, {called.span(entry.start, entry.end)}"


def _lock(entry: Entry) -> tuple[Step, str]:
    words = "opened" if entry.locked else "locked"
    return (
        lambda one: one.lock(entry.day, entry.school_class, entry.kind, entry.at, not entry.locked),
        f"{words}, class {entry.school_class}, {called.span(entry.start, entry.end)}",
    )
