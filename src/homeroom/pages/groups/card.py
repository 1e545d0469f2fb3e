"""One group for the adult who works with it: who, on what, what they already tried, and how it went today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from homeroom.mastery import teachers
from homeroom.mastery.at_once import counts_at_once
from homeroom.mastery.ended_groups import still_open
from homeroom.mastery.group_models import KeptGroup
from homeroom.mastery.kept_groups import present, running
from homeroom.mastery.models import Check
from homeroom.pages.access import form, names_children, reader, viewer
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.visibility import LARGEST, Scope, eyes, may_open, scope, visible_to
from homeroom.reports.groups.card import Card, Line, card
from homeroom.reports.values import day

NOTHING, OTHERS = "", "others"
RESULTS = {
    Check.Result.GOT_IT: gettext_lazy("got it"),
    Check.Result.PARTLY: gettext_lazy("partly"),
    Check.Result.NOT_YET: gettext_lazy("not yet"),
}


class EntryForm(forms.Form):
    """Got it, partly or not yet for each child; and in one word for all who have none of their own."""

    seen_on = forms.DateField(
        label=gettext_lazy("On which day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Enter a valid date.")},
    )

    def __init__(self, shown: Card, data: Mapping[str, Any] | None = None, **told: Any) -> None:
        """`shown` says which children, and until when the group met."""
        self.last_day = min(shown.ends_on, today())
        super().__init__(data, initial={"seen_on": self.last_day}, **told)
        self.use_required_attribute = False
        self.lines = lines = shown.lines
        for line in lines:
            self.fields[f"child-{line.child.number}"] = _result(line.child.name)
        self.fields[OTHERS] = _result(gettext("Everybody else"))

    def rows(self) -> list[tuple[Line, forms.BoundField]]:
        return [(line, self[f"child-{line.child.number}"]) for line in self.lines]

    def clean_seen_on(self) -> date:
        found: date = self.cleaned_data["seen_on"]
        if found > today():
            raise forms.ValidationError(gettext("That day has not come yet."))
        if found > self.last_day:
            words = gettext("The group met until %(day)s: choose that day or one before.")
            raise forms.ValidationError(words % {"day": day(self.last_day)})
        return found

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.results():
            raise forms.ValidationError(gettext("Nothing is ticked yet: say for one child at least how it went."))
        return told

    def results(self) -> dict[int, str]:
        """What was said of whom; nothing of those for whom nothing was ticked."""
        rest = self.cleaned_data.get(OTHERS, NOTHING)
        numbers = [line.child.number for line in self.lines]
        told = {number: self.cleaned_data.get(f"child-{number}") or rest for number in numbers}
        return {number: result for number, result in told.items() if result}


def result_words(result: str) -> str:
    return str(RESULTS[Check.Result(result)])


def _result(label: str) -> forms.ChoiceField:
    choices = [*RESULTS.items(), (NOTHING, gettext("not entered"))]
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect, initial=NOTHING)


@names_children
@form
def group(request: HttpRequest, number: int) -> HttpResponse:
    """The card with its entry; to everybody else the group does not exist."""
    found, allowed = _allowed(request, number)
    shown = card(found, allowed)
    entry = EntryForm(shown, request.POST if request.method == "POST" else None)
    if request.method == "POST" and entry.is_valid():
        return redirect(f"{reverse('group', args=[number])}?{_entered(request, found, entry)}")
    _saw(request, shown, allowed)
    told = {"card": shown, "form": entry, "news": "" if entry.is_bound else _news(request), **_days(shown)}
    told["opens_class"] = may_open(viewer(request), shown.class_id)
    return render(request, "groups/card.html", told, status=422 if entry.is_bound else 200)


def _entered(request: HttpRequest, found: KeptGroup, entry: EntryForm) -> str:
    results = entry.results()
    made = teachers.checks(reader(request), found.standard, results, entry.cleaned_data["seen_on"])
    at_once = counts_at_once([one.student_id for one in made]) if made else True
    return f"entered={len(results)}&{'now' if at_once else 'tonight'}"


def _news(request: HttpRequest) -> str:
    count = request.GET.get("entered", "")
    if not (count.isascii() and count.isdigit() and len(count) < 4):
        return ""
    if "now" in request.GET:
        when = gettext("The estimates count it already.")
    else:
        when = gettext("The estimates count it from tonight on.")
    done = ngettext("Written down for %(count)s child.", "Written down for %(count)s children.", int(count))
    return f"{done % {'count': int(count)}} {when}"


def _days(shown: Card) -> dict[str, object]:
    tried = {line.child.number: [(one.words, day(one.last_on)) for one in line.tried] for line in shown.lines}
    seen = {
        line.child.number: [(one, result_words(one.result), day(one.on)) for one in line.seen] for line in shown.lines
    }
    lines = [(line, tried[line.child.number], seen[line.child.number]) for line in shown.lines]
    until = day(shown.open_until) if shown.open_until else ""
    days = {"begins_on": day(shown.begins_on), "ends_on": day(shown.ends_on), "open_until": until}
    return {"lines": lines, "group": shown, **days}


def _allowed(request: HttpRequest, number: int) -> tuple[KeptGroup, Scope]:
    """A group that runs or ended lately, and those of its children whom the reader sees.

    To its adult, as such, it is open while it runs: with its end she no longer sees its children.
    """
    if not 0 < number <= LARGEST:
        raise Http404
    looking = viewer(request)
    related = KeptGroup.objects.select_related("standard", "staff", "school_class")
    found: KeptGroup = get_object_or_404(related, pk=number)
    runs = running().filter(pk=number).exists()
    mine = [(runs and _leads(user, found)) or may_open(user, found.school_class_id) for user in eyes(looking)]
    if not all(mine) or not (runs or still_open().filter(pk=number).exists()):
        raise Http404
    children = visible_to(looking).filter(pk__in=present([found]).values("student"))
    return found, scope(looking, children.values_list("pk", flat=True))


def _leads(user: object, found: KeptGroup) -> bool:
    staff = getattr(user, "staff_id", None)
    return staff is not None and staff == found.staff_id


def _saw(request: HttpRequest, shown: Card, allowed: Scope) -> None:
    reasons = "; ".join(sorted(set(allowed.students.values()))) or "no student in the group"
    drawn_from = ", ".join(f"{name} {version}" for name, version in shown.drawn_from.items())
    audit.saw(
        viewer(request), f"group card {shown.number}", list(allowed.students), reasons, drawn_from, report="groups"
    )
