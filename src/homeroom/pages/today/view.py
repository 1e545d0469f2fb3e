"""Today in the lab: who is where now, who is next, and with whom?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from homeroom.pages.access import for_planned
from homeroom.pages.files import Kind, answer, links
from homeroom.pages.kit.parts import Place
from homeroom.pages.today.asked import DAY, SHOW, query, reported, write_down
from homeroom.pages.today.calendars import calendars
from homeroom.pages.today.doors import doors
from homeroom.reports.rotation.today import TodayInTheLab
from homeroom.reports.rotation.today.file import filed
from homeroom.reports.rotation.today.report import Gone, Meeting, Phase, Sitting
from homeroom.reports.rotation.today.told import hours, lead, notes, others, phase, title, what
from homeroom.reports.values import children, day_of_month, long_day
from homeroom.rotation.bells import week_of

TEMPLATE = "today/page.html"
# What matters now comes first; what is over comes last.
ORDER = (Phase.NOW, Phase.NEXT, Phase.LATER, Phase.OVER)
# From so many children on a meeting takes the whole width.
MANY = 9


class ShowForm(forms.Form):
    """One adult or place of the day, or everybody."""

    def __init__(self, report: TodayInTheLab) -> None:
        super().__init__(initial={SHOW: report.shown, DAY: report.on.isoformat()})
        choices = [("", gettext("everybody")), *((one.key, one.words) for one in report.choices)]
        self.fields[SHOW] = forms.ChoiceField(label=gettext("Adult or place"), choices=choices, required=False)
        self.fields[DAY] = forms.CharField(widget=forms.HiddenInput)


@for_planned
def today(request: HttpRequest, number: int) -> HttpResponse:
    """The page, for a screen and for paper."""
    report, found = reported(request, number)
    write_down(request, found, report, "today in the lab")
    return render(request, TEMPLATE, context(request, report))


@for_planned
def today_file(request: HttpRequest, number: int, kind: Kind) -> HttpResponse:
    """The same as a file."""
    report, found = reported(request, number)
    write_down(request, found, report, "today in the lab file")
    return answer(request, kind, filed(report), TEMPLATE, lambda: context(request, report))


@dataclass(frozen=True)
class Shown:
    """A session with what the page writes over it and into it."""

    key: str
    words: str
    phase: str
    is_now: bool
    count: str
    meetings: tuple[ShownMeeting, ...]


@dataclass(frozen=True)
class ShownMeeting:
    meeting: Meeting
    what: str
    others: str
    is_wide: bool


def context(request: HttpRequest, report: TodayInTheLab) -> Mapping[str, object]:
    return {
        "report": report,
        "day": long_day(report.on),
        "lead": lead(report),
        "notes": list(notes(report)),
        "sittings": [_shown(one) for wanted in ORDER for one in report.of(wanted)],
        "gone": [_absent(one) for one in report.gone],
        "week": list(_week(report)),
        "form": ShowForm(report) if len(report.choices) > 1 else None,
        "doors": list(doors(request, report)),
        "calendars": list(calendars(request, report)),
        "files": links("today", report.school, query=query(report.on, report.shown).removeprefix("?")),
    }


def _shown(one: Sitting) -> Shown:
    return Shown(
        key=f"session-{one.number}",
        words=title(one),
        phase=phase(one),
        is_now=one.phase is Phase.NOW,
        count=children(one.children),
        meetings=tuple(
            ShownMeeting(meeting, what(meeting), others(meeting), len(meeting.sitters) >= MANY)
            for meeting in one.meetings
        ),
    )


def _absent(one: Gone) -> tuple[Gone, str]:
    return one, hours(one)


def _week(report: TodayInTheLab) -> Iterator[Place]:
    """The school days of the week."""
    here = reverse("today", args=[report.school])
    for one in week_of(report.on):
        yield Place(day_of_month(one), here + query(one), "page" if one == report.on else "")
