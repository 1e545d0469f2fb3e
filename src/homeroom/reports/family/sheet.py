"""The sheet that a family gets: every line in English, and beside it in the family's language where it may be said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from homeroom.reports.family.report import FamilyReport
from homeroom.reports.family.said import Part, parts, title
from homeroom.reports.languages.reviews import Checked
from homeroom.reports.languages.words import Line, line


@dataclass(frozen=True)
class Told:
    """One part: a head and its lines, as a list or as sentences."""

    head: Line
    lines: tuple[Line, ...]
    is_list: bool


@dataclass(frozen=True)
class Sheet:
    """`language` is the code of the other language, blank for English alone. `english_only` counts the lines that stand
    in English for want of checked words; `draft`: words are shown that nobody has checked, in a made-up school."""

    child: int
    name: str
    language: str
    title: Line
    parts: tuple[Told, ...]
    english_only: int
    draft: bool

    @property
    def is_beside(self) -> bool:
        """Whether anything at all stands in the other language."""
        return any(one.other for one in _lines(self.title, self.parts))


def sheet(report: FamilyReport, checked: Checked | None) -> Sheet:
    heading = line(title(report), checked)
    told = tuple(_told(part, checked) for part in parts(report))
    alone = sum(not one.other for one in _lines(heading, told)) if checked else 0
    draft = checked is not None and checked.drafts and alone < len(list(_lines(heading, told)))
    code = checked.language.code if checked else ""
    return Sheet(report.child.number, report.child.name, code, heading, told, alone, draft)


def kept(sheet: Sheet) -> Mapping[str, Any]:
    """The sheet as plain data, to be kept."""
    return asdict(sheet)


def again(data: Mapping[str, Any]) -> Sheet:
    """A kept sheet, word for word."""
    told = tuple(
        Told(Line(**part["head"]), tuple(Line(**one) for one in part["lines"]), part["is_list"])
        for part in data["parts"]
    )
    return Sheet(**{**data, "title": Line(**data["title"]), "parts": told})


def _told(part: Part, checked: Checked | None) -> Told:
    return Told(line(part.head, checked), tuple(line(one, checked) for one in part.lines), part.is_list)


def _lines(heading: Line, told: Sequence[Told]) -> Iterator[Line]:
    yield heading
    for part in told:
        yield part.head
        yield from part.lines
