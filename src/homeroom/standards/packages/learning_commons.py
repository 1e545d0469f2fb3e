"""Learning Commons' shape: a folder of four tables with frameworks, their items, what items are made of, and links.

One folder holds many frameworks; each becomes a package of its own. An item belongs to the framework that stands above
it by `hasChild`. Who says what, and under which licence, is kept with every row and told for the package.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Framework
from homeroom.standards.packages.records import (
    ASSOCIATION,
    FILE,
    HAS_CHILD,
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
from homeroom.standards.packages.tables import ASK, Row, Table, table

FRAMEWORKS, ITEMS, COMPONENTS, RELATIONSHIPS = (
    "StandardsFramework",
    "StandardsFrameworkItem",
    "LearningComponent",
    "Relationships",
)
NEEDED = {
    FRAMEWORKS: ("identifier",),
    ITEMS: ("identifier", "statementcode", "description"),
    RELATIONSHIPS: ("relationshiptype", "sourceentity", "sourceentityvalue", "targetentity", "targetentityvalue"),
}
SUPPORTS, COMPONENT = "supports", "Learning Component"


def fits(folder: Path) -> bool:
    return (folder / f"{ITEMS}.csv").is_file()


def read(folder: Path, only: str = "") -> list[Package]:
    """A package for each framework whose name, jurisdiction, subject or identifier holds `only`; blank for all.

    Raises StandardsError where a table is missing, or none or several frameworks fit a filter that names one.
    """
    tables = {name: _table(folder, name) for name in (FRAMEWORKS, ITEMS, RELATIONSHIPS)}
    if (folder / f"{COMPONENTS}.csv").is_file():
        tables[COMPONENTS] = table(folder / f"{COMPONENTS}.csv")
    rows = [row for row in tables[FRAMEWORKS].rows(FILE) if isinstance(row, Row) and usable(row.told["identifier"])]
    wanted = [row for row in rows if only.casefold() in _words(row.told).casefold()]
    if not wanted:
        held = "; ".join(_words(row.told) for row in rows[:20]) or "no framework"
        raise StandardsError(f"{folder}: no framework has “{only}” in its name. The folder holds {held}")
    roots = _roots(tables[RELATIONSHIPS], {row.told["identifier"] for row in rows})
    return [_package(row, tables, roots, first=row is wanted[0]) for row in wanted]


def _table(folder: Path, name: str) -> Table:
    path = folder / f"{name}.csv"
    if not path.is_file():
        raise StandardsError(f"{path}: there is no such file. The folder has to hold {', '.join(NEEDED)}")
    found = table(path)
    missing = [column for column in NEEDED[name] if column not in found.names]
    if missing:
        raise StandardsError(f"{path}: line 1 lacks the columns {', '.join(missing)}")
    return found


def _words(told: Mapping[str, str]) -> str:
    return ", ".join(told[name] for name in ("name", "jurisdiction", "academicsubject", "identifier") if told.get(name))


def _roots(relationships: Table, frameworks: set[str]) -> dict[str, str]:
    """The framework above each item, by `hasChild`; an item that hangs in a circle or on nothing has none."""
    above: dict[str, str] = {}
    for row in relationships.rows(ASSOCIATION):
        if isinstance(row, Row) and row.told["relationshiptype"] == HAS_CHILD:
            above.setdefault(row.told["targetentityvalue"], row.told["sourceentityvalue"])
    found = {framework: framework for framework in frameworks}
    for item in above:
        path: list[str] = []
        at = item
        while at not in found and at in above and len(path) < 100:
            path.append(at)
            at = above[at]
        if at in found:
            found.update(dict.fromkeys(path, found[at]))
    return found


def _package(row: Row, tables: Mapping[str, Table], roots: Mapping[str, str], first: bool) -> Package:
    """`first` is the package that tells of the items that hang below no framework."""
    told = row.told
    credit = [told.get(name, "") for name in ("attributionstatement", "license", "provider", "author")]
    return Package(
        layout=Framework.Layout.LEARNING_COMMONS,
        identifier=told["identifier"],
        title=clean(told.get("name") or told["identifier"]),
        subject=clean(told.get("academicsubject"), 64),
        version=clean(told.get("version"), 64),
        changed=clean(told.get("datemodified"), 64),
        attribution=". ".join(dict.fromkeys(word for word in map(clean, credit) if word)),
        records=lambda tell: _records(row, tables, roots, first, tell),
    )


def _records(
    framework: Row, tables: Mapping[str, Table], roots: Mapping[str, str], first: bool, tell: Tell
) -> Iterator[Record]:
    own = framework.told["identifier"]
    mine, whole, place = {own}, True, 0
    for found in _items(tables[ITEMS], roots, own, first, tell):
        whole = whole and not (isinstance(found, SetAside) and found.what == FILE)
        if isinstance(found, Item):
            mine.add(found.identifier)
        yield found._replace(position=place) if isinstance(found, Item) else found
        place += isinstance(found, Item)
    if COMPONENTS in tables:
        supporting = _supporting(tables[RELATIONSHIPS], mine)
        for row in tables[COMPONENTS].rows(ITEM):
            if isinstance(row, Row) and row.told.get("identifier") in supporting:
                mine.add(row.told["identifier"])
                yield _item(row, COMPONENT)._replace(position=place)
                place += 1
    yield from _links(tables[RELATIONSHIPS], mine)
    outline = {"framework": json.loads(framework.received)}
    outline |= {name: {"columns": one.columns, "delimiter": one.delimiter} for name, one in tables.items()}
    yield Outline(json.dumps(outline), whole)


def _items(items: Table, roots: Mapping[str, str], own: str, first: bool, tell: Tell) -> Iterator[Item | SetAside]:
    for row in items.rows(ITEM, tell):
        if isinstance(row, SetAside):
            yield row
            continue
        identifier = row.told["identifier"]
        if not usable(identifier):
            yield SetAside(ITEM, row.line, f"column identifier has to hold 1 to {LONGEST} characters", ASK)
        elif identifier not in roots:
            if first:
                yield SetAside(ITEM, row.line, "no framework stands above it", "Look for its hasChild. " + ASK)
        elif roots[identifier] == own:
            yield _item(row, row.told.get("normalizedstatementtype") or row.told.get("statementtype", ""))


def _item(row: Row, kind: str) -> Item:
    told = row.told
    return Item(
        identifier=told["identifier"],
        code=clean(told.get("statementcode")),
        kind=clean(kind, 64),
        text=clean(told.get("description"), 100_000),
        short="",
        grade=grade_of(_listed(told.get("gradelevel", ""))),
        uri=clean(told.get("caseidentifieruuid") or told.get("caseidentifieruri"), 500),
        position=0,
        received=row.received,
        line=row.line,
    )


def _listed(told: str) -> object:
    """Grade levels are a JSON list in a cell."""
    try:
        return json.loads(told)
    except (ValueError, RecursionError):
        return told


def _supporting(relationships: Table, mine: set[str]) -> set[str]:
    return {
        row.told["sourceentityvalue"]
        for row in relationships.rows(ASSOCIATION)
        if isinstance(row, Row) and row.told["relationshiptype"] == SUPPORTS and row.told["targetentityvalue"] in mine
    }


def _links(relationships: Table, mine: set[str]) -> Iterator[Association | SetAside]:
    """The links that begin or end at one of the package's items."""
    place = 0
    for row in relationships.rows(ASSOCIATION):
        if isinstance(row, SetAside):
            yield row
            continue
        told = row.told
        ends = told["sourceentityvalue"], told["targetentityvalue"]
        if not (mine & set(ends)):
            continue
        identifier, kind = told.get("identifier") or f"line {row.line}", told["relationshiptype"]
        if all(usable(word) for word in (*ends, identifier, kind)) and len(kind) <= 64:
            yield Association(identifier, kind, *ends, place, row.received, row.line)
            place += 1
        else:
            yield SetAside(ASSOCIATION, row.line, "it does not say from which item to which it goes", ASK)
