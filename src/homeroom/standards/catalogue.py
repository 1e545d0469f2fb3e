"""A catalogue of content and its alignment, read from two CSV files."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.db import transaction

from homeroom.standards import ccss
from homeroom.standards.alignment import TRUST, Tag, take_tags
from homeroom.standards.content import LONGEST_ID, Content, Key, rows_of, take_content
from homeroom.standards.errors import StandardsError
from homeroom.standards.models import ContentItem
from homeroom.standards.spelling import resolve

CONTENT = ("program", "kind", "external_id", "title", "domain", "grade")
ALIGNMENT = ("program", "kind", "external_id", "standard", "weight", "source")
SHOWN = 20

Row = Mapping[str, str]


@dataclass(frozen=True)
class Catalogue:
    """How many content items and tags the files hold."""

    content: int
    tags: int


def load_catalogue(content_csv: Path, alignment_csv: Path) -> Catalogue:
    """Take both files in, all or nothing; safe to run again.

    The content file has the columns program, kind, external_id, title, domain, grade and may have words and language;
    the alignment file has program, kind, external_id, standard, weight (over 0, at most 1), source. Of a content item
    it names, it replaces all that the same source has said before.
    Raises StandardsError with file, line and column of every mistake.
    """
    content = _read(content_csv, CONTENT, _content)
    tags = _read(alignment_csv, ALIGNMENT, _tag)
    with transaction.atomic():
        ccss.load()
        take_content(content.values())
        known = rows_of(tag.content for tag in tags.values())
        _complain(alignment_csv, _doubtful(tags, known))
        take_tags(tags.values(), ccss.SLUG)
    return Catalogue(len({item.key for item in content.values()}), len(tags))


def _read[T](path: Path, columns: Sequence[str], parse: Callable[[Row], T]) -> dict[int, T]:
    """Every row parsed, by its line as a spreadsheet counts. Raises StandardsError with all mistakes."""
    found, mistakes = {}, []
    for line, row in _rows(path, columns):
        try:
            found[line] = parse(row)
        except StandardsError as error:
            mistakes.append(f"line {line}, {error}")
    _complain(path, mistakes)
    return found


def _rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, Row]]:
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise StandardsError(f"{path}: there is no such file") from None
    except UnicodeDecodeError:
        raise StandardsError(f"{path}: not UTF-8 text; save it as CSV in UTF-8") from None
    reader = csv.DictReader(StringIO(text, newline=""), restval="")
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise StandardsError(f"{path}: line 1 lacks the columns {', '.join(missing)}")
    yield from enumerate(reader, start=2)


def _content(row: Row) -> Content:
    program, kind, external_id = _key(row)
    told = {name: row.get(name, "").strip() for name in ("title", "words", "domain", "grade", "language")}
    return Content(program, kind, external_id, **told)


def _tag(row: Row) -> Tag:
    code = resolve(row["standard"])
    if code is None:
        raise StandardsError(f"column standard: {row['standard']!r} is not a K-5 mathematics standard")
    return Tag(_key(row), code, _weight(row["weight"]), _one_of(row, "source", TRUST))


def _key(row: Row) -> Key:
    for column, longest in (("program", 64), ("external_id", LONGEST_ID)):
        if not 0 < len(row[column].strip()) <= longest:
            raise StandardsError(f"column {column}: has to hold 1 to {longest} characters")
    return row["program"].strip(), _one_of(row, "kind", ContentItem.Kind.values), row["external_id"].strip()


def _one_of(row: Row, column: str, words: Sequence[str]) -> str:
    if row[column] not in words:
        raise StandardsError(f"column {column}: {row[column]!r} is none of {', '.join(words)}")
    return row[column]


def _weight(text: str) -> float:
    with suppress(ValueError):
        if 0 < (weight := float(text)) <= 1:
            return weight
    raise StandardsError(f"column weight: {text!r} is not a number over 0 and at most 1")


def _doubtful(tags: Mapping[int, Tag], known: Mapping[Key, int]) -> Iterator[str]:
    """Tags of content nobody named, and tags that stand twice."""
    times = Counter((tag.content, tag.standard, tag.source) for tag in tags.values())
    for line, tag in tags.items():
        if tag.content not in known:
            yield f"line {line}, column external_id: {tag.content[2]!r} is not in the content file"
        if times[tag.content, tag.standard, tag.source] > 1:
            yield f"line {line}, column standard: {tag.standard} stands more than once for {tag.content[2]!r}"


def _complain(path: Path, mistakes: Iterator[str] | Sequence[str]) -> None:
    found = list(mistakes)
    if found:
        more = [f"and {len(found) - SHOWN} more"] if len(found) > SHOWN else []
        raise StandardsError("\n".join(f"{path}: {mistake}" for mistake in [*found[:SHOWN], *more]))
