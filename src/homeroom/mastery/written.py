"""Estimates and sources as rows of their tables: codes become words, days become dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from homeroom.facts.engine import Session
from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.estimates import Estimates, Sources
from homeroom.mastery.evidence import Evidence
from homeroom.mastery.flags import Flag
from homeroom.mastery.models import Override
from homeroom.mastery.state import STATES
from homeroom.mastery.told import Told
from homeroom.mastery.worths import KINDS

ESTIMATED = (
    "standard", "mean", "variance", "p_mastered", "low80", "high80",
    "weight", "attempts", "last_on", "state", "inferred",
)  # fmt: skip
TRACED = ("standard", "program", "kind", "rows", "weight", "shift", "last_on")


def told(place: Session, evidence: Evidence, found: Told) -> None:
    """Bring what an engine tells into the session, as the tables `found` and `origins`."""
    students = np.array(evidence.responses.students, dtype=np.int64)
    _columns(place, students[found.estimates.student], found.estimates, ESTIMATED, "found")
    _columns(place, students[found.sources.student], found.sources, TRACED, "origins")
    programs = evidence.responses.programs
    place.relation("source_programs", {"word": [*programs, ""], "code": [*range(len(programs)), -2]})
    place.relation("kinds", {"word": list(KINDS), "code": list(range(len(KINDS)))})


def flags(place: Session, found: Iterable[Flag]) -> None:
    """Bring flags into the session, as the table `flagged`."""
    rows = [(flag.student, flag.rule.id, flag.standard, flag.evidence) for flag in found]
    names = ("student", "rule", "standard", "evidence")
    place.relation("flagged", {name: [row[at] for row in rows] for at, name in enumerate(names)})


def beside(place: Session, standards: Sequence[str], students: Sequence[int]) -> None:
    """Bring the words for codes, and the overrides that hold of these children."""
    for name, words in (("standard_words", standards), ("state_words", STATES)):
        place.relation(name, {"word": [str(word) for word in words], "code": list(range(len(words)))})
    held = Override.objects.filter(lifted_at=None, student__in=students).order_by("pk")
    rows = list(held.values_list("student", "standard__code", "state"))
    names = ("student", "standard", "override")
    place.relation("told_held", {name: [row[at] for row in rows] for at, name in enumerate(names)})
    typed = "student::integer as student, standard::varchar as standard, override::varchar as override"
    place.run(f"create or replace temp view held as select {typed} from told_held")


def _columns(place: Session, student: Codes, found: Estimates | Sources, names: Sequence[str], table: str) -> None:
    told: dict[str, Codes | Numbers] = {name: getattr(found, name) for name in names}
    place.columns(table, {"student": student, **told})
