"""CASE packages, 1.0 and 1.1: a document, its items and its associations as JSON. Nothing of them is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from homeroom.standards.errors import StandardsError
from homeroom.standards.models import Framework
from homeroom.standards.packages.json_text import LIST, Entry, UnreadableError, entries
from homeroom.standards.packages.records import (
    ASSOCIATION,
    FILE,
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

DOCUMENT, ITEMS, ASSOCIATIONS = "CFDocument", "CFItems", "CFAssociations"
WHAT = {ITEMS: ITEM, ASSOCIATIONS: ASSOCIATION}
ASK = "Ask who made the file for one in which it is mended; all else is taken."
AGAIN = "Get the file again; what stands before this place is taken."


def read(path: Path) -> Package:
    """The package in the file. Raises StandardsError where the file is no CASE package."""
    document = _document(path)
    subject = document.get("subject")
    subjects = subject if isinstance(subject, list) else [subject]
    licence = document.get("licenseURI")
    told = (
        document.get("publisher"),
        document.get("creator"),
        licence.get("title") if isinstance(licence, dict) else "",
    )
    return Package(
        layout=Framework.Layout.CASE,
        identifier=str(document["identifier"]),
        title=clean(document.get("title")) or path.stem,
        subject=clean(", ".join(word for word in subjects if isinstance(word, str)), 64),
        version=clean(document.get("version"), 64),
        changed=clean(document.get("lastChangeDateTime"), 64),
        attribution=". ".join(dict.fromkeys(clean(word) for word in told if clean(word))),
        records=lambda tell: _records(path, tell),
    )


def _document(path: Path) -> dict[str, Any]:
    seen = []
    try:
        for entry in entries(path, WHAT):
            if entry.key == DOCUMENT and isinstance(entry.value, dict):
                if usable(entry.value.get("identifier")):
                    return entry.value
                raise StandardsError(f"{path}: line {entry.line}: the CFDocument has no identifier that can be kept")
            seen.append(entry.key)
    except UnreadableError as error:
        raise StandardsError(f"{path}: line {error.line}: {error}. Get the file again: nothing was taken") from None
    held = ", ".join(dict.fromkeys(clean(key, 40) for key in seen[:50])) or "nothing"
    raise StandardsError(f"{path}: this is no CASE package: it has no CFDocument. It holds {held}")


def _records(path: Path, tell: Tell) -> Iterator[Record]:
    outline: dict[str, str | None] = {}
    places = dict.fromkeys(WHAT, 0)
    whole = True
    try:
        for entry in entries(path, WHAT, tell):
            if entry.key in WHAT and entry.value is LIST:
                outline.setdefault(entry.key, None)
            elif outline.get(entry.key, "") is None:
                yield _record(entry, places[entry.key])
                places[entry.key] += 1
            elif entry.key in outline or (entry.key in WHAT and entry.value is not None):
                reason = f"{clean(entry.key, 40)} " + ("stands twice" if entry.key in outline else "is no list")
                yield SetAside(FILE, entry.line, reason, ASK)
            else:
                outline[entry.key] = entry.received
    except UnreadableError as error:
        whole = False
        yield SetAside(FILE, error.line, str(error), AGAIN)
    yield Outline(json.dumps(list(outline.items())), whole)


def _record(entry: Entry, place: int) -> Record:
    value, what = entry.value, WHAT[entry.key]
    if not isinstance(value, dict):
        return SetAside(what, entry.line, "this is no object", ASK)
    if not usable(value.get("identifier")):
        return SetAside(what, entry.line, f"it has no identifier of 1 to {LONGEST} characters", ASK)
    return _item(value, entry, place) if what == ITEM else _association(value, entry, place)


def _item(value: dict[str, Any], entry: Entry, place: int) -> Item:
    return Item(
        identifier=value["identifier"],
        code=clean(value.get("humanCodingScheme")).strip(),
        kind=clean(value.get("CFItemType"), 64),
        text=clean(value.get("fullStatement"), 100_000),
        short=clean(value.get("abbreviatedStatement")),
        grade=grade_of(value.get("educationLevel") or value.get("educationalLevel")),
        uri=clean(value.get("uri"), 500),
        position=place,
        received=entry.received,
        line=entry.line,
    )


def _association(value: dict[str, Any], entry: Entry, place: int) -> Association | SetAside:
    ends = [_end(value.get(name)) for name in ("originNodeURI", "destinationNodeURI")]
    kind = value.get("associationType")
    if not all(usable(end) for end in ends):
        return SetAside(ASSOCIATION, entry.line, "it does not say from which item to which it goes", ASK)
    if not isinstance(kind, str) or not 0 < len(kind) <= 64 or not usable(kind):
        return SetAside(ASSOCIATION, entry.line, "it has no associationType", ASK)
    return Association(value["identifier"], kind, ends[0], ends[1], place, entry.received, entry.line)


def _end(link: object) -> str:
    """A link's identifier, or its address where it has none; a bare text is either."""
    if isinstance(link, dict):
        link = link.get("identifier") or link.get("uri")
    return link if isinstance(link, str) else ""
