"""What the work-list says in sentences."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from homeroom.reports.values import count
from homeroom.reports.work_list.report import WorkList


def lead(report: WorkList) -> str:
    """The sentence under the title."""
    if not report.children:
        return gettext("No children whom you work with today.")
    if not report.lines:
        return gettext("No work was sent for this day. Teachers send it from a class's page, under Assign work.")
    left = len(report.to_do)
    if not left:
        return gettext("Nothing is left to do by hand.")
    words = ngettext("%(count)s piece of work is left to see to.", "%(count)s pieces of work are left to see to.", left)
    return words % {"count": count(left)}
