"""Columns of anybody's table of answers as arrays, refused in words where they can't be used."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from homeroom.mastery.errors import MasteryError

Codes = NDArray[np.int64]
Numbers = NDArray[np.float64]
SECONDS_A_DAY = 86_400.0


@dataclass(frozen=True)
class Coded:
    """A column as numbers into its sorted vocabulary; -1 stands where the row says nothing."""

    codes: Codes
    words: tuple[Hashable, ...]


def names(table: Any) -> list[str]:
    """The columns' names of a mapping or of a dataframe of any make."""
    return list(table.keys() if isinstance(table, Mapping) else table.columns)


def column(table: Any, name: str, rows: int | None = None) -> NDArray[Any]:
    """One column as an array, with None where a value is missing. `rows` is the length it must have."""
    if name not in names(table):
        raise MasteryError(f"There is no column {name!r}. Columns needed: student, standard, correct.")
    values: Any = table[name]
    if isinstance(values, np.ma.MaskedArray):  # as DuckDB gives a column with nulls
        values = values.tolist() if np.ma.is_masked(values) else values.data
    array = _listed(values) if isinstance(values, (list, tuple)) else np.asarray(values)
    if rows is not None and len(array) != rows:
        raise MasteryError(f"Column {name!r} has {len(array)} rows and 'student' has {rows}: make them equally long.")
    return array


def _listed(values: Sequence[Any]) -> NDArray[Any]:
    """A list as an array of one dimension, whatever its cells hold."""
    if all(isinstance(value, (int, float)) for value in values):
        return np.asarray(values)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def missing(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Where a column says nothing: None, not a number, not a time, or empty text."""
    if values.dtype.kind == "f":
        return np.isnan(values)
    if values.dtype.kind == "M":
        return np.isnat(values)
    if values.dtype.kind in "iub":
        return np.zeros(len(values), dtype=np.bool_)
    return np.fromiter((_blank(value) for value in values), dtype=np.bool_, count=len(values))


def _blank(value: object) -> bool:
    return value is None or value == "" or value != value


def coded(name: str, values: NDArray[Any], required: bool) -> Coded:
    """A column of names or numbers, coded; refuses blanks where the column is required."""
    blank = missing(values)
    if required and blank.any():
        refuse(name, blank, "is empty", "give it a value or leave the row out")
    told = values[~blank]
    if told.dtype.kind == "f" and np.array_equal(told, np.rint(told)):
        told = told.astype(np.int64)  # whole numbers that a blank among them made floating
    words, inverse = _unique(name, told)
    codes = np.full(len(values), -1, dtype=np.int64)
    codes[~blank] = inverse
    return Coded(codes, words)


def _unique(name: str, values: NDArray[Any]) -> tuple[tuple[Hashable, ...], Codes]:
    if values.dtype.kind == "i" and len(values) and int(np.ptp(values)) < 4 * len(values):
        return _counted_out(values.astype(np.int64))
    try:
        words, inverse = np.unique(values, return_inverse=True)
    except TypeError:
        words_of = f"Column {name!r} mixes numbers and text"
        raise MasteryError(f"{words_of}: write all of its values the same way, as text.") from None
    return tuple(words.tolist()), inverse.astype(np.int64)


def _counted_out(values: Codes) -> tuple[tuple[Hashable, ...], Codes]:
    """The same of whole numbers that lie close together: quicker than sorting them."""
    low = values.min()
    seen = np.zeros(int(values.max() - low) + 1, dtype=np.bool_)
    seen[values - low] = True
    place = np.cumsum(seen) - 1
    return tuple((np.flatnonzero(seen) + low).tolist()), place[values - low]


def numbers(name: str, values: NDArray[Any]) -> Numbers:
    """A column of numbers; NaN where it is empty."""
    blank = missing(values)
    told = np.full(len(values), np.nan)
    try:
        told[~blank] = values[~blank].astype(np.float64)
    except (TypeError, ValueError):
        wrong = np.fromiter((not _numeric(value) for value in values), dtype=np.bool_, count=len(values)) & ~blank
        refuse(name, wrong, "is not a number", "write numbers only")
    return told


def _numeric(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def between(name: str, values: Numbers, low: float, high: float, fix: str) -> Numbers:
    """The numbers themselves, if none is missing or lies outside low..high."""
    wrong = ~((values >= low) & (values <= high))
    if wrong.any():
        first = values[int(np.argmax(wrong))]
        refuse(name, wrong, "is empty" if np.isnan(first) else f"lies outside {low:g} to {high:g}", fix)
    return values


def days(name: str, values: NDArray[Any]) -> Numbers:
    """Moments as days since 1970 (UTC): datetimes, dates, text of the form 2026-11-22T09:30, or seconds since 1970."""
    if values.dtype.kind == "M":
        micros = values.astype("datetime64[us]").astype(np.int64) / (1e6 * SECONDS_A_DAY)
        return np.where(np.isnat(values), np.nan, micros)
    if values.dtype.kind in "iuf":
        return values.astype(np.float64) / SECONDS_A_DAY
    moments = [_seconds(name, row, value) for row, value in enumerate(values)]
    return np.asarray(moments, dtype=np.float64) / SECONDS_A_DAY


def _seconds(name: str, row: int, value: Any) -> float:
    if _blank(value):
        return float("nan")
    if isinstance(value, (int, float)):
        return float(value)
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        moment = None
    if isinstance(moment, datetime):
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    if isinstance(moment, date):
        return datetime(moment.year, moment.month, moment.day, tzinfo=UTC).timestamp()
    raise MasteryError(f"Column {name!r}, row {row + 1} is no moment: write it like 2026-11-22T09:30:00.")


def refuse(name: str, wrong: NDArray[np.bool_], what: str, fix: str) -> None:
    """Say which column and row can't be used; rows are counted from 1. The value itself is not repeated."""
    more = int(wrong.sum()) - 1
    also = f" (and {more} more rows)" if more else ""
    raise MasteryError(f"Column {name!r}, row {int(np.argmax(wrong)) + 1}{also} {what}: {fix}.")


def known(name: str, column: Coded, allowed: Iterable[Hashable]) -> Coded:
    """The column itself, if all of its words are among those allowed."""
    listed = set(allowed)
    strange = np.array([word not in listed for word in column.words] + [False])
    if strange.any():
        wrong = strange[column.codes]
        there = ", ".join(sorted(map(str, listed)))
        word = column.words[int(np.argmax(strange))]
        refuse(name, wrong, f"names {word!r}, which is unknown", f"known are {there}; correct it or fit with it")
    return column
