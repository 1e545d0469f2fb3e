"""A roster row's cells as dates, lists, ids and yes or no. Nothing is guessed: BadCellError says why."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext_noop

from homeroom.intake.rosters.table import Fault, Record

ACTIVE, ENDED = ("", "active"), ("tobedeleted", "inactive")


class BadCellError(Exception):
    """A row that can't be used: where it goes, code, column, words."""

    def __init__(self, code: str, column: str, words: str, ended_as: str = "quarantined") -> None:
        super().__init__(words)
        self.code, self.column, self.words, self.ended_as = code, column, words, ended_as

    def fault(self, row: int) -> Fault:
        return Fault(row, self.ended_as, self.code, self.column, self.words)


class Cells:
    """One record, read by OneRoster's column names whatever their case in the file."""

    def __init__(self, record: Record, kept: Mapping[str, str]) -> None:
        """`kept`: the columns that go to the extras, lower-cased name -> name as received."""
        self._cells, self._kept = record.cells, kept

    def text(self, column: str, *, required: bool = False, longest: int = 255) -> str:
        value = self._cells.get(column.lower(), "")
        if required and not value:
            raise BadCellError("blank", column, gettext_noop("%(column)s is blank; it is needed") % {"column": column})
        if len(value) > longest:
            raise BadCellError(
                "too_long",
                column,
                gettext_noop("%(column)s is longer than %(longest)s characters")
                % {"column": column, "longest": longest},
            )
        return value

    def sourced_id(self) -> str:
        if not self._cells.get("sourcedid"):
            raise BadCellError(
                "blank_id",
                "sourcedId",
                gettext_noop("sourcedId is blank: the row can't be told from others"),
            )
        return self.text("sourcedId")

    def day(self, column: str, *, required: bool = False) -> date | None:
        value = self.text(column, required=required)
        if not value:
            return None
        try:
            return date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else _no_date(column)
        except ValueError:
            return _no_date(column)

    def dates(self, first: str, last: str, *, required: bool = False) -> tuple[date | None, date | None]:
        begins, ends = self.day(first, required=required), self.day(last, required=required)
        if begins and ends and ends < begins:
            raise BadCellError(
                "date_order",
                last,
                gettext_noop("%(last)s lies before %(first)s") % {"last": last, "first": first},
            )
        return begins, ends

    def yes_no(self, column: str, *, blank: bool) -> bool:
        value = self.text(column).lower()
        if value not in ("", "true", "false"):
            raise BadCellError(
                "bad_yes_no",
                column,
                gettext_noop("%(column)s must be true or false") % {"column": column},
            )
        return value == "true" if value else blank

    def words(self, column: str) -> tuple[str, ...]:
        """A list inside one cell, each word once, in order."""
        return tuple(
            dict.fromkeys(word.strip() for word in self._cells.get(column.lower(), "").split(",") if word.strip())
        )

    def pairs(self, column: str) -> tuple[tuple[str, str], ...]:
        """`{LDAP:12},{LTI:15}` as (kind, value); a value without braces has no kind."""
        found = [re.fullmatch(r"\{?\s*(?:([^:{}]*):)?\s*([^{}]*?)\s*\}?", word) for word in self.words(column)]
        if not all(found):
            raise BadCellError(
                "bad_ids",
                column,
                gettext_noop("%(column)s must look like {LDAP:12},{LTI:15}") % {"column": column},
            )
        pairs = tuple((m[1] or "", m[2]) for m in found if m and m[2])
        if any(len(kind) > 64 or len(value) > 255 for kind, value in pairs):
            raise BadCellError(
                "too_long",
                column,
                gettext_noop("an id in %(column)s is longer than 255 characters") % {"column": column},
            )
        return pairs

    def deleted(self) -> bool:
        value = self.text("status").lower()
        if value not in (*ACTIVE, *ENDED):
            raise BadCellError(
                "unknown_status",
                "status",
                gettext_noop("status must be active, tobedeleted or blank"),
            )
        return value in ENDED

    def among(self, column: str, known: Collection[str], place: str) -> str:
        """A needed id that must stand in the file named `place`."""
        value = self.text(column, required=True)
        if value not in known:
            raise BadCellError(
                "bad_reference",
                column,
                gettext_noop("%(column)s names a row that %(place)s does not hold, or that was not taken")
                % {"column": column, "place": place},
            )
        return value

    def extras(self) -> dict[str, str]:
        return {name: self._cells[low] for low, name in self._kept.items() if self._cells.get(low)}


def _no_date(column: str) -> date:
    raise BadCellError("bad_date", column, gettext_noop("%(column)s is no date like 2026-08-31") % {"column": column})
