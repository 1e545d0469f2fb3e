"""What comes next for a child: put a standard first, or leave one out, until somebody lifts it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from homeroom.mastery import stops
from homeroom.mastery.at_once import counts_at_once
from homeroom.mastery.models import Stop
from homeroom.pages.access import form, names_children, reader, viewer
from homeroom.pages.steps.forms import StopForm
from homeroom.people import audit
from homeroom.people.answering import serves
from homeroom.people.models import Student
from homeroom.people.visibility import Scope, scope
from homeroom.reports.student_week.said import said_of
from homeroom.reports.values import day
from homeroom.standards import ccss
from homeroom.standards.models import Standard


@names_children
@form
def steps(request: HttpRequest, number: int) -> HttpResponse:
    """The page; to everybody who does not work with the child it does not exist."""
    allowed = _allowed(request, number)
    if request.method == "POST" and request.POST.get("act") == "lift":
        stops.lift(reader(request), _holding(request, number))
        return _followed(number)
    typed = StopForm(_standards(), request.POST) if request.method == "POST" else _proposed(request)
    if typed.is_bound and typed.is_valid():
        told = typed.cleaned_data
        stops.stop(reader(request), number, typed.chosen, told["where"], told["reason"])
        return _followed(number)
    audit.saw(viewer(request), f"next steps: student {number}", [number], allowed.students[number], report="next steps")
    told = {
        "child": Student.objects.get(pk=number),
        "form": typed,
        "said": [(one, day(one.since)) for one in said_of(number)],
    }
    return render(request, "steps/page.html", told, status=422 if typed.is_bound else 200)


def _followed(number: int) -> HttpResponse:
    """Draw the list anew, where no night is under way; back to where it stands."""
    counts_at_once([number])
    return redirect(f"{reverse('student', args=[number])}#steps")


def _allowed(request: HttpRequest, number: int) -> Scope:
    user = viewer(request)
    if not serves(user, number):
        raise Http404
    return scope(user, [number])


def _standards() -> list[Standard]:
    """Those of mathematics, for which lists are made; of two frameworks with one code the first counts."""
    found = Standard.objects.filter(framework__subject__iexact=ccss.SUBJECT).order_by("-pk")
    first = {one.code: one for one in found}
    return sorted(first.values(), key=lambda one: (one.order, one.pk))


def _proposed(request: HttpRequest) -> StopForm:
    """`?standard=3.NF.A.1&where=off`: what a link beside a step proposes; nothing is done before the button."""
    told = {name: request.GET.get(name, "") for name in ("standard", "where")}
    return StopForm(_standards(), initial=told)


def _holding(request: HttpRequest, number: int) -> Stop:
    which = request.POST.get("which", "")
    known = which.isascii() and which.isdigit() and len(which) < 18
    return get_object_or_404(Stop, pk=int(which) if known else 0, student=number)
