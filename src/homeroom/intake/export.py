"""Everything of one child that came in: each row as it stands in the kept file, and how programs know the child."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from homeroom.facts import store
from homeroom.intake import ledger
from homeroom.intake.erasing.find import search
from homeroom.intake.erasing.kept import kept_texts
from homeroom.intake.erasing.sought import sought
from homeroom.intake.erasing.spans import load
from homeroom.intake.layouts import declared
from homeroom.intake.models import Delivery, IdentityDecision, IdentityLink
from homeroom.intake.workshop import workshop
from homeroom.people.models import Student
from homeroom.people.record import Held, Told

RECEIVED = (
    Told("delivery", "the delivery's number"),
    Told("file", "the file's name"),
    Told("received_at", "when it came"),
    Told("line", "the line in the file"),
    Told("ended_as", "what became of the row; blank where the file was never read into rows"),
    Told("columns", "the file's column names"),
    Told("row", "the row as it came"),
)


def export(student: int) -> list[Held]:
    """The child's rows in kept files, links and decisions."""
    return [_received(student), _links(student), _decisions(student)]


def _received(student: int) -> Held:
    child = Student.objects.get(pk=student)
    grain = "one row of the child in a file as it was received"
    return Held("received_rows", "Rows as they were received", grain, RECEIVED, list(_rows(child)))


def _rows(child: Student) -> Iterator[list[object]]:
    by_sha: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in Delivery.objects.order_by("pk"):
        by_sha[delivery.sha256].append(delivery)
    looked_for, facts, programs = sought(child), store.source_rows(child.pk), declared()
    with workshop() as shop:
        for path in kept_texts():
            of = by_sha.get(path.name, [])
            rows = {row for one in of for row in facts.get(one.pk, ())}
            found = search(path, load(path), of, rows, looked_for, programs, shop)
            if found and of:
                raw, names = found.text.raw, found.spans.at(found.text.raw, found.head - 1) if found.head else b""
                for place in sorted(found.records):
                    line = _text(found.spans.at(raw, place))
                    number = place - found.head + 1 if found.counted else 0
                    told = [of[0].pk, of[0].file, of[0].received_at, place + 1, _ended(of[0], number)]
                    yield [*told, _text(names).lstrip("\ufeff"), line]


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _ended(delivery: Delivery, row: int) -> str:
    if not row:
        return ""
    for group in delivery.groups.exclude(ended_as=ledger.SET_ASIDE):
        if row in ledger.unpacked(group.numbers):
            return group.ended_as
    return "held" if delivery.held else "published"


def _links(student: int) -> Held:
    columns = {
        "program": "the program",
        "vendor_key": "how the program knows the child",
        "method": "how homeroom knew that it is this child",
        "evidence": "what was compared",
        "score": "how sure, 1 for certain",
        "made_at": "since when",
        "withdrawn_at": "until when",
    }
    rows = IdentityLink.objects.filter(student=student).order_by("pk").values_list(*columns)
    told = tuple(Told(*one) for one in columns.items())
    return Held("links", "How programs know the child", "one key of one program", told, [list(row) for row in rows])


def _decisions(student: int) -> Held:
    columns = {
        "at": "when",
        "by": "who decided",
        "verdict": "what they said",
        "program": "the program",
        "reason": "why",
    }
    found = IdentityDecision.objects.filter(student=student).order_by("pk")
    rows = found.values_list("at", "by__username", "verdict", "vendor_key__program", "reason")
    told = tuple(Told(*one) for one in columns.items())
    return Held("decisions", "Decisions about who it is", "one decision", told, [list(row) for row in rows])
