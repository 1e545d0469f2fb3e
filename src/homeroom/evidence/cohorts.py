"""Frozen cohorts: whom a school's counts tell of. They change at most each term, and never by a few children."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.db import transaction

from homeroom.evidence.models import Cohort, CohortChild
from homeroom.evidence.suppress import cohort_to_tell_of

HOLDS = timedelta(weeks=12)  # about a term


def standing() -> dict[int, Cohort]:
    """The newest cohort of each school."""
    return {one.school_id: one for one in Cohort.objects.all()}


def children(cohort: Cohort) -> frozenset[int]:
    return frozenset(cohort.children.values_list("student", flat=True))


@transaction.atomic
def frozen(now: Mapping[int, Collection[int]], on: date) -> dict[int, Cohort]:
    """The cohort of each of these schools, renewed where its time has come. `now` gives today's children by school.

    A child counts at one school: where it stands in a cohort already, else at the first that has it today.
    """
    held = standing()
    told = {school: children(one) for school, one in held.items()}
    for school in sorted(now):
        elsewhere = frozenset(child for other, inside in told.items() if other != school for child in inside)
        wanted = frozenset(now[school]) - elsewhere
        if is_due(held.get(school), on) and wanted:
            earlier = [children(one) for one in Cohort.objects.filter(school=school)]
            if cohort_to_tell_of(wanted, earlier) != told.get(school):
                held[school], told[school] = _made(school, wanted, on), wanted
    return {school: held[school] for school in sorted(now) if school in held}


def is_due(cohort: Cohort | None, on: date) -> bool:
    return cohort is None or on - cohort.since >= HOLDS


def _made(school: int, inside: Collection[int], on: date) -> Cohort:
    made = Cohort.objects.create(school_id=school, since=on)
    CohortChild.objects.bulk_create(CohortChild(cohort=made, student_id=child) for child in sorted(inside))
    return made
