"""Which records of a kept original are the child's: few are looked at, and those as they were when they came."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from homeroom.facts.engine import EngineError, session
from homeroom.intake.compile import identity_columns
from homeroom.intake.erasing.sought import Sought
from homeroom.intake.erasing.spans import Spans, Text, places, positions, spans
from homeroom.intake.errors import IntakeError
from homeroom.intake.layouts import Found, find
from homeroom.intake.ledger import unpacked
from homeroom.intake.match import Roster, match
from homeroom.intake.models import ROSTERS, Delivery, ErasedRows
from homeroom.intake.publish import claim_of
from homeroom.intake.read import read_typed
from homeroom.intake.rosters.table import AGENTS, KeptOut
from homeroom.intake.secrets import DELIMITERS
from homeroom.intake.text import as_utf8
from homeroom.intake.working import read_as
from homeroom.programs.declaration import Program

ID_LIKE = ("id", "ids", "number", "identifier", "username", "email", "login", "user")


@dataclass(frozen=True)
class Searched:
    """A text original, its records, and what the child has of it.

    `records` are blanked whole; `cells` are records in which only a mention goes, as they read without it. `row_of`
    gives a record's row number, where rows can be counted.
    """

    text: Text
    spans: Spans
    head: int
    records: frozenset[int]
    counted: bool
    delimiter: str
    width: int
    cells: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def rows(self) -> list[int]:
        """The child's rows, as the delivery numbers them; nothing where the file was never read into rows."""
        return sorted(place - self.head + 1 for place in self.records if place >= self.head) if self.counted else []


def search(path: Path, text: Text, deliveries: Sequence[Delivery], facts: Collection[int], sought: Sought,
           programs: Sequence[Program], shop: Path) -> Searched | None:  # fmt: skip
    """What a kept original holds of the child; nothing where it holds nothing. `facts` are rows that were facts."""
    if not facts and not _may_hold(text.raw, sought):
        return None
    of = next((one for one in deliveries if one.rows_in), deliveries[0] if deliveries else None)
    parts, head, counted = _split(text.raw, of)
    near = _near(text.raw, parts, sought)
    near |= {row + head - 1 for row in facts} if counted else set()
    near = {place for place in near if head <= place < len(parts)}
    delimiter, width = _shape(parts.at(text.raw, head - 1) if head else b"")
    judged = _judged(text, parts, head, sorted(near), of, sought, programs, shop)
    whole = judged.whole | ({row + head - 1 for row in facts} if counted else set())
    if not whole and not judged.cells:
        return None
    return Searched(text, parts, head, frozenset(whole), counted, delimiter, width, judged.cells)


def pending(row: ErasedRows, text: Text, deliveries: Sequence[Delivery]) -> Searched | None:
    """An original of which rows ended as erased before it was blanked, by their numbers."""
    of = next((one for one in deliveries if one.rows_in), None)
    parts, head, counted = _split(text.raw, of)
    if not counted:
        return None
    delimiter, width = _shape(parts.at(text.raw, head - 1) if head else b"")
    records = frozenset(number + head - 1 for number in unpacked(row.numbers).tolist())
    mentions = _mentions(text.raw, parts, head, records) if of and of.program in ROSTERS and head else {}
    return Searched(text, parts, head, records, True, delimiter, width, mentions)


def _mentions(raw: bytes, parts: Spans, head: int, gone: Collection[int]) -> dict[int, bytes]:
    """Records of a roster in which another person's row lists an erased child, as they read without it."""
    delimiter, names = _named(parts.at(raw, head - 1))
    found, kept_out = dict[int, bytes](), KeptOut(names)
    for place in range(head, len(parts) if set(names) & set(AGENTS) else 0):
        cells = _cells(parts.at(raw, place).decode("utf-8", "replace"), delimiter)
        if place not in gone and len(cells) == len(names):
            left = [kept_out.listed(cell) if name in AGENTS else cell for name, cell in zip(names, cells, strict=True)]
            found |= {place: _line(left, delimiter).encode()} if left != cells else {}
    return found


def _named(header: bytes) -> tuple[str, list[str]]:
    """The delimiter and the names of columns in small letters."""
    delimiter, _ = _shape(header)
    return delimiter, [name.lower() for name in _cells(header.decode("utf-8-sig", "replace"), delimiter)]


def _may_hold(raw: bytes, sought: Sought) -> bool:
    if next(positions(raw, sought.alone), None) is not None:
        return True
    return any(_any(raw, given) and _any(raw, family) for given, family in sought.pairs)


def _any(raw: bytes, wanted: Collection[bytes]) -> bool:
    return next(positions(raw, wanted), None) is not None


def _split(raw: bytes, of: Delivery | None) -> tuple[Spans, int, bool]:
    """The records, how many stand before the first row, and whether they are those that the delivery counted."""
    # Where lines are as many as records, each record is a line.
    for quotes in (False, True):
        parts = spans(raw, quotes=quotes)
        head = len(parts) - of.rows_in if of and of.rows_in else 1
        if of and of.rows_in and 0 <= head <= of.header_lines:
            return parts, head, True
    return spans(raw, quotes=False), min(1, len(raw)), False


def _near(raw: bytes, parts: Spans, sought: Sought) -> set[int]:
    """Records in which an id or account stands, or both names. Where no given name stands, no other is looked for."""
    given = [word for first, _ in sought.pairs for word in first]
    hits: tuple[list[int], list[int]] = ([], [])
    for which, at in places(raw, [sought.alone, given]):
        hits[which].append(at)
    near, called = parts.holding(hits[0]), parts.holding(hits[1])
    named = sorted(called - near)
    return near | {place for place in named if _both(parts.at(raw, place).lower(), sought)}


def _both(line: bytes, sought: Sought) -> bool:
    return any(_in(line, given) and _in(line, family) for given, family in sought.pairs)


def _in(line: bytes, words: Collection[bytes]) -> bool:
    return any(word in line for word in words)


def _shape(header: bytes) -> tuple[str, int]:
    line = header.decode("utf-8", "replace")
    delimiter = max(DELIMITERS, key=line.count)
    return delimiter, len(_cells(line, delimiter))


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return [cell.strip(' "') for cell in line.split(delimiter)]


@dataclass
class _Judged:
    whole: set[int] = field(default_factory=set)
    cells: dict[int, bytes] = field(default_factory=dict)


def _judged(text: Text, parts: Spans, head: int, near: Sequence[int], of: Delivery | None, sought: Sought,
            programs: Sequence[Program], shop: Path) -> _Judged:  # fmt: skip
    if not near:
        return _Judged()
    header = parts.at(text.raw, head - 1) if head else b""
    lines = {place: parts.at(text.raw, place) for place in near}
    if of and of.program in ROSTERS:
        return _of_roster(header, lines, sought)
    before = text.raw[: int(parts.starts[head])] if head else b""
    sample = before + b"\n".join(line.replace(b"\n", b" ") for line in lines.values()) + b"\n"
    verdicts = _by_layout(sample, of, sought, programs, shop) if of and of.layout else None
    known = sought.roster(of.program if of else "")
    delimiter, _ = _shape(header)
    whole = set()
    for number, (place, line) in enumerate(lines.items(), start=1):
        told = verdicts.get(number) if verdicts is not None else None
        cells = _cells(line.decode("utf-8", "replace"), delimiter)
        if told or (told is None and sought.in_cells(cells, known)):
            whole.add(place)
    return _Judged(whole)


def _by_layout(sample: bytes, of: Delivery, sought: Sought, programs: Sequence[Program],
               shop: Path) -> dict[int, bool] | None:  # fmt: skip
    """Row of the sample -> whether it is the child's, for the rows that can be read; nothing where no layout fits."""
    path = shop / f"sample-{of.pk}"
    path.write_bytes(sample)
    try:
        with session() as place:
            file, header = read_as(place, as_utf8(path, shop, of.file), of.file, shop, programs)
            found = find(header, programs)
            if found is None:
                return None
            read_typed(place, file, header, found)
            rows = place.run("select row, identity from typed where identity is not null").rows
            return dict(_verdicts(rows, found, sought.roster(found.program.slug), sought))
    except (IntakeError, EngineError):
        return None
    finally:
        path.unlink(missing_ok=True)


def _verdicts(
    rows: Iterable[tuple[int, str]], found: Found, known: Roster, sought: Sought
) -> Iterator[tuple[int, bool]]:
    kinds = [kind for kind, _ in identity_columns(found)]
    seen: dict[str, bool] = {}
    for row, identity in rows:
        if identity not in seen:
            claim = claim_of(identity, kinds, found.layout)
            seen[identity] = sought.in_claim(claim, match(claim, known).student)
        yield row, seen[identity]


def _of_roster(header: bytes, lines: Mapping[int, bytes], sought: Sought) -> _Judged:
    """A row that is of the child goes whole; another person's row loses its mention of the child alone."""
    delimiter, names = _named(header)
    judged = _Judged()
    for place, line in lines.items():
        cells = _cells(line.decode("utf-8", "replace"), delimiter)
        if _own(names, cells, sought):
            judged.whole.add(place)
        elif (left := _without_mention(names, cells, sought)) is not None:
            judged.cells[place] = _line(left, delimiter).encode("utf-8")
    return judged


def _own(names: Sequence[str], cells: Sequence[str], sought: Sought) -> bool:
    if len(names) != len(cells):
        return any(cell in sought.sourced_ids for cell in cells)
    pairs = [(name, cell) for name, cell in zip(names, cells, strict=True) if name not in AGENTS]
    return any(cell in sought.sourced_ids for name, cell in pairs if name.replace(" ", "").endswith(ID_LIKE))


def _without_mention(names: Sequence[str], cells: Sequence[str], sought: Sought) -> list[str] | None:
    """The cells less the child's id in lists of ids; nothing where no such cell names the child."""
    gone: Callable[[str], bool] = lambda one: one.strip() in sought.sourced_ids  # noqa: E731
    left = [",".join(part for part in cell.split(",") if not gone(part)) for cell in cells]
    return left if left != list(cells) and len(names) == len(cells) else None


def _line(cells: Sequence[str], delimiter: str) -> str:
    quote = '"'
    return delimiter.join(
        f'"{cell.replace(quote, quote * 2)}"' if any(sign in cell for sign in (delimiter, quote, "\n")) else cell
        for cell in cells
    )
