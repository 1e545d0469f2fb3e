"""Where the pages of a day lead to, for a reader who may go there."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from homeroom.pages import rule
from homeroom.pages.access import standing
from homeroom.pages.kit.parts import Link
from homeroom.pages.today.asked import query
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
    if report.standing is Standing.PLANNED and rule.planners(standing(request)) and (replan := _replan(report)):
        yield Link(gettext("Plan the day anew"), replan)
    if rule.lab(standing(request)):
        yield Link(gettext("Lab Board"), reverse("lab-board", args=[report.school]))


def _replan(report: TodayInTheLab) -> str:
    """Blank as long as no page plans a day anew."""
    try:
        return reverse("replan", args=[report.school]) + query(report.on)
    except NoReverseMatch:
        return ""
