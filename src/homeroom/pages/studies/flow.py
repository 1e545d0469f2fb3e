"""The flow: who could be drawn, what became of them, and who is analysed. Each child stands in it once."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from homeroom.evidence import cohort, ledger
from homeroom.evidence.cohort import ALL, UNDRAWN
from homeroom.evidence.flow import ArmFlow, Flow
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.follow import follow
from homeroom.evidence.models import DrawChange
from homeroom.pages.access import for_studies_form, reader
from homeroom.pages.studies.asked import plans, study_of, study_to_plan
from homeroom.people.clock import today
from homeroom.reports.values import count, day

# In the order in which they are told: the name of a column of `ArmFlow`, and its words.
BECAME: Mapping[str, str | Promise] = {
    "stayed": gettext_lazy("stayed in the class"),
    "moved_within": gettext_lazy("moved to a class of the same arm"),
    "moved_across": gettext_lazy("moved to a class of another arm"),
    "left": gettext_lazy("left"),
    "erased": gettext_lazy("erased on request"),
}
USED: Mapping[str, str | Promise] = {
    "analysed": gettext_lazy("analysed"),
    "no_baseline": gettext_lazy("without baseline"),
    "no_outcome": gettext_lazy("without outcome"),
    "neither": gettext_lazy("without either"),
    "erased": gettext_lazy("erased on request"),
}


@for_studies_form
def study_flow(request: HttpRequest, number: int) -> HttpResponse:
    """The page only counts; the button writes down what is new today."""
    asked, wrong = study_of(request, number), ""
    if request.method == "POST":
        asked = study_to_plan(request, number)
        if asked.draw is not None:
            try:
                ledger.sound(asked.study)
                follow(asked.draw, today(), reader(request))
                return redirect("study-flow", number)
            except EvidenceError as why:
                wrong = str(why)
    draw = asked.draw
    told: dict[str, object] = {"study": asked.study, "wrong": wrong.splitlines(), "plans": plans(request)}
    if draw is not None:
        found = cohort.flow(draw, keep=False)
        newest = DrawChange.objects.filter(draw=draw).order_by("-on").first()
        told |= {"flow": found, "draw": draw, "heads": heads(found), "rows": rows(found)}
        told["through"] = day(newest.on if newest else draw.on)
    return render(request, "studies/flow.html", told, status=409 if wrong else 200)


def heads(found: Flow) -> list[str]:
    return [*map(arm_words, (one.arm for one in found.arms)), gettext("Together")]


def arm_words(arm: str) -> str:
    """Arms are called as the plan calls them; the two that no plan has, in words of our own."""
    own = {ALL: gettext("every class is in both arms"), UNDRAWN: gettext("not drawn")}
    return own.get(arm, arm)


def rows(found: Flow) -> list[tuple[str, list[str], str]]:
    """Each line: words, a number an arm and together, and `sum` or `part` for how it is set."""
    told = [
        (gettext("Classes"), "classes", "sum"),
        (gettext("of them left the study"), "classes_left", "part"),
        (gettext("Children on the day of the draw"), "assigned", "sum"),
        *((str(words), name, "part") for name, words in BECAME.items()),
        (gettext("Of the same children"), "assigned", "sum"),
        *((str(words), name, "part") for name, words in USED.items()),
        (gettext("Also in a class of another arm"), "also_elsewhere", "sum"),
        (gettext("Joined since, not analysed"), "joined", "sum"),
    ]
    return [(words, _cells(found, name), style) for words, name, style in told]


def _cells(found: Flow, name: str) -> list[str]:
    every: list[ArmFlow] = [*found.arms, found.total]
    return [count(getattr(one, name)) for one in every]
