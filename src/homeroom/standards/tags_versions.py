"""The alignment as it was when somebody froze it: the same number gives the same rows for ever."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256

from homeroom.standards.errors import StandardsError
from homeroom.standards.models import TagsVersion

Row = tuple[str, str, str, str, float, str, float, str]
"""Program, kind, external id, standard, weight, source, p, and the cluster that was named or blank."""


def keep(rows: Sequence[Row], parts: Mapping[str, Sequence[str]], day: date) -> int:
    """The number of these rows with the leaves of their standards: the latest one's, where it holds the same."""
    told = json.dumps({"rows": rows, "parts": parts}, ensure_ascii=False, sort_keys=True).encode()
    digest = sha256(told).hexdigest()
    latest = TagsVersion.objects.order_by("-pk").values_list("pk", "digest").first()
    if latest and latest[1] == digest:
        return latest[0]
    return TagsVersion.objects.create(day=day, digest=digest, rows=len(rows), packed=zlib.compress(told)).pk


def latest() -> int:
    """The number that was given last; 0 before the first."""
    return TagsVersion.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def read(version: int) -> tuple[list[Row], dict[str, tuple[str, ...]]]:
    """What a version holds. Raises StandardsError where there is none, or where it is damaged."""
    found = TagsVersion.objects.filter(pk=version).first()
    if found is None:
        raise StandardsError(f"there is no version {version} of the alignment: the latest is {latest()}")
    told = zlib.decompress(bytes(found.packed))
    if sha256(told).hexdigest() != found.digest:
        raise StandardsError(f"version {version} of the alignment is damaged: put the database back from a backup")
    held = json.loads(told)
    return [tuple(row) for row in held["rows"]], {code: tuple(of) for code, of in held["parts"].items()}
