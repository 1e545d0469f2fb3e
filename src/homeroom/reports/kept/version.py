"""What a report would be drawn from now, as one key: equal keys, equal reports."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.metadata import version as version_of
from pathlib import Path

from django.conf import settings
from django.utils import translation

import homeroom
from homeroom.intake import own_programs
from homeroom.people.clock import today
from homeroom.reports.kept import shelf, told, watch

# What words, numbers and days are written by, beside our own code.
WRITERS = ("babel", "django", "duckdb", "msgspec")


@dataclass(frozen=True)
class Of:
    """What is kept: the report's name, all that it was asked, and exactly which children it names.

    `others` are children whose facts it looks at without naming them; `classes` those whose own rows it reads.
    `answers` says that it reads single answers, too: they are too many to be told child by child, so every new file of
    them that may hold one of the children makes it anew.
    """

    name: str
    asked: tuple[str, ...]
    students: tuple[int, ...]
    others: tuple[int, ...] = ()
    classes: tuple[int, ...] = ()
    answers: bool = False

    @property
    def about(self) -> list[str]:
        children = [f"{watch.CHILD} {one}" for one in (*self.students, *self.others)]
        return [*children, *(f"{watch.CLASS} {one}" for one in self.classes)]

    def part(self, name: str, *asked: str) -> Of:
        """Something drawn out of this report, such as its page."""
        return replace(self, name=name, asked=(*self.asked, *asked))


@dataclass(frozen=True)
class Key:
    """The key of a report as it would be drawn at this moment, and the numbers that it names."""

    text: str
    on: date
    drawn_from: Mapping[str, int]

    @property
    def path(self) -> Path:
        return shelf.place(self.on, self.text)


def key(of: Of) -> Key | None:
    """None where nobody notes what is written."""
    now = watch.now(of.about)
    if now is None:
        return None
    facts, on = told.told((*of.students, *of.others), now.facts, now.published), today()
    files = told.files_of_answers(of.students) if of.answers else ()
    parts = (
        of,
        now.written,
        facts,
        files,
        on,
        translation.get_language(),
        _chosen(),
        own_programs.stamp(),
        homerooms_own(),
    )
    text = sha256(repr(parts).encode()).hexdigest()
    return Key(text, on, {"facts": now.facts, "teachers' words": now.teachers})


def _chosen() -> tuple[object, ...]:
    return settings.HOMEROOM_ENGINE, settings.HOMEROOM_SIMULATED, settings.TIME_ZONE


@cache
def homerooms_own() -> str:
    """homeroom's version: of everything it is made of, so that a changed word makes reports anew."""
    made = [f"{name} {version_of(name)}" for name in WRITERS]
    return sha256("\n".join([*made, *_files()]).encode()).hexdigest()


def _files() -> Iterator[str]:
    start = Path(homeroom.__file__).parent
    for folder, _, names in sorted(os.walk(start)):
        for name in sorted(names):
            if not name.endswith(".pyc"):
                found = (Path(folder) / name).stat()
                yield f"{folder}/{name} {found.st_size} {found.st_mtime_ns}"
