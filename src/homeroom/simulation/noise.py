"""What goes wrong in files: how often, and in which rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from numpy.random import Generator

from homeroom.simulation.chance import some_of
from homeroom.simulation.sheet import Sheet


def some_rows(random: Generator, sheet: Sheet, count: int, among: Sequence[int] | None = None) -> list[int]:
    """Up to `count` rows that nothing was done to yet, so that no row has two faults."""
    touched = {noted.row - 1: None for noted in sheet.noted}
    rows = range(sheet.rows) if among is None else among
    return some_of(random, [place for place in rows if place not in touched], count)


def blank(random: Generator, sheet: Sheet, column: str, count: int, among: Sequence[int] | None = None) -> None:
    for place in some_rows(random, sheet, count, among):
        sheet.spoil(place, column, "", "blank id")


def put(
    random: Generator, sheet: Sheet, column: str, values: Iterable[str], kind: str, among: Sequence[int] | None = None
) -> None:
    """Put each of `values` into a row of its own."""
    wrong = list(values)
    for place, value in zip(some_rows(random, sheet, len(wrong), among), wrong, strict=False):
        sheet.spoil(place, column, value, kind)


def repeat(random: Generator, sheet: Sheet, count: int, among: Sequence[int] | None = None) -> None:
    for place in some_rows(random, sheet, count, among):
        sheet.repeat(place)


def without_zeros(sheet: Sheet, column: str) -> None:
    """A file that was opened in a spreadsheet: ids are numbers now."""
    for place, value in enumerate(list(sheet.column(column))):
        if value.startswith("0"):
            sheet.spoil(place, column, value.lstrip("0"), "leading zeros lost")
