"""The children whom a person may see, as a list: each with its class, the reason, and until when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from homeroom.people.clock import today
from homeroom.people.enrolled import enrollments_on
from homeroom.people.models import Enrollment, School, Student, StudentIdentifier
from homeroom.people.names import folded, sort_key
from homeroom.people.visibility import Scope, Who, scope, visible_to


@dataclass(frozen=True)
class Listed:
    """One child as a list shows it. `classes` are those of the day; `until` is None where the reason has no end."""

    number: int
    name: str
    sourced_id: str
    grade: str
    classes: tuple[str, ...]
    reason: str
    until: date | None


def found(who: Who, search: str = "", school: School | None = None) -> list[Student]:
    """Those visible children whom the search names, by family name. It never looks among others.

    Each word of the search must stand in a name, whatever its accents; or the search is one of the child's ids.
    """
    children = visible_to(who)
    if school is not None:
        children = children.filter(_at(school))
    rows = list(children.defer("extras"))
    words = folded(search).split()
    if search.strip():
        ids = _with_id(rows, search.strip().casefold())
        rows = [child for child in rows if child.pk in ids or (words and _named(child, words))]
    return sorted(rows, key=sort_key)


def listed(who: Who, children: Sequence[Student]) -> tuple[Scope, list[Listed]]:
    """The rows of the list, and the scope that allows them. Raises NotVisible like every scope."""
    allowed = scope(who, children)
    classes = _classes(child.pk for child in children)
    return allowed, [_listed(child, allowed, tuple(classes[child.pk])) for child in children]


def _listed(child: Student, allowed: Scope, classes: tuple[str, ...]) -> Listed:
    return Listed(
        child.pk,
        child.name,
        child.sourced_id,
        child.grade,
        classes,
        allowed.students[child.pk],
        allowed.until.get(child.pk),
    )


def _named(child: Student, words: list[str]) -> bool:
    names = (child.given_name, child.preferred_name, child.middle_name, child.family_name)
    whole = " ".join(folded(name) for name in names)
    return all(word in whole for word in words)


def _with_id(children: Iterable[Student], wanted: str) -> set[int]:
    """The children one of whose ids is exactly this."""
    rows = {child.pk: child for child in children}
    own = {
        pk
        for pk, child in rows.items()
        if wanted in (child.sourced_id.casefold(), child.identifier.casefold(), child.username.casefold())
    }
    told = StudentIdentifier.objects.filter(value__iexact=wanted).values_list("student_id", flat=True)
    return own | (set(told) & rows.keys())


def _at(school: School) -> Q:
    """Children who are or were in a class of the school, or who are the school's by name."""
    ever = Enrollment.objects.filter(student__isnull=False, school_class__school=school).values("student")
    return Q(pk__in=ever) | Q(pk__in=school.students.values("pk"))


def _classes(children: Iterable[int]) -> dict[int, list[str]]:
    """The titles of each child's classes on the day."""
    titles: dict[int, list[str]] = defaultdict(list)
    held = enrollments_on(today()).filter(student__in=list(children))
    for child, title in held.order_by("school_class__title").values_list("student", "school_class__title").distinct():
        if child is not None:
            titles[child].append(title)
    return titles
