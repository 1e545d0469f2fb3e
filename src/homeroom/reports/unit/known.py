"""What is known of a child on a standard, as the pages of a unit show it; and who lacks the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from homeroom.facts import store
from homeroom.goals.known import Known
from homeroom.mastery.state import State
from homeroom.mastery.teachers import version
from homeroom.people.visibility import Scope
from homeroom.reports import sql
from homeroom.reports.cautions import Caution, cautions
from homeroom.reports.class_week.report import Named
from homeroom.reports.gathered import Gathered
from homeroom.reports.unit.children import Lack, On
from homeroom.reports.values import NO_EVIDENCE, known, measured
from homeroom.reports.week import school_year
from homeroom.standards.models import Standard

# Whose query says of which night the estimates are.
ESTIMATES = str(Path(sql.__file__).with_name("estimates.py"))


def on(held: Known, titles: Mapping[str, str]) -> On:
    answers = known(held.answers, unit="answers") if held.answers else NO_EVIDENCE
    said = State(held.said).words if held.said else ""
    return On(held.standard, titles.get(held.standard, ""), measured(held.p, "share"), answers, said)


def titled(codes: Sequence[str]) -> Mapping[str, str]:
    """By code; of two frameworks with one code the first counts."""
    return dict(Standard.objects.filter(code__in=codes).order_by("-pk").values_list("code", "title"))


def lacks(inside: Mapping[str, Sequence[int]], children: Sequence[Named]) -> Iterator[Lack]:
    """Children by the standard that they lack, in the order of the class list."""
    held = {one.code: one for one in Standard.objects.filter(code__in=inside).order_by("-pk")}
    for code, students in inside.items():
        together = tuple(child for child in children if child.number in students)
        yield Lack(held[code].pk, code, held[code].title, together)


def estimated(scope: Scope) -> tuple[date | None, tuple[Caution, ...]]:
    """The night of the estimates, and what they must not be read without."""
    with Gathered(sorted(scope.students), store.current()) as gathered:
        as_of, engine = gathered.rows(sql.text(ESTIMATES, "estimates_of"), {}, school_year(scope.on))[0]
    return as_of, cautions(as_of, None, engine or "")


def drawn_from() -> Mapping[str, int | str]:
    return {"facts": store.current(), "teachers' words": version()}
