"""What is expected of each feed, and editing it. For the data team."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from homeroom.intake.feeds import judge
from homeroom.intake.feeds.due import Rhythm
from homeroom.intake.feeds.models import FeedExpectation
from homeroom.intake.layouts import declared
from homeroom.pages.access import for_data_team, for_data_team_form, reader
from homeroom.pages.feeds.form import ExpectationForm
from homeroom.pages.kit.words import said
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.school_days import calendar
from homeroom.reports.values import count

FROM = {
    "declared": gettext_noop("the program's declaration, until four weeks are seen"),
    "learned": gettext_noop("the first four weeks"),
    "edited": gettext_noop("a person"),
}


@dataclass(frozen=True)
class Line:
    """An expectation in words."""

    rule: FeedExpectation
    name: str
    comes: str
    rows: str
    said_by: str


@for_data_team
def feeds(request: HttpRequest) -> HttpResponse:
    """All expectations, by program."""
    name_of = judge.names(declared())
    rules = FeedExpectation.objects.select_related("school", "edited_by")
    lines = sorted((line(rule, name_of(rule.program, rule.report)) for rule in rules), key=lambda one: one.name)
    return render(request, "feeds/page.html", {"lines": lines, "calendar_note": calendar().note})


@for_data_team_form
def edit_feed(request: HttpRequest, number: int) -> HttpResponse:
    rule = get_object_or_404(FeedExpectation.objects.select_related("school"), pk=number)
    if request.method == "POST" and "anew" in request.POST:
        judge.propose_anew(rule)
        _done(request, rule, "let an expectation be learned anew")
        return redirect("feeds")
    return _edited(request, rule)


@for_data_team_form
def new_feed(request: HttpRequest) -> HttpResponse:
    """An expectation for one school of a feed: a copy of the feed's own, to be changed and kept."""
    source = request.GET.get("like", "")
    rule = FeedExpectation.objects.filter(pk=int(source)).first() if source.isdecimal() else None
    if rule is None:
        raise Http404
    rule.pk, rule.school, rule.since = None, None, today()
    rule._state.adding = True
    rule.rows_low = rule.rows_high = None
    return _edited(request, rule)


def line(rule: FeedExpectation, name: str) -> Line:
    low, high = rule.rows_low, rule.rows_high
    comes = said(Rhythm(rule.cadence, rule.due).words)
    return Line(rule, name, comes, _rows(low, high), gettext(FROM[rule.origin]))


def _rows(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return gettext("%(low)s to %(high)s") % {"low": count(low), "high": count(high)}
    if low is not None:
        return gettext("at least %(n)s") % {"n": count(low)}
    return gettext("at most %(n)s") % {"n": count(high)} if high is not None else gettext("any")


def _edited(request: HttpRequest, rule: FeedExpectation) -> HttpResponse:
    name = judge.names(declared())(rule.program, rule.report)
    form = ExpectationForm(request.POST if request.method == "POST" else None, instance=rule)
    if request.method == "POST" and form.is_valid():
        kept = form.save(commit=False)
        kept.due, kept.origin = form.due(), FeedExpectation.Origin.EDITED
        kept.edited_by, kept.edited_at = reader(request), timezone.now()
        kept.save()
        _done(request, kept, "edited an expectation")
        return redirect("feeds")
    context = {"form": form, "rule": rule, "name": name, "new": rule.pk is None}
    return render(request, "feeds/edit.html", context, status=422 if form.is_bound else 200)


def _done(request: HttpRequest, rule: FeedExpectation, action: str) -> None:
    audit.did(reader(request), action, f"feed {rule.program} {rule.report} {rule.files}", [], "data team")
    judge.judge(declared())
