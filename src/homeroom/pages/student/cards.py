"""What stands out of a child's work, as cards: the rule with its counts, and the door to how we know."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext

from homeroom.pages.kit.parts import Card, Link
from homeroom.reports.student_week import StudentWeek
from homeroom.reports.student_week.report import Flag


def flags(report: StudentWeek, may_know: bool) -> tuple[Card, ...]:
    """One card a flag; the door stands there only for those who work with the child."""
    return tuple(_card(report.child.number, flag, may_know) for flag in report.flags)


def _card(child: int, flag: Flag, may_know: bool) -> Card:
    what = f"{flag.name}: {flag.code} {flag.title}" if flag.code else flag.name
    known = may_know and flag.code
    doors = (Link(gettext("How do we know?"), reverse("known", args=[child, flag.code]), flag.code),) if known else ()
    return Card(what.rstrip(), (), flag.why, gettext("Rule: %(sentence)s") % {"sentence": flag.words}, doors)
