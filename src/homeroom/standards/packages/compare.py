"""What two packages differ in, place by place; the same values in the same order are no difference."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

MISSING = object()


def differences(one: Path, other: Path) -> Iterator[str]:
    """The places at which two files, or all files of two folders, hold something else."""
    if one.is_dir() or other.is_dir():
        for name in sorted({path.name for folder in (one, other) for path in folder.glob("*.csv")}):
            yield from (f"{name}: {place}" for place in _files(one / name, other / name))
    else:
        yield from _files(one, other)


def _files(one: Path, other: Path) -> Iterator[str]:
    read = [_read(path) if path.is_file() else MISSING for path in (one, other)]
    yield from _values(read[0], read[1], "")


def _read(path: Path) -> Any:
    text = path.read_text("utf-8-sig")
    if text.lstrip()[:1] in ("{", "["):
        return json.loads(text)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.reader(file, delimiter=delimiter) if any(cell.strip() for cell in row)]


def _values(one: Any, other: Any, place: str) -> Iterator[str]:
    waiting = [(one, other, place)]
    while waiting:
        one, other, place = waiting.pop()
        if isinstance(one, dict) and isinstance(other, dict):
            keys = dict.fromkeys([*one, *other])
            waiting += [(one.get(key, MISSING), other.get(key, MISSING), f"{place}/{key}") for key in keys]
        elif isinstance(one, list) and isinstance(other, list):
            pairs = zip_longest(one, other, fillvalue=MISSING)
            waiting += [(first, second, f"{place}/{at}") for at, (first, second) in enumerate(pairs)]
        elif type(one) is not type(other) or one != other:
            yield place or "/"
