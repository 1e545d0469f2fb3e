"""The week's title, its one sentence, and what its state means."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from homeroom.reports.rotation.week.report import RotationWeek
from homeroom.reports.values import count, plain_day
from homeroom.rotation.plan_models import State


def title(report: RotationWeek) -> str:
    told = {"school": report.school_name, "version": report.version}
    return gettext("%(school)s: the week, version %(version)s") % told


def lead(report: RotationWeek) -> str:
    """The conclusion: whether the week holds, and whether it could."""
    told = {"first": plain_day(report.begins_on), "last": plain_day(report.ends_on)}
    if report.state == State.PUBLISHED:
        words = gettext("This week holds from %(first)s to %(last)s.") % told
    elif report.state == State.ENDED:
        words = gettext("This week held until another took its place.")
    else:
        words = gettext("A draft for %(first)s to %(last)s: nobody goes by it yet.") % told
    return f"{words} {_kept(report)}".strip()


def _kept(report: RotationWeek) -> str:
    if not report.whole:
        return ""
    if not report.hard:
        return gettext("Every rule that must be kept is kept.")
    number = len(report.hard)
    words = ngettext(
        "%(count)s rule that must be kept is broken.", "%(count)s rules that must be kept are broken.", number
    )
    return words % {"count": count(number)}
