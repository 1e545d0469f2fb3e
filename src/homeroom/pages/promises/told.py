"""The ten promises as their file tells them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NOT_YET = "Not yet built"
FILE = Path(__file__).with_name("promises.toml")


@dataclass(frozen=True)
class Promise:
    """`tests` are node ids, of a test or of a whole file of them. `open` is what of the promise is still to come."""

    title: str
    words: str
    kept_by: str
    tests: tuple[str, ...]
    open: str = ""

    @property
    def built(self) -> bool:
        return bool(self.tests)


@cache
def promises() -> tuple[Promise, ...]:
    """All promises, in their order. A key that a promise does not have is an error."""
    told = tomllib.loads(FILE.read_text("utf-8"))["promise"]
    return tuple(Promise(**{**one, "tests": tuple(one["tests"])}) for one in told)
