"""The Common Core's K-5 mathematics: codes and prerequisites as facts, titles in our own words."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import resources
from io import StringIO

from django.db import transaction

from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Framework, Prerequisite, Standard

SLUG = "ccss-math"
TITLE = "Common Core mathematics, kindergarten to grade 5"
SUBJECT = "mathematics"
STANDARDS, PARTS, EDGES = 148, 43, 277
TRANSLATED = ("title_es", "title_vi", "reviewed_es", "reviewed_vi")


@dataclass(frozen=True)
class Translated:
    """The title in Spanish and Vietnamese: drafts, unless it says who has read them, and when."""

    es: str = ""
    reviewed_es: str = ""
    vi: str = ""
    reviewed_vi: str = ""


@dataclass(frozen=True)
class Code:
    """One standard, or one part of a standard; `parent` is blank for a whole standard."""

    code: str
    parent: str
    grade: str
    domain: str
    order: int
    title: str
    translated: Translated = Translated()


@dataclass(frozen=True)
class Edge:
    """`before` is needed for `after`, on the word of `source`; `confidence` is the source's own, from 0 to 1."""

    before: str
    after: str
    source: str = "coherence_map"
    confidence: float | None = None


@dataclass(frozen=True)
class Mathematics:
    """The codes in the order they are taught, and the edges between them as their source draws them."""

    codes: tuple[Code, ...]
    edges: tuple[Edge, ...]


@cache
def read() -> Mathematics:
    """What ships with homeroom. Raises StandardsError where the shipped files are incomplete or run in a circle."""
    words = {row.pop("code"): Translated(**row) for row in _rows("titles.csv")}
    codes = tuple(_code(row, words.get(row["code"], Translated())) for row in _rows("ccss_math.csv"))
    edges = tuple(Edge(row["before"], row["after"]) for row in _rows("prerequisites.csv"))
    return checked(Mathematics(codes, edges))


def checked(mathematics: Mathematics) -> Mathematics:
    """The same, once it is whole: every count, every link's ends, and no circle. Raises StandardsError."""
    _complete(mathematics)
    _linked(mathematics)
    _acyclic(mathematics.edges)
    return mathematics


def load() -> Framework:
    """Bring what ships into the database, in one transaction. Safe to run again: nothing is made twice."""
    mathematics = read()
    with transaction.atomic():
        framework, _ = Framework.objects.update_or_create(slug=SLUG, defaults={"title": TITLE, "subject": SUBJECT})
        standards = _load_codes(framework, mathematics.codes)
        edges = [Prerequisite(before=standards[e.before], after=standards[e.after]) for e in mathematics.edges]
        Prerequisite.objects.bulk_create(edges, ignore_conflicts=True)
    return framework


def _load_codes(framework: Framework, codes: tuple[Code, ...]) -> dict[str, Standard]:
    """Whole standards first, so that their parts can point at them."""
    for level in ([c for c in codes if not c.parent], [c for c in codes if c.parent]):
        known = {standard.code: standard for standard in framework.standards.all()}
        Standard.objects.bulk_create(
            [_standard(framework, code, known.get(code.parent)) for code in level],
            update_conflicts=True,
            unique_fields=["framework", "code"],
            update_fields=["title", *TRANSLATED, "grade", "domain", "parent", "order"],
        )
    return {standard.code: standard for standard in framework.standards.all()}


def _standard(framework: Framework, code: Code, parent: Standard | None) -> Standard:
    return Standard(
        framework=framework,
        code=code.code,
        title=code.title,
        title_es=code.translated.es,
        title_vi=code.translated.vi,
        reviewed_es=code.translated.reviewed_es,
        reviewed_vi=code.translated.reviewed_vi,
        grade=code.grade,
        domain=code.domain,
        parent=parent,
        order=code.order,
    )


def _complete(mathematics: Mathematics) -> None:
    parts = sum(bool(code.parent) for code in mathematics.codes)
    found = (len(mathematics.codes) - parts, parts, len(mathematics.edges))
    if found != (STANDARDS, PARTS, EDGES):
        wanted = f"{STANDARDS} standards, {PARTS} parts and {EDGES} prerequisites"
        raise StandardsError(
            f"the shipped mathematics should hold {wanted}, "
            f"but holds {found[0]}, {found[1]} and {found[2]}: install homeroom again"
        )


def _linked(mathematics: Mathematics) -> None:
    named = {code.parent for code in mathematics.codes if code.parent}
    named |= {end for edge in mathematics.edges for end in (edge.before, edge.after)}
    strange = sorted(named - {code.code for code in mathematics.codes})
    if strange:
        raise StandardsError(f"the shipped mathematics names codes it does not hold: {', '.join(strange)}")


def _acyclic(edges: tuple[Edge, ...]) -> None:
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for edge in edges:
        sorter.add(edge.after, edge.before)
    try:
        sorter.prepare()
    except CycleError as error:
        raise StandardsError(f"the shipped prerequisites run in a circle: {' → '.join(error.args[1])}") from None


def _code(row: dict[str, str], words: Translated) -> Code:
    return Code(row["code"], row["parent"], row["grade"], row["domain"], int(row["order"]), row["title"], words)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (resources.files("homeroom.standards") / "data" / name).read_text("utf-8")
    return csv.DictReader(StringIO(text))
