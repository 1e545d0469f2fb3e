"""Lines of titles before the header: some exports write over their columns what a group of them is about."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from homeroom.intake.layouts import Header, find
from homeroom.programs.declaration import Program

# More lines than this before the header, and it is no title any more.
MOST = 5
HEADER = 1 << 18


def might_stand_before(header: Header) -> bool:
    """Whether a first line looks like titles: most of its cells, or the first of them, name nothing."""
    blank = sum(not name.strip() for name in header.names)
    return not header.names[0].strip() or blank * 2 > len(header.names)


def past_titles(path: Path, header: Header, shop: Path, programs: Sequence[Program]) -> tuple[Path, Header] | None:
    """The file from its header on, where one of its next lines is the header of a declared layout, named in full.

    None where none is: the file is judged as it stands. Titles tell nothing that a header does not.
    """
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        head = list(islice(file, MOST + 1))
        for lines in range(1, len(head)):
            names = next(csv.reader([head[lines][:HEADER]], delimiter=header.delimiter), [])
            told = replace(header, names=tuple(names), lines=lines + 1)
            if names and all(name.strip() for name in names) and find(told, programs):
                rest = shop / "past_titles.csv"
                with rest.open("w", encoding="utf-8", errors="surrogateescape", newline="") as out:
                    out.writelines(head[lines:])
                    out.writelines(file)
                return rest, told
    return None
