"""What was known of a study's outcomes by now: whether they had come in, and whether anybody here opened them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

from homeroom.evidence.plan_json import Measure, StudyPlan, Window
from homeroom.evidence.study_models import Plan
from homeroom.facts import store
from homeroom.intake.models import Delivery
from homeroom.people import audit, audit_index
from homeroom.people.models import AuditChild, Enrollment

SOME = 500
LOOKED = (audit.SAW, audit.EXPORTED)


@dataclass(frozen=True)
class Foreknown:
    """`delivered_at` is when the first result came in, `opened_at` when a record of these children was opened since.

    Any page or file about one of the children counts as opened: which number on it somebody read is not known.
    """

    deliveries: tuple[int, ...] = ()
    delivered_at: datetime | None = None
    opened_at: datetime | None = None
    opened: int = 0

    @property
    def label(self) -> Plan.Label:
        if not self.deliveries:
            return Plan.Label.BEFORE
        return Plan.Label.UNSEEN if self.opened_at is None else Plan.Label.AFTER

    def as_json(self) -> dict[str, object]:
        return {
            "deliveries": list(self.deliveries),
            "delivered_at": self.delivered_at and self.delivered_at.isoformat(),
            "opened_at": self.opened_at and self.opened_at.isoformat(),
            "opened": self.opened,
        }


def foreknown(plan: StudyPlan) -> Foreknown:
    """By this moment, of the primary and all secondary outcomes of children who were ever in the study's classes."""
    children = children_of(plan.named)
    windows = [one for one in (plan.primary, *plan.secondary) if one is not None]
    found = sorted({number for one in windows for number in _delivered(plan.measure(one), one, children)})
    came = Delivery.objects.filter(pk__in=found).order_by("received_at").values_list("received_at", flat=True).first()
    if not found:
        return Foreknown()
    opened = _opened(children, came)
    return Foreknown(tuple(found), came, min(opened, default=None), len(opened))


def children_of(classes: Collection[str]) -> list[int]:
    """All who were ever enrolled in them, by their numbers."""
    rows = Enrollment.objects.filter(school_class__sourced_id__in=list(classes), student__isnull=False)
    return sorted(set(rows.values_list("student", flat=True)))


def _delivered(measure: Measure, window: Window, children: Collection[int]) -> Iterable[int]:
    asked = {
        "program": measure.program,
        "assessment": measure.assessment,
        "method": measure.method,
        "objective": measure.objective,
        "begins_on": window.begins_on,
        "ends_on": window.ends_on,
        "students": list(children),
    }
    sql = (resources.files("homeroom.evidence") / "outcomes_delivered.sql").read_text("utf-8")
    rows = store.query(sql, asked, tables=["assessments"], students=list(children))
    return [int(one or 0) for one in rows.column("delivery")]


def _opened(children: list[int], since: datetime | None) -> set[datetime]:
    """When somebody opened a page or file about one of these children. A delivery that left no date counts as old."""
    audit_index.catch_up()
    found: set[datetime] = set()
    for at in range(0, len(children), SOME):
        rows = AuditChild.objects.filter(student__in=children[at : at + SOME], entry__verb__in=LOOKED)
        rows = rows if since is None else rows.filter(entry__at__gte=since)
        found |= set(rows.values_list("entry__at", flat=True))
    return found
