"""CSV files row by row: each with its line, its cells by the columns' names, and the cells as they stand there."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext, gettext_noop

from homeroom.standards.errors import StandardsError
from homeroom.standards.packages.records import FILE, SetAside, Tell

ASK = gettext_noop("Mend this line and import the file again; all else is taken.")


class Row(NamedTuple):
    """A line of a table. `told` maps a column's plain name to its cell; `received` is the cells as a JSON list."""

    line: int
    told: Mapping[str, str]
    received: str


@dataclass(frozen=True)
class Table:
    """A CSV file with its heading; `names` are the columns' plain names: small letters and digits alone."""

    path: Path
    columns: tuple[str, ...]
    delimiter: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(map(plain, self.columns))

    def rows(self, what: str, tell: Tell = lambda done, all_: None) -> Iterator[Row | SetAside]:
        """All lines below the heading, those that can't be read as SetAside; blank ones are left out."""
        names, size = self.names, self.path.stat().st_size
        with self.path.open("rb") as raw, TextIOWrapper(raw, encoding="utf-8-sig", newline="") as file:
            found = csv.reader(file, delimiter=self.delimiter, strict=True)
            next(found)
            line = found.line_num + 1
            while True:
                try:
                    cells = next(found)
                except StopIteration:
                    break
                except csv.Error as error:
                    words = gettext("this is no row of a CSV file (%(error)s)")
                    yield SetAside(what, line, words % {"error": error}, gettext(ASK))
                except UnicodeDecodeError:
                    words = gettext("there are bytes that are not UTF-8 from here on")
                    yield SetAside(FILE, line, words, gettext("Save it in UTF-8."))
                    break
                else:
                    if any(cell.strip() for cell in cells):
                        yield self._row(cells, names, line, what)
                    if found.line_num % 1000 == 0:
                        tell(raw.tell(), size)
                line = found.line_num + 1

    def _row(self, cells: Sequence[str], names: Sequence[str], line: int, what: str) -> Row | SetAside:
        if len(cells) != len(names):
            words = gettext("it has %(cells)s cells where the heading has %(columns)s")
            advice = gettext("Look for a comma or a quotation mark too many.")
            reason = words % {"cells": len(cells), "columns": len(names)}
            return SetAside(what, line, reason, f"{advice} {gettext(ASK)}")
        told = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
        return Row(line, told, json.dumps(cells))


def table(path: Path) -> Table:
    """The table in the file, by its heading. Raises StandardsError where there is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline(1 << 16)
            delimiter = max(",;\t", key=first.count)
            file.seek(0)
            columns = next(csv.reader(file, delimiter=delimiter), [])
    except UnicodeDecodeError:
        raise StandardsError(gettext("%(path)s: not UTF-8 text; save it as CSV in UTF-8") % {"path": path}) from None
    except csv.Error as error:
        words = gettext("%(path)s: line 1 is no heading of a CSV file (%(error)s)")
        raise StandardsError(words % {"path": path, "error": error}) from None
    if not any(columns):
        raise StandardsError(gettext("%(path)s: the file is empty or has no heading") % {"path": path})
    return Table(path, tuple(columns), delimiter)


def plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())
