"""What became of a table that somebody brought: sums that add up, in words and for scripts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext, gettext_noop

from homeroom.standards.errors import StandardsError
from homeroom.standards.packages.records import FILE, SetAside, Tell
from homeroom.standards.packages.tables import Row, table

ROW, FIELD = "row", "field"
AGAIN = gettext_noop("Mend it and bring the file again; all else is taken.")


class FaultError(StandardsError):
    """A row, or one of its fields, that can't be taken: why, and what to do."""

    def __init__(self, reason: str, advice: str = "") -> None:
        super().__init__(reason)
        self.reason, self.advice = reason, advice or gettext(AGAIN)


@dataclass
class Account:
    """Rows read = taken + set aside, exactly. `counts` tells what the taken ones did, `lines` which they are.

    `fields` are values that were left out of rows that are taken. Not whole: the file ends before its end.
    """

    file: str = ""
    read: int = 0
    taken: int = 0
    set_aside: list[SetAside] = field(default_factory=list)
    fields: list[SetAside] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    lines: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    whole: bool = True

    def told(self) -> Iterator[str]:
        """What happened, a line each; the sums add up."""
        yield f"{self.read} rows read = {self.taken} taken + {len(self.set_aside)} set aside"
        if done := [f"{many} {what}" for what, many in self.counts.items() if many]:
            yield ", ".join(done)
        if self.fields:
            yield f"fields left out of rows that are taken: {len(self.fields)}"
        if not self.whole:
            yield "the file does not go to its end: what it may have held is left as it was"

    def as_json(self) -> dict[str, Any]:
        """The same for scripts: plain numbers and texts."""
        listed = {name: [one._asdict() for one in getattr(self, name)] for name in ("set_aside", "fields")}
        sums = {"file": self.file, "read": self.read, "taken": self.taken, "whole": self.whole}
        return sums | {"counts": dict(self.counts)} | listed


@dataclass
class Sheet:
    """A table with an account of it. Take every row through `rows`, then say of each whether it was `taken`."""

    path: Path
    names: Mapping[str, str]
    account: Account

    @property
    def columns(self) -> frozenset[str]:
        """The columns it has, by our names."""
        return frozenset(self.names.values())

    def rows(self, tell: Tell = lambda done, all_: None) -> Iterator[tuple[int, Mapping[str, str]]]:
        """The line and cells of each row that can be read; all others are set aside."""
        found = table(self.path)
        for row in found.rows(ROW, tell):
            if isinstance(row, Row):
                self.account.read += 1
                yield row.line, {self.names[name]: text for name, text in row.told.items() if name in self.names}
            else:
                self.account.whole = self.account.whole and row.what != FILE and "unexpected end" not in row.reason
                self.account.read += row.what != FILE
                (self.account.set_aside if row.what != FILE else self.account.fields).append(row)

    def aside(self, line: int, fault: FaultError) -> None:
        self.account.set_aside.append(SetAside(ROW, line, fault.reason, fault.advice))

    def left_out(self, line: int, fault: FaultError) -> None:
        self.account.fields.append(SetAside(FIELD, line, fault.reason, fault.advice))


def sheet(path: Path, needed: Sequence[str], known: Mapping[str, Sequence[str]]) -> Sheet:
    """Open a table by its heading. `known` maps our name of a column to others' names of it, as small letters alone.

    Raises StandardsError where there is no such file, it is no table, two columns mean the same, or one is lacking.
    """
    try:
        found = table(path)
    except FileNotFoundError:
        raise StandardsError(gettext("%(path)s: there is no such file") % {"path": path}) from None
    except IsADirectoryError:
        raise StandardsError(gettext("%(path)s: this is a folder; name the files in it") % {"path": path}) from None
    ours = {name.replace("_", ""): name for name in known} | {
        other: name for name, others in known.items() for other in others
    }
    names = {name: ours[name] for name in found.names if name in ours}
    twice = sorted(name for name, many in Counter(ours[one] for one in found.names if one in ours).items() if many > 1)
    if twice:
        words = gettext("%(path)s: line 1 has more than one column for %(columns)s")
        raise StandardsError(words % {"path": path, "columns": ", ".join(twice)})
    missing = [name for name in needed if name not in names.values()]
    if missing:
        words = gettext("%(path)s: line 1 lacks the columns %(columns)s")
        raise StandardsError(words % {"path": path, "columns": ", ".join(missing)})
    return Sheet(path, names, Account(path.name))
