"""The draw: who can be drawn before it, who came into which arm after it, and handing standards over to goals."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy

from homeroom.evidence import assign, crossover
from homeroom.evidence.crossover import Handed
from homeroom.evidence.eligible import parted
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Draw, Study
from homeroom.evidence.plan_json import DRAWN_INSIDE
from homeroom.pages.access import for_studies_form, reader
from homeroom.pages.studies.asked import Asked, plans, readable, study_of, study_to_plan
from homeroom.pages.studies.fields import Data, text
from homeroom.pages.studies.locking import ReasonForm
from homeroom.people.models import Class, School
from homeroom.reports.values import day, moment_here, plain_day


class DrawForm(forms.Form):
    """A seed that was said in public beforehand, where there is one."""

    seed = text(
        gettext_lazy("Seed"),
        gettext_lazy("Blank: one is made up and written down. The same seed and list give the same draw anywhere."),
        required=False,
        most=64,
    )

    def __init__(self, data: Data = None) -> None:
        super().__init__(data)
        self.use_required_attribute = False


@dataclass(frozen=True)
class Line:
    """One of those drawn, and its arm; blank where it could not be divided."""

    name: str
    more: str
    arm: str


@for_studies_form
@readable
def study_draw(request: HttpRequest, number: int) -> HttpResponse:
    asked, wrong, handed = study_of(request, number), "", None
    form, again = DrawForm(), ReasonForm()
    if request.method == "POST":
        asked = study_to_plan(request, number)
        form, again = DrawForm(request.POST), ReasonForm(request.POST if asked.draw else None)
        try:
            handed = _hand_over(request, asked) if request.POST.get("act") == "hand-over" else None
            if handed is None and form.is_valid() and (asked.draw is None or again.is_valid()):
                reason = again.cleaned_data["reason"] if asked.draw else ""
                assign.assign(asked.study, reader(request), seed=form.cleaned_data["seed"].strip(), reason=reason)
                return redirect("study-draw", number)
        except EvidenceError as why:
            wrong = str(why)
    told = {**_told(asked), "form": form, "again": again, "wrong": wrong.splitlines(), "handed": handed}
    bound = form.is_bound and handed is None
    told["plans"] = plans(request)
    return render(request, "studies/draw.html", told, status=409 if wrong else 422 if bound else 200)


def _hand_over(request: HttpRequest, asked: Asked) -> Handed:
    return crossover.hand_over(assign.last_draw(asked.study), reader(request), send="send" in request.POST)


def _told(asked: Asked) -> dict[str, object]:
    found = asked.draw
    if found is None:
        return {"study": asked.study, "plan": asked.held, "locked": asked.locked}
    return {
        "study": asked.study,
        "plan": asked.held,
        "locked": asked.locked,
        "draw": found,
        "on": day(found.on),
        "made_at": moment_here(found.made_at),
        "arms": _counts(found),
        "lines": lines(found),
        "what": what(asked.study.unit),
        "earlier": asked.study.draws.exclude(pk=found.pk).order_by("number"),
        "goals": found.goals.count(),
        "hands_over": asked.study.unit == Study.Unit.CLASS_STANDARD,
    }


def what(unit: str) -> str:
    return {
        Study.Unit.CLASS: gettext("Class"),
        Study.Unit.SCHOOL: gettext("School"),
        Study.Unit.STUDENT: gettext("Class"),
        Study.Unit.CLASS_STANDARD: gettext("Class and standard"),
        Study.Unit.CLASS_WEEK: gettext("Class and week"),
    }[Study.Unit(unit)]


def _counts(found: Draw) -> list[tuple[str, int]]:
    many = Counter(json.loads(found.result).values())
    return [(arm, many[arm]) for arm, _ in json.loads(found.arms)]


def lines(found: Draw) -> list[Line]:
    """By class, then by standard or week. Children are counted a class and arm, and not named."""
    result, unit = json.loads(found.result), found.study.unit
    if unit == Study.Unit.STUDENT:
        return _of_children(found, result)
    told = result | dict.fromkeys(json.loads(found.undrawn), "")
    names = _titles()
    inside = unit in DRAWN_INSIDE
    made = []
    for key in sorted(told):
        room, more = parted(key) if inside else (key, "")
        made.append(Line(names.get(room, room), _week(more) if unit == Study.Unit.CLASS_WEEK else more, told[key]))
    return sorted(made, key=lambda one: one.name.casefold())


def _of_children(found: Draw, result: Mapping[str, str]) -> list[Line]:
    homes = dict(found.members.values_list("pseudonym", "home"))
    many = Counter((homes[key], arm) for key, arm in result.items() if key in homes)
    names = _titles()
    return [Line(names.get(room, room), str(n), arm) for (room, arm), n in sorted(many.items())]


def _titles() -> dict[str, str]:
    schools = dict(School.objects.values_list("sourced_id", "name"))
    rooms = Class.objects.values_list("sourced_id", "title", "school__name")
    return schools | {room: f"{title}, {school}" for room, title, school in rooms}


def _week(iso: str) -> str:
    return plain_day(date.fromisoformat(iso))
