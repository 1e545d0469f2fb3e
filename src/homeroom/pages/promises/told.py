"""The ten promises as their file tells them, and as a page says them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

NOT_YET = "Not yet built"  # a message: it stands in the file
FILE = Path(__file__).with_name("promises.toml")


@dataclass(frozen=True)
class Held:
    """One test, or a file of them: what it is called, and where it can be read. `address` is blank where not known."""

    words: str
    address: str


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

    @property
    def links(self) -> Sequence[Held]:
        """Its tests, in the source that the installation names."""
        source = settings.HOMEROOM_SOURCE_CODE.rstrip("/")
        return [Held(test, f"{source}/{test.partition('::')[0]}" if source else "") for test in self.tests]


@cache
def promises() -> tuple[Promise, ...]:
    """All promises in English, in their order. A key that a promise does not have is an error."""
    told = tomllib.loads(FILE.read_text("utf-8"))["promise"]
    return tuple(Promise(**{**one, "tests": tuple(one["tests"])}) for one in told)


def said() -> list[Promise]:
    """The same in the language that is spoken."""
    return [_said(one) for one in promises()]


def _said(one: Promise) -> Promise:
    told = replace(one, title=gettext(one.title), words=gettext(one.words), kept_by=gettext(one.kept_by))
    return replace(told, open=gettext(one.open)) if one.open else told
