"""Who is absent on the day? Ticked by those who make plans, and by teachers for their own children: the fact alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from homeroom.pages import rule
from homeroom.pages.access import for_lab_form, reader, standing
from homeroom.pages.today.asked import Asked, asked, query, write_down
from homeroom.people.clock import today
from homeroom.people.models import Staff
from homeroom.people.names import sort_key
from homeroom.reports.rotation.today import TodayInTheLab
from homeroom.reports.rotation.today.report import Gone, Standing
from homeroom.reports.rotation.today.told import hours, lead
from homeroom.reports.values import long_day
from homeroom.rotation import roll

CHILD, ADULT, WAS = "child", "adult", "was"


@dataclass(frozen=True)
class Part:
    """People who stand together on the form: those of a class, or the adults."""

    name: str
    title: str
    choices: Sequence[tuple[str, str]]


class AbsentForm(forms.Form):
    """A box a person. `was` says who stood ticked when the form was made: what nobody touched is not changed."""

    def __init__(self, parts: Sequence[Part], ticked: Sequence[str], data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial={WAS: " ".join(ticked)})
        self.everybody = {key for part in parts for key, _ in part.choices}
        self.fields[WAS] = forms.CharField(required=False, widget=forms.HiddenInput)
        for part in parts:
            self.fields[part.name] = forms.MultipleChoiceField(
                label=part.title,
                choices=part.choices,
                required=False,
                initial=ticked,
                widget=forms.CheckboxSelectMultiple,
            )

    def changed(self) -> tuple[set[str], set[str]]:
        """Who is ticked now and was not, and who was and is not any more."""
        was = set(self.cleaned_data[WAS].split()) & self.everybody
        now = {key for name in self.fields if name != WAS for key in self.cleaned_data[name]}
        return now - was, was - now


@for_lab_form
def absences(request: HttpRequest, number: int) -> HttpResponse:
    """The form for the day; of a day that is over only the list."""
    found = asked(request, number)
    report = found.report()
    adults = _adults(request, found)
    can_tick = report.standing is Standing.PLANNED and report.on >= today()
    parts = list(_parts(report, adults)) if can_tick else []
    ticked = [_key(one) for one in report.gone if _is_whole(one) and (not one.is_adult or adults)]
    form = AbsentForm(parts, ticked, request.POST if request.method == "POST" else None)
    if request.method == "POST" and parts and form.is_valid():
        _write(request, report, form)
        return redirect(reverse("today", args=[number]) + query(report.on))
    write_down(request, found, report if parts else replace(report, sittings=()), "absences of the day")
    return render(request, "today/absences.html", _context(report, parts, form), status=422 if form.is_bound else 200)


def _context(report: TodayInTheLab, parts: Sequence[Part], form: AbsentForm) -> Mapping[str, object]:
    return {
        "report": report,
        "day": long_day(report.on),
        "lead": lead(report),
        "form": form if parts else None,
        "fields": [form[part.name] for part in parts],
        "partly": [(one, hours(one)) for one in report.gone if not _is_whole(one)],
        "is_over": report.on < today(),
        "back": reverse("today", args=[report.school]) + query(report.on),
    }


def _parts(report: TodayInTheLab, adults: Sequence[Staff]) -> Iterator[Part]:
    """The children of the day class by class, in the order of their names; then the adults."""
    rooms: dict[str, dict[str, str]] = {}
    for meeting in report.meetings:
        for one in meeting.sitters:
            rooms.setdefault(one.room, {})[f"{CHILD}-{one.child.number}"] = one.child.name
    known = {key for inside in rooms.values() for key in inside}
    gone = {_key(one): one.name for one in report.gone if not one.is_adult and _key(one) not in known}
    if gone:
        rooms[gettext("In no session of the day")] = gone
    order = {f"{CHILD}-{number}": at for at, number in enumerate(report.in_order)}
    for at, (title, inside) in enumerate(sorted(rooms.items())):
        choices = sorted(inside.items(), key=lambda one: order[one[0]])
        yield Part(f"{CHILD}-{at}", title or gettext("In no class of this school"), choices)
    if adults:
        named = [(f"{ADULT}-{one.pk}", one.name) for one in adults]
        yield Part(ADULT, gettext("Adults"), named)


def _adults(request: HttpRequest, found: Asked) -> Sequence[Staff]:
    """Whom only those note who make plans."""
    if not rule.planners(standing(request)):
        return ()
    return sorted(roll.adults(found.school, found.day, roll.held(found.school, found.day)), key=sort_key)


def _write(request: HttpRequest, report: TodayInTheLab, form: AbsentForm) -> None:
    more, fewer = form.changed()
    roll.note_absent(reader(request), report.on, _numbers(CHILD, more), _numbers(ADULT, more))
    roll.take_back_absent(reader(request), report.on, _numbers(CHILD, fewer), _numbers(ADULT, fewer))


def _numbers(kind: str, keys: set[str]) -> list[int]:
    return sorted(int(key.removeprefix(f"{kind}-")) for key in keys if key.startswith(f"{kind}-"))


def _key(one: Gone) -> str:
    return f"{ADULT if one.is_adult else CHILD}-{one.number}"


def _is_whole(one: Gone) -> bool:
    """Said of the whole day, for planning."""
    return one.starts_at is None and one.ends_at is None and not one.noted_in_lab
