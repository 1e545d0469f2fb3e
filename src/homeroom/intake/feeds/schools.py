"""Which schools a delivery holds rows of, and from when to when: counted once, with the facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from homeroom.facts.engine import Session, literal
from homeroom.intake.compile import fields_in
from homeroom.intake.feeds.models import DeliverySchool
from homeroom.intake.layouts import Found
from homeroom.intake.models import Delivery
from homeroom.people.models import Enrollment, Student

Span = tuple[date | None, date | None, int | None]
Counted = tuple[str, int | None, int, Span]
Key = tuple[str, int | None]


@dataclass
class Tally:
    """The rows of one program and school so far."""

    rows: int = 0
    children: set[int] = field(default_factory=set)
    days: list[date] = field(default_factory=list)
    years: list[int] = field(default_factory=list)

    def add(self, student: int | None, rows: int, span: Span) -> None:
        first, last, year = span
        self.rows += rows
        self.children |= {student} if student is not None else set()
        self.days += [day for day in (first, last) if day]
        self.years += [year] if year else []


def tallied(place: Session, found: Found, one_program: str = "") -> Mapping[Key, Tally]:
    """The rows of the temporary tables `typed` and `links` by program and school; of no school: all of them.

    A row of a child in two schools counts in both. `one_program` is that of all rows, where there is one.
    """
    counted = _counted(place, found, one_program)
    return _tallies(counted, schools_of({student for _, student, *_ in counted if student is not None}))


def note_schools(delivery: Delivery, tallies: Mapping[Key, Tally]) -> None:
    """Set what is known of the delivery's schools, counted over its whole file. Call it where facts are published."""
    DeliverySchool.objects.filter(delivery=delivery).delete()
    rows = [_row(delivery, key, tally) for key, tally in tallies.items()]
    DeliverySchool.objects.bulk_create(rows, batch_size=500)


def schools_of(students: Iterable[int]) -> Mapping[int, set[int]]:
    """The schools of each child: those the roster names for the child, and those of its classes."""
    wanted, found = set(students), defaultdict[int, set[int]](set)
    named = Student.schools.through._default_manager.order_by().values_list("student_id", "school_id")
    classes = Enrollment.objects.filter(student__isnull=False).order_by()
    taught = classes.values_list("student_id", "school_class__school_id").distinct()
    for student, school in [*named, *taught] if wanted else ():
        if student in wanted:
            found[student].add(school)
    return found


def _counted(place: Session, found: Found, one_program: str) -> list[Counted]:
    """By program and child. Identities are counted first: they are few, and rows need not be joined."""
    fields = [name for name, one in fields_in(found).items() if one.column]
    program = "f_program" if "program" in fields and not one_program else literal(one_program or found.program.slug)
    first = _day(fields, "occurred_on", "occurred_at", "starts_on")
    last = _day(fields, "ends_on", "occurred_on", "occurred_at")
    year = "max(f_school_year)::integer" if "school_year" in fields else "null"
    rows = place.run(
        "select program, student, sum(rows)::bigint, min(first), max(last), max(year)"
        f" from (select {program} as program, identity, count(*) as rows, min({first}) as first, max({last}) as last,"
        f"   {year} as year from typed where problem is null group by all)"
        " left join links using (identity) group by all order by all"
    ).rows
    return [(name or "", student, count, (first, last, year)) for name, student, count, first, last, year in rows]


def _day(fields: Iterable[str], *names: str) -> str:
    return next((f"f_{name}::date" for name in names if name in fields), "null::date")


def _tallies(counted: Iterable[Counted], schools: Mapping[int, set[int]]) -> dict[Key, Tally]:
    tallies: dict[Key, Tally] = defaultdict(Tally)
    for program, student, rows, span in counted:
        tallies[program, None].add(student, rows, span)
        for school in schools.get(student, ()) if student is not None else ():
            tallies[program, school].add(student, rows, span)
    return tallies


def _row(delivery: Delivery, key: Key, tally: Tally) -> DeliverySchool:
    program, school = key
    return DeliverySchool(
        delivery=delivery,
        program=program,
        school_id=school,
        rows=tally.rows,
        children=len(tally.children),
        first_on=min(tally.days, default=None),
        last_on=max(tally.days, default=None),
        last_year=max(tally.years, default=None),
    )
