"""Who may plan studies, and who may see which: studies are about classes, and results of classes about their adults."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from homeroom.evidence import plan_json
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import EffortEntry, Study
from homeroom.people.models import Class, Role
from homeroom.people.viewing import viewer
from homeroom.people.visibility import Who, eyes, reached

LEADS = (Role.Kind.NETWORK_LEADER, Role.Kind.DATA_TEAM)


def may_plan(who: Who, on: date | None = None) -> bool:
    """The network's leader and the data team, with own eyes: whoever looks through another's changes nothing."""
    looking = viewer(who)
    return looking.through is None and any(kind in reached(looking.person, on) for kind in LEADS)


def studies_of(who: Who, on: date | None = None) -> QuerySet[Study]:
    """All for those who may plan; for a principal those with a class of the own school. A view shows what both see."""
    found = Study.objects.all()
    for user in eyes(who):
        roles = reached(user, on)
        if not any(kind in roles for kind in LEADS):
            found = found.filter(pk__in=_of_schools(roles.get(Role.Kind.PRINCIPAL, ())))
    return found


def efforts_of(who: Who) -> QuerySet[EffortEntry]:
    """The own entries, and nobody else's: minutes of others are told as sums."""
    looking = viewer(who)
    staff = getattr(looking.person, "staff_id", None)
    return EffortEntry.objects.filter(staff=staff) if staff and not looking.through else EffortEntry.objects.none()


def _of_schools(schools: tuple[int, ...] | None) -> list[int]:
    inside = set(Class.objects.values_list("sourced_id", flat=True))
    if schools is not None:
        inside = set(Class.objects.filter(school__in=schools).values_list("sourced_id", flat=True))
    newest = {plan.study_id: plan.text for study in Study.objects.all() for plan in study.plans.order_by("version")}
    return [study for study, text in newest.items() if inside.intersection(_named(text))]


def _named(text: str) -> tuple[str, ...]:
    """A plan that can't be read names no class: those who lead all schools are told of it."""
    try:
        return plan_json.load(text).named
    except EvidenceError:
        return ()
