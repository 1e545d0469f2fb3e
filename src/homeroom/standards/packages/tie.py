"""Which standard each item of a package stands for; what is new becomes a standard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import batched

from django.db import connection

from homeroom.people.insert import insert, newer
from homeroom.standards import ccss
from homeroom.standards.errors import StandardsError
from homeroom.standards.frameworks import LONGEST_CODE, LONGEST_TITLE
from homeroom.standards.models import Framework, FrameworkItem, Standard
from homeroom.standards.packages.names import OURS
from homeroom.standards.spelling import canonical, place_of, shipped

STANDARDS = {
    "standard",
    "content standard",
    "learning standard",
    "component",
    "substandard",
    "sub-standard",
    "benchmark",
    "expectation",
    "performance expectation",
    "student expectation",
    "indicator",
    "objective",
}
"""The kinds of items that are standards. An item without a kind is one where nothing stands below it."""


@dataclass(frozen=True)
class Row:
    """An item as it is tied: its number, and where it stands."""

    pk: int
    identifier: str
    code: str
    kind: str
    title: str
    grade: str
    position: int
    standard: int | None


@dataclass(frozen=True)
class Tied:
    """How many standards are new, how many items stand for one that was there, and the standard of each tied item."""

    new: int
    known: int
    standards: dict[str, int]


def target(framework: Framework, into: str) -> Framework:
    """The framework whose standards a package's items are. Raises StandardsError where `into` is not there."""
    slug = into or (ccss.SLUG if framework.identifier == OURS else "")
    if not slug:
        return framework
    found = Framework.objects.filter(slug=slug).first()
    if found is None:
        held = ", ".join(Framework.objects.order_by("slug").values_list("slug", flat=True))
        raise StandardsError(f"{slug} is no framework. There are: {held}")
    return found


def tie(framework: Framework, owner: Framework, parents: Mapping[str, str]) -> Tied:
    """Tie every item with a code to its standard in `owner`, and make those that are not there yet.

    An item whose code carries the Common Core's own name is tied to what ships, whoever's package it stands in; a bare
    code is not, since states use the same codes for standards of their own.
    """
    rows = {row.identifier: row for row in _rows(framework)}
    above = set(parents.values())
    ours = dict(Standard.objects.filter(framework__slug=ccss.SLUG).values_list("code", "pk"))
    there = dict(owner.standards.values_list("code", "pk"))
    known, wanted = dict[str, int](), dict[str, list[Row]]()
    for row in rows.values():
        code = canonical(row.code)
        if (pk := _known(row.code, code, owner, ours, there)) is not None:
            known[row.identifier] = pk
        elif code and len(code) <= LONGEST_CODE and _is_standard(row, above):
            wanted.setdefault(code, []).append(row)
    made = _make(owner, wanted, len(there))
    standards = known | {row.identifier: made[code] for code, some in wanted.items() for row in some}
    if owner == framework:
        _tell(framework, rows, {one: pk for one, pk in known.items() if pk in set(there.values())})
    own = set(made.values()) | (set(there.values()) if owner == framework else set())
    _place(owner, standards, parents, own)
    _write(rows, standards)
    _pointed_to(framework, standards)
    return Tied(len(made), len(known), standards | _externals(framework))


def _rows(framework: Framework) -> Iterator[Row]:
    items = framework.items.filter(external=False).order_by("position")
    names = ("pk", "identifier", "code", "kind", "short", "text", "grade", "position", "standard")
    for pk, identifier, code, kind, short, text, grade, position, standard in items.values_list(*names):
        yield Row(pk, identifier, code, kind, short or text or code, grade, position, standard)


def _known(spelled: str, code: str, owner: Framework, ours: Mapping[str, int], there: Mapping[str, int]) -> int | None:
    if code in there:
        return there[code]
    if code != spelled or owner.slug == ccss.SLUG:
        return ours.get(shipped().resolve(code) or "")
    return None


def _is_standard(row: Row, above: set[str]) -> bool:
    return row.kind.casefold() in STANDARDS if row.kind else row.identifier not in above


def _make(owner: Framework, wanted: Mapping[str, list[Row]], before: int) -> dict[str, int]:
    rows = []
    for code, some in wanted.items():
        grade, domain = place_of(code)
        rows.append(
            (owner.pk, code, _title(some[0]), some[0].grade or grade, domain[:16], before + some[0].position + 1)
        )
    _insert(rows)
    found: dict[str, int] = {}
    for batch in batched(wanted, 500):
        found |= dict(owner.standards.filter(code__in=batch).values_list("code", "pk"))
    return found


def _insert(rows: list[tuple[int, str, str, str, str, int]]) -> None:
    names = ("framework", "code", "title", "grade", "domain", "order")
    blank = ("title_es", "title_vi", "reviewed_es", "reviewed_vi", "parent")
    told = [(*row, "", "", "", "", None) for row in rows]
    insert(Standard, (*names, *blank), told, newer(Standard, ("framework", "code"), ("title", "grade", "domain")))


def _title(row: Row) -> str:
    title = " ".join(row.title.split())
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


def _tell(framework: Framework, rows: Mapping[str, Row], known: Mapping[str, int]) -> None:
    """A newer package's titles and grades for the standards that are its own."""
    told = {pk: rows[one] for one, pk in known.items()}
    stored = dict(framework.standards.values_list("pk", "title"))
    changed = [(_title(row), pk) for pk, row in told.items() if stored.get(pk) != _title(row)]
    with connection.cursor() as cursor:
        cursor.executemany("update standards_standard set title = %s where id = %s", changed)


def _place(owner: Framework, standards: Mapping[str, int], parents: Mapping[str, str], own: set[int]) -> None:
    """A standard's parent is the nearest standard above its item."""
    stored = dict(owner.standards.values_list("pk", "parent"))
    told: dict[int, int | None] = {}
    for identifier, pk in standards.items():
        at = parents.get(identifier, "")
        while at and at not in standards:
            at = parents.get(at, "")
        parent = standards.get(at)
        if pk in own:
            told.setdefault(pk, parent if parent != pk else None)
    changed = [(parent, pk) for pk, parent in told.items() if stored.get(pk) != parent]
    with connection.cursor() as cursor:
        cursor.executemany("update standards_standard set parent_id = %s where id = %s", changed)


def _write(rows: Mapping[str, Row], standards: Mapping[str, int]) -> None:
    changed = [(standards.get(one), row.pk) for one, row in rows.items() if standards.get(one) != row.standard]
    with connection.cursor() as cursor:
        cursor.executemany("update standards_frameworkitem set standard_id = %s where id = %s", changed)


def _externals(framework: Framework) -> dict[str, int]:
    """Tie what the package points to outside of itself, where exactly one standard is known for it here."""
    nodes = list(framework.items.filter(external=True).values_list("pk", "identifier", "uri", "text"))
    ours = dict(Standard.objects.filter(framework__slug=ccss.SLUG).values_list("code", "pk"))
    numbers: dict[str, set[int]] = {}
    for batch in batched([identifier for _, identifier, _, _ in nodes], 500):
        there = FrameworkItem.objects.filter(identifier__in=batch, external=False).exclude(standard=None)
        for identifier, pk in there.values_list("identifier", "standard"):
            numbers.setdefault(identifier, set()).add(int(pk or 0))
    for _, identifier, uri, title in nodes:
        spelled = [word for word in (identifier, uri, title) if canonical(word) != word or "//" in word]
        numbers.setdefault(identifier, set()).update(
            ours[code] for word in spelled if (code := shipped().resolve(word)) and code in ours
        )
    found = {one: min(some) for one, some in numbers.items() if len(some) == 1}
    changed = [(found[identifier], pk) for pk, identifier, _, _ in nodes if identifier in found]
    with connection.cursor() as cursor:
        cursor.executemany("update standards_frameworkitem set standard_id = %s where id = %s", changed)
    return found


def _pointed_to(framework: Framework, standards: Mapping[str, int]) -> None:
    """Tie what other packages point to in this one."""
    outside = FrameworkItem.objects.exclude(framework=framework).filter(external=True, standard=None)
    changed = [(standards[one], pk) for pk, one in outside.values_list("pk", "identifier") if one in standards]
    with connection.cursor() as cursor:
        cursor.executemany("update standards_frameworkitem set standard_id = %s where id = %s", changed)
