"""A file's records into the session: well-formed ones typed, the others by line with what is wrong with them.

All columns are read as text and auto-detection is off: with it on, one bad row fails the whole file.
"""

from __future__ import annotations

import csv
import mmap
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_noop

from homeroom.facts.engine import Rows, Session, literal, quoted
from homeroom.intake import wide
from homeroom.intake.compile import fields_in, measured, native_columns, slug_problem, source_columns, typed_select
from homeroom.intake.layouts import Found, Header
from homeroom.intake.spread import spread
from homeroom.intake.wide import AND

# A line longer than this is no record of a program's export; the reader sets it aside and goes on.
LONGEST_LINE = 2_000_000

# More records than this that the reader refuses for a value, and the whole file is read as text.
MOST_RECAST = 10_000
RECAST = "recast"
# How the most usual moments look, and the pattern that tells the reader.
MOMENTS = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), "%Y-%m-%dT%H:%M:%SZ"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"), "%Y-%m-%dT%H:%M:%S.%gZ"),
)

FAULTS = {
    "MISSING COLUMNS": gettext_noop("The row has fewer cells than the header."),
    "TOO MANY COLUMNS": gettext_noop("The row has more cells than the header."),
    "UNQUOTED VALUE": gettext_noop("A quotation mark is open or misplaced; what follows it was read as one cell."),
    "LINE SIZE OVER MAXIMUM": gettext_noop("The line is longer than 2 MB."),
    "INVALID ENCODING": gettext_noop("The row holds bytes that are no text."),
}


@dataclass(frozen=True)
class Malformed:
    """Records the reader could not split into cells: row number, fault, raw text."""

    row: int
    fault: str
    raw: str


@dataclass(frozen=True)
class Read:
    """How many records the file has, and the malformed ones among them."""

    records: int
    malformed: tuple[Malformed, ...]


def read_typed(place: Session, path: Path, header: Header, found: Found) -> Read:
    """Fill the temporary table `typed` with one row a well-formed record, numbered as in the file; `ones` beside it.

    Numbers and moments are first read typed, by the reader itself; records it refuses for one are read again as text,
    which decides. Both ways give the same table.
    """
    native = native_columns(found) if header.native else {}
    trim, guards, moments = _holds(path, b" "), _holds(path, b"'"), _moments(path, header, native)
    if not moments:
        native = {column: type_ for column, type_ in native.items() if type_ != "TIMESTAMP"}
    reader = _reader(path, header, native, moments)
    place.run(f"create or replace temp table typed as {typed_select(found, reader, trim, native, guards)}")
    refused = _refused(place)
    recast = [record for record in refused if record.fault == RECAST]
    if len(recast) > MOST_RECAST:
        place.run(f"create or replace temp table typed as {typed_select(found, _reader(path, header))}")
        refused, recast = _refused(place), []
    _renumber(place, "typed", refused)
    unread = _read_again(place, path, header, found, recast)
    _check_slugs(place, found)
    wide.check(place, found)
    _blank_set_aside(place, found)
    spread(place, found)
    (well_formed,) = place.run("select count(*) from typed").one
    malformed = tuple(sorted([*(one for one in refused if one.fault != RECAST), *unread], key=lambda one: one.row))
    return Read(well_formed + len(malformed), malformed)


def _moments(path: Path, header: Header, native: Mapping[int, str]) -> str:
    """The pattern in which the file's first record writes its moment, where the reader can take it typed."""
    places = [place for place, type_ in native.items() if type_ == "TIMESTAMP"]
    if len(places) != 1:
        return ""
    with path.open(encoding="utf-8", newline="", errors="replace") as file:
        records = csv.reader(islice(file, 8), delimiter=header.delimiter)
        first = next(islice(records, 1, None), [])
    text = first[places[0]].strip() if len(first) > places[0] else ""
    return next((pattern for shape, pattern in MOMENTS if shape.fullmatch(text)), "")


def _read_again(
    place: Session, path: Path, header: Header, found: Found, recast: Sequence[Malformed]
) -> list[Malformed]:
    """Records that the reader refused for a value, as text: now the value's own problem is told, or it is none.

    Gives those that can't be read as text either.
    """
    if not recast:
        return []
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder) / "again.csv"
        with again.open("w", encoding="utf-8", newline="") as file:
            file.writelines([header.delimiter.join(header.signature) + "\n", *(f"{record.raw}\n" for record in recast)])
        place.run(f"create or replace temp table again as {typed_select(found, _reader(again, header))}")
    refused = _refused(place)
    _renumber(place, "again", refused)
    place.relation("stood", {"number": list(range(1, len(recast) + 1)), "row": [record.row for record in recast]})
    place.run(
        "insert into typed select again.* replace (stood.row::integer as row)"
        " from again join stood on stood.number = again.row"
    )
    return [replace(recast[one.row - 1], fault=one.fault) for one in refused]


def _check_slugs(place: Session, found: Found) -> None:
    for name, field in fields_in(found).items():
        if field.cast == "slug":
            words = place.run(f"select distinct f_{name} from typed where f_{name} is not null").column(f"f_{name}")
            problem, bad = slug_problem(field, words)
            if bad:
                sql = f"update typed set problem = $problem where problem is null and f_{name} in (select unnest($bad))"
                place.run(sql, {"problem": problem, "bad": bad})


def _blank_set_aside(place: Session, found: Found) -> None:
    """Fields that are set aside lose their value. A wide row that is left with none is set apart as a whole."""
    bad = "aside is not null and problem is null"
    entries = f"select distinct unnest(string_split(aside, {literal(AND)})) as entry from typed where {bad} order by 1"
    named = place.run(entries).column("entry")
    for entry in named:
        column = entry.rpartition("|")[2]
        number = f"n_{column[2:]}"
        blanks = ", ".join(
            f"{quoted(one)} = null" for one in (column, number) if one == column or one in measured(found)
        )
        place.run(f"update typed set {blanks} where {bad} and contains(aside, $entry)", {"entry": entry})
    if named and found.layout.each:
        blank = " and ".join(f"e_{number} is null" for number in range(len(found.layout.each)))
        first = f"string_split(aside, {literal(AND)})[1]"
        told = f"split_part({first}, '|', 1) || '|' || split_part({first}, '|', 2)"
        place.run(f"update typed set problem = {told} where {bad} and {blank}")


def with_escape(place: Session, path: Path, header: Header) -> Header:
    """The header with the file's way to write a quotation mark in a quoted cell: doubled, or after a backslash.

    Some exports come out of tools that write a backslash. The way that leaves fewer malformed records is the file's.
    """
    # One sign is found much quicker than two, and most files hold no backslash at all.
    if not (_holds(path, b"\\") and _holds(path, b'\\"')):
        return header
    slashed = replace(header, escape="\\")
    return slashed if _faults(place, path, slashed) < _faults(place, path, header) else header


def _holds(path: Path, wanted: bytes) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as seen:
        return seen.find(wanted) >= 0


def _faults(place: Session, path: Path, header: Header) -> int:
    place.run(f"select count(*) from {_reader(path, header)}")
    return len(_refused(place))


def count_records(place: Session, path: Path, header: Header) -> int:
    """The records of a file that no layout fits."""
    (well_formed,) = place.run(f"select count(*) from {_reader(path, header)}").one
    return int(well_formed) + len(_refused(place))


def read_rows(place: Session, path: Path, header: Header, numbers: Sequence[int]) -> Iterator[tuple[int, list[str]]]:
    """The cells of the records with these numbers, in order; a malformed one as a single cell of raw text."""
    columns = ", ".join(source_columns(len(header.names)))
    place.run(
        f"create or replace temp table texts as select (row_number() over ())::integer as row, {columns}"
        f" from {_reader(path, header)}"
    )
    malformed = _refused(place)
    _renumber(place, "texts", malformed)
    place.relation("wanted", {"row": numbers})
    rows: Rows = place.run("select texts.* from texts semi join wanted on texts.row = wanted.row::integer order by row")
    wanted = set(numbers)
    raw = [(fault.row, [fault.raw]) for fault in malformed if fault.row in wanted]
    cells = [(row[0], ["" if cell is None else str(cell) for cell in row[1:]]) for row in rows.rows]
    yield from sorted(raw + cells)


def _reader(path: Path, header: Header, native: Mapping[int, str] | None = None, moments: str = "") -> str:
    names = source_columns(len(header.names))
    types = [(native or {}).get(place, "VARCHAR") for place in range(len(names))]
    columns = ", ".join(f"{literal(name)}: {literal(type_)}" for name, type_ in zip(names, types, strict=True))
    pattern = f" timestampformat = {literal(moments)}," if moments else ""
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, header = true, columns = {{{columns}}},"
        f" delim = {literal(header.delimiter)}, quote = '\"', escape = {literal(header.escape)}, nullstr = '',{pattern}"
        f" store_rejects = true, rejects_table = 'faults', rejects_scan = 'fault_scans', rejects_limit = 0,"
        f" rejects_line_size_limit = {LONGEST_LINE},"
        f" max_line_size = {LONGEST_LINE})"
    )


def _refused(place: Session) -> tuple[Malformed, ...]:
    """The rejects of the last read, taken out. Several faults of one line are one malformed record."""
    rows = place.run(
        "select line - 1, min(error_type::varchar) filter (where error_type <> 'CAST'), any_value(csv_line) from faults"
        " group by line order by line"
    ).rows
    # A read without rejects writes nothing here, so what this one left must not be met by the next.
    if rows:
        place.run("delete from faults")
        place.run("delete from fault_scans")
    return tuple(Malformed(row, FAULTS.get(fault, fault) if fault else RECAST, raw or "") for row, fault, raw in rows)


def _renumber(place: Session, table: str, malformed: Sequence[Malformed]) -> None:
    """Move the numbers of well-formed records past the malformed ones that stand before them."""
    if not malformed:
        return
    before = [fault.row - place_ - 1 for place_, fault in enumerate(malformed)]
    place.relation("gaps", {"past": before, "gap": list(range(1, len(before) + 1))})
    place.run(
        f"create or replace temp table {table} as select t.* replace ((t.row + coalesce(g.gap, 0))::integer as row)"
        f" from {table} t asof left join"
        " (select past::integer as past, max(gap)::integer as gap from gaps group by all) g on t.row > g.past"
    )
