"""One study: what is decided, what is still to decide, what its classes can show; and once it is locked, its record."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from homeroom.evidence import ledger, lock, plan_json, sentences
from homeroom.evidence.foresee import Foreseen, foresee
from homeroom.evidence.models import Study
from homeroom.evidence.plan_json import StudyPlan
from homeroom.evidence.power import Crossover
from homeroom.evidence.sentences import Said
from homeroom.evidence.spread import Spread
from homeroom.pages.access import for_studies_form, reader
from homeroom.pages.kit.parts import Card, Figure, Link
from homeroom.pages.studies.asked import Asked, plans, readable, study_of, study_to_plan
from homeroom.pages.studies.parts import tasks
from homeroom.pages.studies.words import COLOURS, KINDS, LABELS, STATES
from homeroom.reports.values import children, count, decimal, moment_here, share, span

NONE = "–"
SHARES = {
    "icc": gettext_lazy("Of all differences between children, between classes"),
    "r2_child": gettext_lazy("Of children's differences, told by an earlier result"),
    "r2_class": gettext_lazy("Of classes' differences, told by an earlier result"),
}


@dataclass(frozen=True)
class Shown:
    """What can be seen, as the page writes it: large figures, sentences of the study, and what they rest on."""

    figures: tuple[Figure, ...]
    said: tuple[str, ...]
    rests_on: tuple[str, ...]


@for_studies_form
@readable
def study(request: HttpRequest, number: int) -> HttpResponse:
    """The page; a change that waits can be thrown away by those who plan."""
    if request.method == "POST":
        asked = study_to_plan(request, number)
        if request.POST.get("act") == "discard":
            lock.discard(asked.study, reader(request))
        return redirect("study", number)
    asked, may = study_of(request, number), plans(request)
    plan = asked.plan
    told = {
        "study": asked.study,
        "plan": plan,
        "kind": KINDS[plan.kind],
        "state": STATES[asked.study.state],
        "colour": COLOURS.get(asked.study.state, ""),
        "plans": may,
        "offences": list(ledger.offences(asked.study)),
        "next": next_step(asked, may),
        "tasks": tasks(plan),
        "todo": sum(not one.done for one in tasks(plan)),
        "edits": may and asked.study.state not in (Study.State.CLOSED, Study.State.REPORTED),
        "shown": shown(plan, foresee(plan)),
        **_record(asked),
    }
    return render(request, "studies/study.html", told)


def next_step(asked: Asked, may: bool) -> Card | None:
    """The one thing to do now, for those who may do it."""
    number, plan = asked.study.pk, asked.plan
    if not may:
        return None
    if asked.draft is not None:
        return _of_draft(number, plan)
    if asked.draw is None:
        words = gettext("Draw who gets it") if plan.by_lot else gettext("Write down who has it")
        return Card(words, doors=(_door(gettext("To the draw"), "study-draw", number),))
    doors = (
        _door(gettext("To the report"), "study-report", number),
        _door(gettext("Who is still in it"), "study-flow", number),
    )
    return Card(gettext("Follow it, and report when the outcome is there"), doors=doors)


def _of_draft(number: int, plan: StudyPlan) -> Card:
    missing = plan_json.gaps(plan)
    part = next((one for one in tasks(plan) if not one.done), None)
    if part is not None:
        door = _door(gettext("Go on: %(part)s") % {"part": part.title}, "study-part", number, part.name)
        return Card(gettext("Decide what is missing"), why=" ".join(missing), doors=(door,))
    why = gettext("Nothing is missing. Once locked, it never changes; later changes are dated, with a reason.")
    door = _door(gettext("Look at it, then lock"), "study-lock", number)
    return Card(gettext("Lock the plan"), why=why, doors=(door,))


def _door(words: str, route: str, *of: object) -> Link:
    return Link(words, reverse(route, args=of))


def shown(plan: StudyPlan, found: Foreseen | None) -> Shown | None:
    """None while no class is chosen. Sentences about what can be seen are those of `sentences`, as in every report."""
    if found is None:
        return None
    smallest = decimal(found.smallest) if isfinite(found.smallest) else NONE
    figures = [
        Figure(smallest, gettext("smallest difference it can see, in standard deviations"), _ends(found)),
        Figure(count(found.units), _units(plan, found.units)),
    ]
    if plan.smallest_effect is not None:
        wanted = NONE if found.wanted is None else count(found.wanted)
        told = {"effect": decimal(plan.smallest_effect)}
        figures.append(Figure(wanted, gettext("needed to see %(effect)s") % told))
    return Shown(tuple(figures), tuple(_said(plan, found)), tuple(_rests_on(found)))


def _ends(found: Foreseen) -> str:
    """How sure that is, as far as the school's own figures are."""
    if found.spread is None or not isfinite(found.high):
        return ""
    return gettext("somewhere from %(span)s") % {"span": span(decimal(found.low), decimal(found.high))}


def _units(plan: StudyPlan, many: int) -> str:
    if plan.unit == Study.Unit.SCHOOL:
        return ngettext("school in the plan", "schools in the plan", many)
    return ngettext("class in the plan", "classes in the plan", many)


def _said(plan: StudyPlan, found: Foreseen) -> list[str]:
    if not isfinite(found.smallest):
        return [gettext("So few can show no difference at all, however large. You may go on all the same.")]
    said = [Said(sentences.COULD_SEE, {"effect": found.smallest}).words(decimal)]
    matters, chance = plan.smallest_effect, found.chance
    if matters is not None and chance is not None and found.smallest > matters:
        said.append(Said(sentences.TOO_SMALL, {"matters": matters, "effect": found.smallest}).words(decimal))
        words = gettext("A true difference of %(effect)s would be found in %(share)s of such studies. You may go on.")
        said.append(words % {"effect": decimal(matters), "share": share(chance)})
    return said


def _rests_on(found: Foreseen) -> list[str]:
    if isinstance(found.design, Crossover):
        told = {"cell": decimal(found.design.cell), "child": decimal(found.design.child)}
        assumed = gettext("Assumed: a variance of %(cell)s of a class on a standard, and %(child)s of a child.")
        return [assumed % told]
    words = [_source(found.spread)]
    for name, what in SHARES.items():
        if hasattr(found.design, name):
            words.append(f"{what}: {_share(found, name)}")
    return words


def _source(own: Spread | None) -> str:
    if own is None:
        return gettext("Assumed: the school has too few results of this measure from two times.")
    told = {"children": children(own.children), "classes": count(own.classes)}
    return gettext("From the school's own earlier results: %(children)s in %(classes)s classes.") % told


def _share(found: Foreseen, name: str) -> str:
    at = share(getattr(found.design, name))
    if found.spread is None:
        return at
    one = getattr(found.spread, name)
    return gettext("%(share)s (%(span)s)") % {"share": at, "span": span(share(one.low), share(one.high))}


def _record(asked: Asked) -> dict[str, object]:
    """What is on record of a locked study: the lock, its amendments, the draws."""
    held = asked.locked
    if held is None or held.locked_at is None:
        return {}
    changes = asked.study.amendments.select_related("plan").order_by("plan__version")
    return {
        "held": held,
        "label": LABELS[held.label],
        "locked_at": moment_here(held.locked_at),
        "amendments": [(one, moment_here(one.made_at), LABELS[one.plan.label]) for one in changes],
        "first": asked.study.plans.order_by("version").first(),
        "changing": asked.draft is not None,
        "draw": asked.draw,
    }
