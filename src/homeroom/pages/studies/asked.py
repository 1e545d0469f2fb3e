"""The study that was asked for, if the reader may see it, and its plan: a draft that waits, else what is locked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from homeroom.evidence import ledger, plan_json
from homeroom.evidence.access import may_plan, studies_of
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.lock import newest
from homeroom.evidence.models import Draw, Plan, Study
from homeroom.evidence.plan_json import StudyPlan
from homeroom.pages.access import View, standing, viewer
from homeroom.people.doors import together
from homeroom.people.models import Class, Role
from homeroom.people.visibility import LARGEST


@dataclass(frozen=True)
class Asked:
    """`draft` waits to be locked, `locked` holds; one of them is there. `plan` is what a page shows of it."""

    study: Study
    draft: Plan | None
    locked: Plan | None

    @property
    def row(self) -> Plan:
        found = self.draft or self.locked
        assert found is not None  # noqa: S101  a study is made with its first draft
        return found

    @property
    def plan(self) -> StudyPlan:
        return plan_json.load(self.row.text)

    @property
    def held(self) -> StudyPlan:
        """What is drawn and analysed by: the locked plan, whatever waits; before the lock the draft."""
        return plan_json.load((self.locked or self.row).text)

    @property
    def draw(self) -> Draw | None:
        return self.study.draws.order_by("number").last()


def readable(view: View) -> View:
    """A study whose records can't be read any more says so, with each row that is not what it was."""

    @wraps(view)
    def shown(request: HttpRequest, number: int, **more: Any) -> HttpResponseBase:
        try:
            return view(request, number, **more)
        except EvidenceError as why:
            study = study_of(request, number).study
            told = {"study": study, "why": str(why), "offences": list(ledger.offences(study))}
            return render(request, "studies/unreadable.html", told, status=409)

    return shown


def study_of(request: HttpRequest, number: int) -> Asked:
    """To those who may not see it there is no such study."""
    found = studies_of(viewer(request)).filter(pk=number).first() if 0 < number <= LARGEST else None
    if found is None:
        raise Http404
    return Asked(found, found.plans.filter(locked_at=None).first(), newest(found))


def study_to_plan(request: HttpRequest, number: int) -> Asked:
    if not plans(request):
        raise Http404
    return study_of(request, number)


def own_classes(request: HttpRequest) -> frozenset[str]:
    """Ids of the classes that the reader leads: a principal those of the own schools, and nobody else any."""
    found = Class.objects.all()
    for eye in standing(request).eyes:
        reach = together(dict(eye), (Role.Kind.PRINCIPAL,))
        found = found if reach is None else found.filter(school__in=reach)
    return frozenset(found.values_list("sourced_id", flat=True))


def plans(request: HttpRequest) -> bool:
    return may_plan(viewer(request))
