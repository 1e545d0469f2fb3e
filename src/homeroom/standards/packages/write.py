"""A framework as a file again: as it was received, word for word; what ships with homeroom as a CASE package."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from django.db.models import QuerySet

from homeroom.standards import ccss
from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Framework, FrameworkItem, Prerequisite, Standard
from homeroom.standards.packages import learning_commons
from homeroom.standards.packages.case import ASSOCIATIONS, DOCUMENT, ITEMS
from homeroom.standards.packages.names import OURS, name
from homeroom.standards.packages.records import IS_CHILD_OF, PRECEDES

SHIPPED_ON = "2026-11-22T00:00:00+00:00"
PLACE = "https://homeroom.invalid/ims/case/v1p0"
CREDIT = (
    "Codes and prerequisites after the Coherence Map of Student Achievement Partners (CC0 1.0); titles by the homeroom "
    "authors. Common Core State Standards (c) Copyright 2010. National Governors Association Center for Best Practices "
    "and Council of Chief State School Officers. All rights reserved."
)


def write(framework: Framework, path: Path) -> None:
    """Write the framework to a new file, or folder for Learning Commons' tables.

    Raises StandardsError where the place is taken, and for a framework of which only standards are known.
    """
    if path.exists():
        raise StandardsError(f"{path}: something is there already; choose a new name")
    if framework.layout == Framework.Layout.LEARNING_COMMONS:
        _folder(framework, path)
        return
    if not framework.layout and framework.slug != ccss.SLUG:
        raise StandardsError(f"{framework.slug} was not imported as a package: there is nothing to write")
    with path.open("w", encoding="utf-8", newline="") as file:
        if framework.layout == Framework.Layout.CASE:
            file.writelines(_case(framework))
        elif framework.layout:
            _sheet(json.loads(framework.received), _received(_items(framework)), file)
        else:
            json.dump(_shipped(framework), file, ensure_ascii=False, indent=1)


def _received(rows: QuerySet[Any]) -> Iterator[str]:
    yield from rows.order_by("position").values_list("received", flat=True).iterator()


def _items(framework: Framework) -> QuerySet[FrameworkItem]:
    return framework.items.filter(external=False)


def _case(framework: Framework) -> Iterator[str]:
    """The package's keys in their order, its lists an element a line."""
    lists: dict[str, QuerySet[Any]] = {ITEMS: _items(framework), ASSOCIATIONS: framework.associations.all()}
    before = "{\n"
    for key, received in json.loads(framework.received):
        yield f"{before}{json.dumps(key, ensure_ascii=False)}: "
        if received is None:
            yield "["
            for at, one in enumerate(_received(lists[key])):
                yield f"{',' if at else ''}\n{one}"
            yield "\n]"
        else:
            yield received
        before = ",\n"
    yield "\n}\n"


def _sheet(heading: dict[str, Any], rows: Iterable[str], file: TextIO) -> None:
    told = csv.writer(file, delimiter=heading["delimiter"], lineterminator="\n")
    told.writerow(heading["columns"])
    told.writerows(json.loads(row) for row in rows)


def _folder(framework: Framework, folder: Path) -> None:
    outline = json.loads(framework.received)
    items, component = _items(framework), learning_commons.COMPONENT
    rows: dict[str, Iterable[str]] = {
        learning_commons.FRAMEWORKS: [json.dumps(outline["framework"])],
        learning_commons.ITEMS: _received(items.exclude(kind=component)),
        learning_commons.COMPONENTS: _received(items.filter(kind=component)),
        learning_commons.RELATIONSHIPS: _received(framework.associations.all()),
    }
    folder.mkdir(parents=True)
    for table in rows:
        if table in outline:
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                _sheet(outline[table], rows[table], file)


def _shipped(framework: Framework) -> dict[str, Any]:
    """What ships, as a package of ours: its identifiers are the same on every installation."""
    standards = list(framework.standards.select_related("parent"))
    own = Prerequisite.objects.filter(package=None, before__framework=framework, after__framework=framework)
    edges = own.order_by("before__order", "after__order").values_list("before__code", "after__code")
    pairs = [(IS_CHILD_OF, one.code, one.parent.code if one.parent else "") for one in standards]
    pairs += [(PRECEDES, str(before), str(after)) for before, after in edges]
    titles = {one.code: one.title for one in standards} | {"": framework.title}
    return {
        DOCUMENT: _dated(
            "CFDocuments",
            OURS,
            {"creator": "homeroom", "title": framework.title, "subject": [framework.subject], "notes": CREDIT},
        ),
        ITEMS: [_item(one) for one in standards],
        ASSOCIATIONS: [
            _dated(
                "CFAssociations",
                name(kind, origin, end),
                {
                    "originNodeURI": _link(origin, titles),
                    "associationType": kind,
                    "destinationNodeURI": _link(end, titles),
                },
            )
            for kind, origin, end in pairs
        ],
    }


def _item(standard: Standard) -> dict[str, Any]:
    grade = "KG" if standard.grade == "K" else standard.grade.zfill(2)
    told = {"humanCodingScheme": standard.code, "fullStatement": standard.title, "CFItemType": "Standard"}
    return _dated("CFItems", name("item", standard.code), {**told, "language": "en", "educationLevel": [grade]})


def _dated(kind: str, identifier: str, told: dict[str, Any]) -> dict[str, Any]:
    return {"identifier": identifier, "uri": f"{PLACE}/{kind}/{identifier}", **told, "lastChangeDateTime": SHIPPED_ON}


def _link(code: str, titles: dict[str, str]) -> dict[str, str]:
    identifier = name("item", code) if code else OURS
    kind = "CFItems" if code else "CFDocuments"
    return {"title": titles[code], "identifier": identifier, "uri": f"{PLACE}/{kind}/{identifier}"}
