"""What the facts tell of assignments: each kind of event with the fact that tells it. Reads, and writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib import resources
from uuid import UUID

from django.utils import timezone

from homeroom.facts import store
from homeroom.facts.engine import transforming
from homeroom.facts.schema import ACTIVITIES, ATTEMPTS, TABLES, Column, Table
from homeroom.goals.models import Assignment
from homeroom.standards import alignment, spelling
from homeroom.standards.models import Standard

Relation = Mapping[str, Sequence[object]]
FACTS = (ATTEMPTS.name, ACTIVITIES.name)
# A named lesson that is done so long after its window is done late, and done.
LATE = timedelta(days=14)
SPELLED = """
    select distinct standard from attempts where standard is not null
    union
    select distinct standard from activities where standard is not null
"""
# What `signs.sql` gives; no fact table, since it is never kept.
SIGNS = Table(
    "signs",
    "one kind of event that the facts tell of one assignment",
    (
        Column("assignment", "VARCHAR", "the assignment's id"),
        Column("kind", "VARCHAR", "the event's kind"),
        Column("program", "VARCHAR", "the program whose fact tells it"),
        Column("content_item", "VARCHAR", "the program's id of what was worked on"),
        Column("ended_on", "DATE", "the day at whose end the fact counts, where it tells no moment"),
        Column("occurred_at", "TIMESTAMP_MS", "the moment, where the program tells one", "UTC"),
        Column("delivery", "INTEGER", "the delivery that the fact came in"),
        Column("row", "INTEGER", "the fact's row in it"),
    ),
    (),
)
NO_WORDS: Relation = {"program": [], "word": [], "kind": []}
ASKED = (
    *("assignment", "goal", "student", "standard", "program", "content_kind", "content_item"),
    *("begins_on", "ends_on", "late_until", "minutes", "criterion", "cut"),
)


@dataclass(frozen=True)
class Sign:
    """One row of `signs.sql`. `program` and `content_item` are what was worked on; `at` is when it counts."""

    assignment: UUID
    kind: str
    program: str
    content_item: str | None
    at: datetime
    delivery: int | None
    row: int | None

    @property
    def source(self) -> str:
        """What tells this fact from another, whichever delivery it came in: a fact told again is the same event."""
        return "\n".join(("facts", self.program, self.content_item or "", self.at.isoformat()))


def signs(assignments: Sequence[Assignment], words: Relation | None = None) -> list[Sign]:
    """All that the true facts tell of these assignments, which come with their goal, standard and content item.

    `words` are programs' own words and what they mean: columns program, word, kind.
    """
    if not assignments:
        return []
    with transforming() as place:
        for name in FACTS:
            place.files(name, TABLES[name], store.paths(store.true_files(name, students=_students(assignments))))
        spelled = [text for text in place.run(SPELLED).column("standard") if text]
        for name, columns in _relations(assignments, spelled, words or NO_WORDS).items():
            place.relation(name, columns)
        return [_sign(*row) for row in place.run(sql()).rows]


def sql() -> str:
    return (resources.files("homeroom.goals") / "signs.sql").read_text("utf-8")


def _students(assignments: Iterable[Assignment]) -> list[int]:
    return sorted({one.student_id for one in assignments})


def _relations(assignments: Sequence[Assignment], spelled: Iterable[str], words: Relation) -> Mapping[str, Relation]:
    return {
        "asked": asked(assignments),
        "counts": counts({one.standard_id for one in assignments}),
        "tags": alignment.tags(),
        "spellings": spelling.relation(spelled),
        "words": words,
    }


def asked(assignments: Iterable[Assignment]) -> Relation:
    rows = [_asked(one) for one in assignments]
    return {name: [row[at] for row in rows] for at, name in enumerate(ASKED)}


def _asked(one: Assignment) -> tuple[object, ...]:
    item, goal = one.content_item, one.goal
    late = one.ends_on + (LATE if item else timedelta())
    what = (item.kind, item.external_id) if item else (None, None)
    who = (str(one.pk), one.goal_id, one.student_id, one.standard.code, one.program)
    return (*who, *what, one.begins_on, one.ends_on, late, one.minutes, goal.criterion, goal.cut)


def counts(standards: Iterable[int]) -> Relation:
    """Which codes count for each standard that is asked for: its own, and those of its parts."""
    wanted = dict(Standard.objects.filter(pk__in=set(standards)).values_list("pk", "code"))
    found = [(code, code) for code in sorted(set(wanted.values()))]
    whole = dict(wanted)
    while whole:
        parts = Standard.objects.filter(parent__in=whole).order_by("code").values_list("pk", "code", "parent")
        below = {pk: (code, whole[parent]) for pk, code, parent in parts if parent is not None}
        found += below.values()
        whole = {pk: standard for pk, (_, standard) in below.items()}
    return {"code": [code for code, _ in found], "standard": [standard for _, standard in found]}


def _sign(
    assignment: str,
    kind: str,
    program: str,
    item: str | None,
    ended_on: date,
    at: datetime | None,
    delivery: int | None,
    row: int | None,
) -> Sign:
    moment = at.replace(tzinfo=UTC) if at else end_of(ended_on)
    return Sign(UUID(assignment), kind, program, item, moment, delivery, row)


def end_of(day: date) -> datetime:
    """The last moment of a day at the school."""
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59)))
