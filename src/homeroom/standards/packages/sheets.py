"""Standards in one table: OpenSALT's CSV, and plain ones with a code, a parent, a title and a grade."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Framework
from homeroom.standards.packages.records import (
    ASSOCIATION,
    IS_CHILD_OF,
    ITEM,
    LONGEST,
    Association,
    Item,
    Outline,
    Package,
    Record,
    SetAside,
    Tell,
    clean,
    grade_of,
    usable,
)
from homeroom.standards.packages.tables import ASK, Row, Table

TEXTS = ("fullstatement", "statement", "description", "title")
LINKS = {"ispartof": "isPartOf", "replacedby": "replacedBy", "exemplar": "exemplar"}
LINKS |= {"hasskilllevel": "hasSkillLevel", "isrelatedto": "isRelatedTo"}
CODES = ("humancodingscheme", "code")
PARENTS = ("ischildof", "parent")


def fits(table: Table) -> str:
    """The layout that the heading has; blank where it is neither."""
    names = set(table.names)
    if {"identifier", "fullstatement"} <= names:
        return Framework.Layout.OPENSALT
    return Framework.Layout.PLAIN if "code" in names and names & set(TEXTS) else ""


def read(table: Table) -> Package:
    """The package in a table. Raises StandardsError where two columns have one name."""
    names = table.names
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise StandardsError(f"{table.path}: line 1 has more than one column {', '.join(twice)}")
    stem = clean(table.path.stem)
    return Package(
        layout=fits(table),
        identifier=f"csv:{stem}"[:LONGEST],
        title=stem.replace("_", " "),
        subject="",
        version="",
        changed="",
        attribution="",
        records=lambda tell: _records(table, tell),
    )


def _records(table: Table, tell: Tell) -> Iterator[Record]:
    named = _named(table)
    # A plain list of codes is one of standards; in an outline the groups above them stand, too.
    kind = "Standard" if fits(table) == Framework.Layout.PLAIN else ""
    place = links = 0
    whole = True
    for row in table.rows(ITEM, tell):
        if isinstance(row, SetAside):
            whole = whole and row.what == ITEM
            yield row
            continue
        item = _item(row, place, kind)
        yield item
        place += 1
        if isinstance(item, Item):
            for association in _associations(row, item, named, links):
                yield association
                links += 1
    yield Outline(json.dumps({"columns": table.columns, "delimiter": table.delimiter}), whole)


@dataclass(frozen=True)
class Named:
    """Which identifier an item has that a row names by its code or identifier, or by its place in the outline."""

    by_name: dict[str, str]
    by_level: dict[str, str]


def _named(table: Table) -> Named:
    named = Named({}, {})
    for row in table.rows(ITEM):
        if isinstance(row, Row):
            for name in ("identifier", *CODES):
                if told := row.told.get(name):
                    named.by_name.setdefault(told, _identifier(row.told))
            if level := row.told.get("smartlevel"):
                named.by_level.setdefault(level, _identifier(row.told))
    return named


def _identifier(told: Mapping[str, str]) -> str:
    return told.get("identifier") or told.get("code", "")


def _first(told: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((told[name] for name in names if told.get(name)), "")


def _item(row: Row, place: int, kind: str) -> Item | SetAside:
    """`kind` is what an item is whose row does not say so."""
    told, identifier = row.told, _identifier(row.told)
    if not usable(identifier):
        column = "identifier" if "identifier" in told else "code"
        return SetAside(ITEM, row.line, f"column {column} has to hold 1 to {LONGEST} characters", ASK)
    return Item(
        identifier=identifier,
        code=clean(_first(told, CODES)),
        kind=clean(told.get("cfitemtype") or told.get("type") or kind, 64),
        text=clean(_first(told, TEXTS), 100_000),
        short=clean(told.get("abbreviatedstatement") or told.get("title")),
        grade=grade_of(_first(told, ("grade", "educationlevel"))),
        uri="",
        position=place,
        received=row.received,
        line=row.line,
    )


def _associations(row: Row, item: Item, named: Named, place: int) -> Iterator[Association | SetAside]:
    """What the columns of an item say of it and others; the document itself is nobody's parent."""
    told = [(IS_CHILD_OF, _parent(row.told, named))]
    others = [(kind, row.told[name]) for name, kind in LINKS.items() if row.told.get(name)]
    told += [(kind, named.by_name.get(end, end)) for kind, end in others]
    for at, (kind, end) in enumerate((kind, end) for kind, end in told if end and end != item.identifier):
        if usable(end):
            identifier = f"{place + at}:{kind}"
            yield Association(identifier, kind, item.identifier, end, place + at, "", row.line)
        else:
            yield SetAside(ASSOCIATION, row.line, f"{kind} points to what is no identifier", ASK)


def _parent(told: Mapping[str, str], named: Named) -> str:
    if parent := _first(told, PARENTS):
        return named.by_name.get(parent, parent)
    return named.by_level.get(told.get("smartlevel", "").rpartition(".")[0], "")
