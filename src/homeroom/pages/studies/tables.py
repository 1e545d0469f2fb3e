"""A report's table as a page draws it: the cells of the files, written for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from homeroom.pages.kit.parts import Head
from homeroom.reports.study.flow_table import LINES
from homeroom.reports.table import NOT_KNOWN, Cell, Table, text
from homeroom.reports.values import State, Value, shown

NUMBER = "number"


@dataclass(frozen=True)
class Line:
    """One row: its head, the other cells each with its style, and the style of the row."""

    head: str
    cells: tuple[tuple[str, str], ...]
    style: str = ""


@dataclass(frozen=True)
class DrawnTable:
    name: str
    caption: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]


def drawn_table(table: Table) -> DrawnTable:
    """A column is one of numbers where all its cells are. A flow's sums are set apart from their parts."""
    numbers = [all(isinstance(row[at], Value) for row in table.rows) for at in range(len(table.columns))]
    heads = (
        Head(str(column.words), NUMBER if is_number else "", small=str(column.definition))
        for column, is_number in zip(table.columns, numbers, strict=True)
    )
    styles = ["sum" if is_sum else "part" for *_, is_sum in LINES] if table.name == "flow" else [""] * len(table.rows)
    lines = (Line(cell(row[0]), tuple(_styled(row[1:])), style) for row, style in zip(table.rows, styles, strict=True))
    return DrawnTable(table.name, str(table.caption), tuple(heads), tuple(lines))


def _styled(row: tuple[Cell, ...]) -> Iterator[tuple[str, str]]:
    for one in row:
        yield cell(one), NUMBER if isinstance(one, Value) else "code-cell" if _is_hash(one) else ""


def cell(one: Cell) -> str:
    """A number as people read it; `few` where too few stand behind it."""
    if isinstance(one, Value):
        return str(NOT_KNOWN[State.FEW].words) if one.state is State.FEW else shown(one)
    return text(one)


def _is_hash(one: Cell) -> bool:
    return isinstance(one, str) and len(one) == 64 and one.isalnum()
