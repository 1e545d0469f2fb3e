"""Find every message in the source: in templates, in Python, and in the families' files of words.

GNU xgettext is not needed: Django turns a template into calls of gettext, and Babel finds the calls.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

SOURCE = Path(__file__).parents[2]
FAMILY = "family"
# What marks words, and at which places its message, plural and context stand.
KEYWORDS = {
    "_": None,  # how Django marks what a template gives to a tag: `_("Child")`
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# What marks the words that families read.
FAMILY_KEYWORDS = {"Words": None}
# Files of words for families: every column of these is a message.
TABLES = {"reports/family/skills.csv": ("words",), "reports/family/at_home.csv": ("words",)}
# Files of words for everybody: in each entry of the list these are messages.
LISTS = {"pages/promises/promises.toml": ("promise", ("title", "words", "kept_by", "open"))}


@dataclass(frozen=True)
class Found:
    """One message and the file it stands in; `plural` and `context` are blank where it has none."""

    message: str
    plural: str
    context: str
    path: str


def gathered(source: Path = SOURCE) -> Catalog:
    """All messages of the source, as a catalog without words."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for one in found_in(source):
        message = (one.message, one.plural) if one.plural else one.message
        catalog.add(message, locations=[(one.path, 0)], context=one.context or None)
    return catalog


def found_in(source: Path) -> Iterator[Found]:
    for path in sorted(source.rglob("*.html")):
        yield from _calls(_called(path.read_text("utf-8")), _short(path, source))
    for path in sorted(source.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _calls(path.read_text("utf-8"), _short(path, source))
    for name, columns in TABLES.items():
        if (source / name).exists():
            yield from (Found(text, "", FAMILY, name) for text in cells(source / name, columns))
    for name, (entries, keys) in LISTS.items():
        if (source / name).exists():
            yield from (Found(text, "", "", name) for text in listed(source / name, entries, keys))


def listed(path: Path, entries: str, keys: Iterable[str]) -> Iterator[str]:
    for entry in tomllib.loads(path.read_text("utf-8"))[entries]:
        yield from (entry[key] for key in keys if entry.get(key))


def cells(path: Path, columns: Iterable[str]) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from (row[column] for column in columns if row[column])


def _called(template: str) -> str:
    """A template as Python that calls gettext. Its indentation means nothing, and would not be Python's."""
    return "\n".join(line.lstrip() for line in templatize(template).splitlines())


def _calls(text: str, path: str) -> Iterator[Found]:
    if "gettext" in text or "_(" in text:
        yield from (Found(*one, path) for one in _marked(text, KEYWORDS))
    if "Words(" in text:
        yield from (Found(words, plural, FAMILY, path) for words, plural, _ in _marked(text, FAMILY_KEYWORDS))


def _marked(text: str, keywords: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Message, plural and context of every call."""
    for _, message, _, context in extract("python", BytesIO(text.encode()), keywords):
        words, plural = message if isinstance(message, tuple) else (message, "")
        yield words, plural, context or ""


def _short(path: Path, source: Path) -> str:
    return path.relative_to(source).as_posix()
