"""The school calendar by month and school, and marking days. For the data team."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from homeroom.intake.feeds.judge import judge
from homeroom.intake.layouts import declared
from homeroom.pages.access import for_data_team_form, reader
from homeroom.pages.kit.parts import Link
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import School
from homeroom.people.school_days import WEEK, Calendar, Marked, calendar, mark, unmark
from homeroom.reports.values import day_of_month, month_words

PICKER = forms.DateInput(attrs={"type": "date"})
AS_USUAL = "as usual"
LONGEST = timedelta(days=120)
WORDS = {
    "instructional": gettext_lazy("school day"),
    "holiday": gettext_lazy("holiday"),
    "other": gettext_lazy("no teaching"),
}


class MarkForm(forms.Form):
    """From one day to another, one kind, for one school or all."""

    first = forms.DateField(label=gettext_lazy("First day"), widget=PICKER)
    last = forms.DateField(label=gettext_lazy("Last day (blank: one day)"), widget=PICKER, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("What the days are"),
        choices=[
            ("holiday", gettext_lazy("holiday: school is closed")),
            ("other", gettext_lazy("other: open, but nothing is taught")),
            ("instructional", gettext_lazy("instructional: a school day")),
            (AS_USUAL, gettext_lazy("as usual: take back what was said")),
        ],
    )
    name = forms.CharField(label=gettext_lazy("Its name"), max_length=255, required=False)
    school = forms.ModelChoiceField(
        School.objects.filter(kind="school").order_by("name"),
        label=gettext_lazy("School"),
        required=False,
        empty_label=gettext_lazy("all schools"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        first, last = told.get("first"), told.get("last") or told.get("first")
        if isinstance(first, date) and isinstance(last, date):
            if last < first:
                self.add_error("last", gettext("The last day can't lie before the first."))
            elif last - first > LONGEST:
                self.add_error("last", gettext("At most %(days)s days at once.") % {"days": LONGEST.days})
            told["last"] = last
        return told


@dataclass(frozen=True)
class Said:
    """What one day is at one school, in words. `own` where somebody said so of this school."""

    words: str
    taught: bool
    own: bool


@dataclass(frozen=True)
class Day:
    day: date
    words: str
    for_all: Said
    schools: tuple[Said, ...]


@for_data_team_form
def school_calendar(request: HttpRequest) -> HttpResponse:
    """One month, a row a day and a column a school; and the form that marks days."""
    form = MarkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _marked(request, form)
    month, days = _month(request.GET.get("month", "")), calendar()
    schools = list(School.objects.filter(kind="school").order_by("name"))
    context = {
        "form": form,
        "month": month_words(month),
        "before": _linked(month, -1),
        "after": _linked(month, 1),
        "schools": schools,
        "days": [_day(day, days, schools) for day in _days(month, days, schools)],
        "calendar_note": gettext(days.note) if days.note else "",
        "today": today(),
    }
    return render(request, "calendar/page.html", context, status=422 if form.is_bound else 200)


def _marked(request: HttpRequest, form: MarkForm) -> HttpResponse:
    told = form.cleaned_data
    first, last, kind, user = told["first"], told["last"], told["kind"], reader(request)
    school = told["school"].pk if told["school"] else None
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if kind == AS_USUAL:
        unmark(first, last, school)
    else:
        # A weekend is no school day anyhow; marked in the middle of a break it would only fill the table.
        chosen = [day for day in days if day.weekday() < WEEK or first == last]
        mark((Marked(day, kind, told["name"], school) for day in chosen), user.get_username())
    where = told["school"].sourced_id if told["school"] else "all schools"
    audit.did(user, "marked school days", f"{first} to {last}: {kind}, {where}", [], told["name"] or "data team")
    judge(declared())
    return redirect(f"{reverse('calendar')}?month={first:%Y-%m}")


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today().replace(day=1)


def _shifted(month: date, months: int) -> date | None:
    number = month.year * 12 + month.month - 1 + months
    return date(number // 12, number % 12 + 1, 1) if 12 <= number < 9999 * 12 else None


def _linked(month: date, months: int) -> Link | None:
    """The door to another month."""
    other = _shifted(month, months)
    return Link(month_words(other), f"?month={other:%Y-%m}") if other else None


def _days(month: date, days: Calendar, schools: list[School]) -> list[date]:
    """Monday to Friday, and those days of weekends of which something was said."""
    all_days = [month.replace(day=n + 1) for n in range(monthrange(month.year, month.month)[1])]
    asked = [None, *(school.pk for school in schools)]
    return [day for day in all_days if day.weekday() < WEEK or any((pk, day) in days.marked for pk in asked)]


def _day(day: date, days: Calendar, schools: list[School]) -> Day:
    return Day(day, day_of_month(day), _said(day, days, None), tuple(_said(day, days, school.pk) for school in schools))


def _said(day: date, days: Calendar, school: int | None) -> Said:
    told = days.marked.get((school, day)) if school else days.told(day)
    taught = days.is_school_day(day, school)
    if told is None:
        return Said(_unsaid(school, taught), taught, False)
    return Said(": ".join(filter(None, (str(WORDS[told.kind]), told.name))), taught, (school, day) in days.marked)


def _unsaid(school: int | None, taught: bool) -> str:
    if school:
        return gettext("as all")
    return str(WORDS["instructional"]) if taught else gettext("weekend")
