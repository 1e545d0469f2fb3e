"""Where the pages of a day lead to, for a reader who may go there."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from homeroom.pages import rule
from homeroom.pages.access import standing
from homeroom.pages.kit.parts import Link
from homeroom.pages.today.asked import query
from homeroom.people.clock import today
from homeroom.reports.rotation.today import TodayInTheLab
from homeroom.reports.rotation.today.report import Standing


def doors(request: HttpRequest, report: TodayInTheLab) -> Iterator[Link]:
    """What a reader can do about the day."""
    same = query(report.on, report.shown)
    if report.standing is Standing.PLANNED:
        if rule.lab(standing(request)):
            yield Link(gettext("Who is absent?"), reverse("today-absences", args=[report.school]) + query(report.on))
        yield Link(gettext("Sheets to print"), reverse("today-sheets", args=[report.school]) + same)
        yield Link(gettext("Enter what was ticked"), reverse("today-sheet-ticks", args=[report.school]) + same)
        if report.on >= today() and rule.planners(standing(request)):
            yield Link(gettext("Replan the day"), reverse("replan", args=[report.school]) + query(report.on))
    if rule.lab(standing(request)):
        yield Link(gettext("Lab Board"), reverse("lab-board", args=[report.school]))
