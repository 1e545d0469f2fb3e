"""Open a file that no layout fits: its proposal, and what would become of it if the proposal were accepted."""

from __future__ import annotations

import csv
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop

from homeroom.facts.engine import EngineError, Session, session
from homeroom.intake import ledger
from homeroom.intake.errors import IntakeError
from homeroom.intake.expand import arriving
from homeroom.intake.layouts import Found, Header, declared, find, read_header
from homeroom.intake.match import roster
from homeroom.intake.models import Delivery
from homeroom.intake.new_layout import NAMED, NewLayout, new_layout
from homeroom.intake.propose import propose, with_problems
from homeroom.intake.proposing.profile import known_words, profiles
from homeroom.intake.proposing.proposal import Edits, Proposal
from homeroom.intake.publish import causes_in, circumstances, link
from homeroom.intake.read import Read, read_typed, with_escape
from homeroom.intake.refusals import refused_file
from homeroom.intake.text import as_utf8
from homeroom.intake.working import malformed_causes, opened
from homeroom.intake.workshop import workshop
from homeroom.programs.declaration import DeclarationError, load

SHOWN_ROWS = 20
# Rows that are tried for the preview: enough to meet what is wrong, few enough to wait for.
TRIED_ROWS = 5_000
SHOWN_FACTS = 60


@dataclass(frozen=True)
class Lost:
    """Rows that would not become facts, or fields that would be set aside: how many, why, the first line."""

    ends_as: str
    words: str
    column: str
    rows: int
    first_line: int


@dataclass(frozen=True)
class Preview:
    """What the first rows would become: `facts` of the first twenty, and all that would be lost of those tried.

    Children stand in the facts by their opaque number; `students` are those numbers.
    """

    tried: int
    whole: bool
    published: int
    columns: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...]
    lost: tuple[Lost, ...]
    students: tuple[int, ...]


@dataclass(frozen=True)
class Looked:
    """A file's proposal, the layout it makes, and the preview where a layout could be made."""

    proposal: Proposal
    made: NewLayout
    preview: Preview | None


def look_at(delivery: Delivery, edits: Edits | None = None, *, with_preview: bool = True) -> Looked:
    """The proposal for a held delivery. Raises IntakeError where its original can't be read or `edits` are wrong."""
    copy = Delivery(file=delivery.file, sha256=delivery.sha256)
    with workshop() as shop, session() as place, opened(copy, shop, place) as (path, header):
        return _looked(place, path, delivery.file, header, edits, with_preview)


def look_at_file(source: Path, edits: Edits | None = None, *, with_preview: bool = True) -> Looked:
    """The proposal for a file that was not received. Nothing is kept of it."""
    if not source.is_file():
        raise IntakeError(gettext_noop("%(source)s: there is no such file.") % {"source": source})
    if kind := refused_file(source):
        raise IntakeError(
            gettext_noop("%(file)s: %(refusal_words)s") % {"file": source.name, "refusal_words": kind.words}
        )
    with tempfile.TemporaryDirectory() as folder, session() as place:
        path = as_utf8(source, Path(folder), source.name).path
        header = with_escape(place, path, read_header(path, source.name))
        return _looked(place, path, source.name, header, edits, with_preview)


def _looked(place: Session, path: Path, file: str, header: Header, edits: Edits | None, with_preview: bool) -> Looked:
    columns = profiles(path, header)
    proposal = propose(file, header, columns, declared(), known_words(columns), edits)
    made, problems = new_layout(proposal)
    proposal = with_problems(proposal, [words for words in problems if words not in proposal.problems])
    tried = None
    if with_preview and not set(problems) - {NAMED}:
        tried, more = _tried(place, path, header, made)
        proposal = with_problems(proposal, more)
    return Looked(proposal, made, tried)


def _tried(place: Session, path: Path, header: Header, made: NewLayout) -> tuple[Preview | None, list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "program.toml").write_text(made.text, "utf-8")
        try:
            found = find(header, [load(Path(folder))])
        except DeclarationError:
            return None, [gettext_noop("A column name holds signs that a layout can't hold, such as { and }.")]
        if found is None:
            return None, [
                gettext_noop(
                    "The file does not fit the layout that would be made of it: two columns may have one name."
                )
            ]
        cut, whole = _first_rows(path, header, Path(folder) / "first.csv")
        try:
            return _preview(place, cut, header, found, whole), []
        except EngineError:
            return None, [gettext_noop("No rows can be made of this text under these fields. Choose other fields.")]


def _first_rows(path: Path, header: Header, target: Path) -> tuple[Path, bool]:
    """The file's first records, and whether that is all of it."""
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        records = csv.reader(file, delimiter=header.delimiter)
        try:
            read = sum(1 for _ in islice(records, TRIED_ROWS + 1))
        except csv.Error:
            return path, True
        lines, whole = records.line_num, read <= TRIED_ROWS
    if whole:
        return path, True
    with (
        path.open(encoding="utf-8", errors="surrogateescape", newline="") as file,
        target.open("w", encoding="utf-8", errors="surrogateescape", newline="") as out,
    ):
        out.writelines(islice(file, lines))
    return target, False


def _preview(place: Session, path: Path, header: Header, found: Found, whole: bool) -> Preview:
    read = read_typed(place, path, header, found)
    matched = link(place, found, roster())
    coming = arriving(found, circumstances(place, found, 0, settings.TIME_ZONE))
    lost = _lost(place, found, read)
    gone = {cause.ended_as: 0 for cause in lost}
    for cause in lost:
        gone[cause.ended_as] += len(cause.numbers)
    names, facts = _facts(place, coming.facts)
    return Preview(
        tried=read.records,
        whole=whole,
        published=read.records - sum(rows for ends_as, rows in gone.items() if ends_as != "set aside"),
        columns=names,
        facts=facts,
        lost=tuple(_told(cause, header.lines) for cause in lost),
        students=tuple(sorted({one.link.student for one in matched if one.link.student is not None})),
    )


def _lost(place: Session, found: Found, read: Read) -> list[ledger.Cause]:
    causes = [*malformed_causes(read.malformed), *causes_in(place, found)]
    return sorted((cause for cause in causes if len(cause.numbers)), key=lambda cause: -len(cause.numbers))


def _told(cause: ledger.Cause, header_lines: int) -> Lost:
    first = int(min(cause.numbers)) + header_lines
    return Lost(cause.ended_as, cause.words, cause.column, len(cause.numbers), first)


def _facts(place: Session, sql: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Facts of the first rows as text, without columns in which nothing stands."""
    found = place.run(f"select * from ({sql}) where row <= {SHOWN_ROWS} order by row limit {SHOWN_FACTS}")
    told = [
        at
        for at, name in enumerate(found.names)
        if name != "delivery" and any(row[at] is not None for row in found.rows)
    ]
    facts = tuple(tuple(_shown(row[at]) for at in told) for row in found.rows)
    return tuple(found.names[at] for at in told), facts


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
