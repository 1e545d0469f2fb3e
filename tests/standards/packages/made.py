"""Small packages for tests, as files."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from homeroom.standards.packages.account import Taken
from homeroom.standards.packages.find import packages
from homeroom.standards.packages.take import take

DOCUMENT = "d0000000-0000-0000-0000-000000000000"
DAY = "2026-08-01T00:00:00+00:00"


def item(identifier: str, code: str = "", text: str = "Counts to ten.", **more: Any) -> dict[str, Any]:
    told = {"identifier": identifier, "uri": f"https://case.example/{identifier}", "fullStatement": text}
    return {**told, **({"humanCodingScheme": code} if code else {}), "lastChangeDateTime": DAY, **more}


def link(kind: str, origin: str, destination: str, **more: Any) -> dict[str, Any]:
    identifier = f"{origin}-{kind}-{destination}"
    ends = {
        name: {"title": end, "identifier": end, "uri": f"https://case.example/{end}"}
        for name, end in (("originNodeURI", origin), ("destinationNodeURI", destination))
    }
    return {"identifier": identifier, "associationType": kind, **ends, "lastChangeDateTime": DAY, **more}


def package(
    items: Sequence[Any] = (), links: Sequence[Any] = (), document: Mapping[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    told = {"identifier": DOCUMENT, "uri": "local:1", "creator": "Us", "title": "Our maths", "lastChangeDateTime": DAY}
    return {"CFDocument": {**told, **(document or {})}, "CFItems": [*items], "CFAssociations": [*links], **more}


def case_file(folder: Path, content: object, name: str = "case.json") -> Path:
    """A package as a file, an element a line, so that lines can be named."""
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), "utf-8")
    return path


def table_file(path: Path, columns: Sequence[str], *rows: Sequence[str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    return path


def taken(path: Path, **how: Any) -> Taken:
    [one] = packages(path)
    return take(one, **how)


def balanced(one: Taken) -> bool:
    """Read = new + changed + same + set aside, for items and for associations."""
    aside = one.set_aside_of
    parts = (("item", one.items), ("association", one.associations))
    return all(one.read[what] == sum(counts.values()) + aside[what] for what, counts in parts)
