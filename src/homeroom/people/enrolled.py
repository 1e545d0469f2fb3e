"""What holds on a day: enrollments, roles, children who are still here. Everything dated goes through here."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q, QuerySet

from homeroom.people.models import Class, Enrollment


def holds(day: date, prefix: str = "") -> Q:
    """`begins_on` … `ends_on` hold the day. A blank end is open; both days count."""
    return begun(day, prefix) & here(day, prefix)


def begun(day: date, prefix: str = "") -> Q:
    """Begun by the day; whether it has ended since is not asked."""
    return Q(**{f"{prefix}begins_on": None}) | Q(**{f"{prefix}begins_on__lte": day})


def here(day: date, prefix: str = "") -> Q:
    """Not gone before the day."""
    return Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": day})


def enrollments_on(day: date) -> QuerySet[Enrollment]:
    """Enrollments valid on the day: by their own dates, or where both are blank, by their class and its terms."""
    return _enrollments_on(day).all()


@lru_cache(maxsize=32)
def _enrollments_on(day: date) -> QuerySet[Enrollment]:
    """The question, never its answer: a page asks it four times, and wording it costs more than asking."""
    undated = Q(begins_on=None, ends_on=None)
    terms = Class.terms.through._default_manager.filter(class_id=OuterRef("school_class_id"))
    in_term = Exists(terms.filter(holds(day, "academicsession__"))) | ~Exists(terms)
    by_class = undated & holds(day, "school_class__") & Q(in_term)
    return Enrollment.objects.filter((~undated & holds(day)) | by_class)
