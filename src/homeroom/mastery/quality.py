"""Find out how good the estimates are, on children whom the fit did not read, and keep it as counts.

Measured weekly, as the constants are learned; the evidence is counted every night. Nothing of it is ever a child's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import chain
from typing import Any

import numpy as np
from django.utils import timezone

from homeroom.facts import store
from homeroom.facts.schema import MASTERY
from homeroom.mastery import estimate, heldout, learning
from homeroom.mastery.columns import Codes
from homeroom.mastery.errors import MasteryError
from homeroom.mastery.evidence import sql
from homeroom.mastery.foretold import Foretold, foretold
from homeroom.mastery.learning import Learned
from homeroom.mastery.models import Quality
from homeroom.mastery.quality_figures import ON, Figures
from homeroom.mastery.reliability import figures, hidden_together
from homeroom.people.clock import today
from homeroom.people.models import Enrollment, Student

SEVERAL = "more than one school"
FRESH = timedelta(days=7) - timedelta(hours=1)  # a night that begins a little earlier is a week later, too


@dataclass(frozen=True)
class Counted:
    """Standards that some children worked on; those among them on which too little is known to say anything; and the
    standards of their grade and the grade before without any work. `children` is 0 where there are few."""

    name: str
    children: int = 0
    worked: int = 0
    thin: int = 0
    unseen: int = 0


def nightly() -> None:
    """Count the evidence, and measure where a week has passed or constants are new."""
    count()
    if is_due():
        measure()


def standing() -> Quality | None:
    return Quality.objects.filter(engine=estimate.engine()).first()


def is_due() -> bool:
    found, learned = standing(), learning.standing(estimate.engine())
    if found is None or found.measured_at is None or learned is None:
        return True
    return found.parameters_version != learned.version or timezone.now() - found.measured_at >= FRESH


def measure() -> None:
    """Foretell the answers of children held out, and keep how well it went. A failure leaves what was, and says why."""
    try:
        found = measured()
    except (MasteryError, ArithmeticError, ValueError) as error:
        _keep(failed=f"{type(error).__name__}: {error}"[:1000])
        return
    learned = learning.standing(estimate.engine())
    _keep(
        figures=found.as_json() | _on() if found else {},
        measured_at=timezone.now(),
        parameters_version=learned.version if learned else "",
        failed="",
    )


def measured() -> Figures | None:
    """The figures; none where there are too few children, or none of them answered anything."""
    trials = heldout.trials(estimate.children())
    parts = [part for learn_from, held in trials if (part := _tried(learn_from, held)) is not None]
    told = Foretold.joined(parts) if parts else None
    if told is None or not len(told):
        return None
    children = np.unique(told.student).tolist()
    return figures(told, grades(children), schools(children), in_turns=bool(trials[0][0]))


def count() -> None:
    """Count, over every child, on how much of its work there is enough evidence to say something."""
    at = store.current()
    rows = store.query(sql("evidence_counts"), tables=[MASTERY.name], at=at).rows
    child = np.array([row[0] for row in rows], dtype=np.int64)
    counts = np.array([row[1:] for row in rows], dtype=np.int64).reshape(-1, 3)
    by_grade = dict[str, set[int]]()
    for one, grade in grades(child.tolist()).items():
        by_grade.setdefault(grade, set()).add(one)
    parts = {"whole": {"": set(child.tolist())}, "grade": by_grade, "school": schools(child.tolist())}
    told = {part: [asdict(one) for one in lines] for part, lines in _lines(parts, child, counts).items()}
    _keep(evidence=told | _on(), counted_at=timezone.now(), facts_version=at)


def _lines(parts: Mapping[str, Mapping[str, set[int]]], child: Codes, counts: Codes) -> dict[str, tuple[Counted, ...]]:
    rows = {part: {name: np.isin(child, [*kinds[name]]) for name in sorted(kinds)} for part, kinds in parts.items()}
    lines = {
        part: [Counted(name, int(told.sum()), *counts[told].sum(axis=0).tolist()) for name, told in kinds.items()]
        for part, kinds in rows.items()
    }
    return hidden_together(lines, {part: [*kinds.values()] for part, kinds in rows.items()}, child, Counted)


def _on() -> dict[str, Any]:
    return {ON: today().isoformat()}


def grades(children: Iterable[int]) -> dict[int, str]:
    return dict(Student.objects.filter(pk__in=list(children)).values_list("pk", "grade"))


def schools(children: Iterable[int]) -> dict[str, set[int]]:
    """The schools in whose classes these children sit or sat. Children of two stand apart: what two schools show
    together, taken from the whole, would be theirs alone."""
    wanted, found = set(children), dict[str, set[int]]()
    seats = Enrollment.objects.filter(student__isnull=False).order_by().distinct()
    for child, school in seats.values_list("student", "school_class__school__name"):
        if child in wanted:
            found.setdefault(school, set()).add(child)
    several = {child for child, many in Counter(chain.from_iterable(found.values())).items() if many > 1}
    apart = {school: inside - several for school, inside in found.items()} | {SEVERAL: several}
    return {school: inside for school, inside in apart.items() if inside}


def _tried(learn_from: Sequence[int], held: Sequence[int]) -> Foretold | None:
    learned = learning.standing(estimate.engine()) if not learn_from else _learned(learn_from)
    if learned is None or not held:
        return None
    with estimate.evidence_of(held) as (_, read):
        evidence = read(learned.worths)
        return None if evidence is None else foretold(learned.parameters, evidence)


def _learned(children: Sequence[int]) -> Learned:
    with estimate.evidence_of(children) as (place, read):
        return learning.learn(place, read, estimate.engine())


def _keep(**told: Any) -> None:
    Quality.objects.update_or_create(engine=estimate.engine(), defaults=told)
