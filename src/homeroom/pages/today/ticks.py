"""Enter what was ticked on the sheets: session by session and group by group. What is not said stays not recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from homeroom.pages.access import for_planned_form, reader
from homeroom.pages.today.asked import query, reported, write_down
from homeroom.people.clock import today
from homeroom.people.models import User
from homeroom.reports.rotation.today import TodayInTheLab
from homeroom.reports.rotation.today.report import Standing
from homeroom.reports.rotation.today.ticked import Said, ToTick, to_tick
from homeroom.reports.rotation.today.told import lead, title, what
from homeroom.reports.values import long_day
from homeroom.rotation.delivered import tick, untick
from homeroom.rotation.errors import RotationError

YES, NO, NOTHING = "yes", "no", ""
TOOK: Mapping[bool | None, str] = {True: YES, False: NO, None: NOTHING}


@dataclass(frozen=True)
class Row:
    """A meeting with its fields on the form."""

    one: ToTick
    session: str
    what: str
    took: forms.BoundField
    minutes: forms.BoundField
    away: forms.BoundField


class TicksForm(forms.Form):
    """For each meeting whether it took place, for how many minutes, and who was not there."""

    def __init__(self, meetings: Sequence[ToTick], data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        self.use_required_attribute = False
        self.meetings = meetings
        for one in meetings:
            key = one.meeting.key
            self.fields[f"took-{key}"] = _took(one.said)
            self.fields[f"minutes-{key}"] = forms.IntegerField(
                label=gettext("Minutes"),
                required=False,
                min_value=1,
                max_value=one.longest,
                initial=one.said.minutes,
                error_messages={"invalid": gettext("Enter a whole number of minutes.")},
            )
            self.fields[f"away-{key}"] = _away(one)

    def rows(self) -> Iterator[Row]:
        for one in self.meetings:
            key = one.meeting.key
            fields = (self[f"{field}-{key}"] for field in ("took", "minutes", "away"))
            yield Row(one, title(one.sitting), what(one.meeting), *fields)

    def changed(self) -> Iterator[tuple[ToTick, Said]]:
        """Meetings of which something else is said than is recorded. Of one that was not asked for, nothing is said."""
        for one in self.meetings:
            if f"took-{one.meeting.key}" not in self.data:
                continue
            now = self._said(one.meeting.key)
            if _plain(now) != _plain(one.said):
                yield one, now

    def _said(self, key: str) -> Said:
        took = {YES: True, NO: False, NOTHING: None}[self.cleaned_data[f"took-{key}"]]
        away = frozenset(map(int, self.cleaned_data[f"away-{key}"]))
        return Said(took, self.cleaned_data[f"minutes-{key}"], away)


def _plain(said: Said) -> Said:
    """Minutes, and who was away, are said of what took place alone."""
    return said if said.took_place else Said(said.took_place)


def _took(said: Said) -> forms.ChoiceField:
    choices = [(YES, gettext("took place")), (NO, gettext("did not")), (NOTHING, gettext("not recorded"))]
    label = gettext("Did it take place?")
    initial = TOOK[said.took_place]
    return forms.ChoiceField(label=label, choices=choices, required=False, initial=initial, widget=forms.RadioSelect)


def _away(one: ToTick) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=gettext("Was not there"),
        choices=[(str(sitter.child.number), sitter.child.name) for sitter in one.meeting.sitters],
        initial=[str(number) for number in one.said.away],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


@for_planned_form
def today_sheet_ticks(request: HttpRequest, number: int) -> HttpResponse:
    """The form for a day that has come."""
    report, found = reported(request, number)
    is_to_come = report.on > today()
    form = TicksForm(() if is_to_come else to_tick(report), request.POST if request.method == "POST" else None)
    wrong = ""
    if request.method == "POST" and form.is_valid():
        try:
            _write(reader(request), report, form)
            return redirect(f"{_here(report)}{'&' if '?' in _here(report) else '?'}kept")
        except RotationError as error:
            wrong = str(error)
    write_down(request, found, report, "ticks of the day")
    told = {"form": form, "rows": list(form.rows()), "wrong": wrong, "is_to_come": is_to_come}
    status = 409 if wrong else 422 if form.is_bound else 200
    return render(request, "today/ticks.html", {**told, **_context(request, report)}, status=status)


def _context(request: HttpRequest, report: TodayInTheLab) -> Mapping[str, object]:
    return {
        "report": report,
        "day": long_day(report.on),
        "lead": lead(report),
        "is_planned": report.standing is Standing.PLANNED,
        "news": gettext("Written down.") if "kept" in request.GET else "",
        "back": reverse("today", args=[report.school]) + query(report.on, report.shown),
    }


def _here(report: TodayInTheLab) -> str:
    return reverse("today-sheet-ticks", args=[report.school]) + query(report.on, report.shown)


@transaction.atomic
def _write(by: User, report: TodayInTheLab, form: TicksForm) -> None:
    """All of it or nothing."""
    for one, said in form.changed():
        everybody = {sitter.child.number for sitter in one.meeting.sitters}
        session = one.sitting.number
        if said.took_place is None:
            untick(everybody, report.on, session, by)
        elif said.took_place:
            tick(everybody - said.away, report.on, session, by, minutes=said.minutes)
            tick(everybody & said.away, report.on, session, by, took_place=False)
        else:
            tick(everybody, report.on, session, by, took_place=False)
