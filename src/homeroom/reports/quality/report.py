"""What is told of a program, a lesson or an item: each number may be missing, and says so."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from homeroom.evidence.content_lift import BEFORE, FEW, UNCHECKED
from homeroom.evidence.decisions import Decisions
from homeroom.reports.values import Value

KINDS = {
    "program": gettext_lazy("whole program"),
    "lesson": gettext_lazy("lesson"),
    "item": gettext_lazy("item"),
}
# Why there is no lift; blank where there is one, and of an item, which has none.
REFUSED: dict[str, str | Promise] = {
    FEW: gettext_lazy("too few matched occasions"),
    UNCHECKED: gettext_lazy("can't be checked: too few results before the work"),
    BEFORE: gettext_lazy("refused: these children's results differed before the work already"),
}


@dataclass(frozen=True)
class Line:
    """One item, lesson or program, in a term or in the whole year (a blank term)."""

    kind: str
    title: str
    content_item: str
    term: str
    children: Value
    tries: Value
    first_try: Value
    seconds: Value
    exit: Value
    difficulty: Value
    discrimination: Value
    drift: Value
    lift: Value
    low: Value
    high: Value
    refused: str

    @property
    def kind_words(self) -> str:
        return str(KINDS.get(self.kind, self.kind))

    @property
    def refused_words(self) -> str:
        return str(REFUSED.get(self.refused, ""))


@dataclass(frozen=True)
class Quality:
    """Lines by kind and title, and never by any number: nothing here is a ranking."""

    program: str
    name: str
    school_year: int
    version: int
    lines: tuple[Line, ...]
    decisions: Decisions

    @property
    def year(self) -> tuple[Line, ...]:
        return tuple(one for one in self.lines if not one.term)

    @property
    def by_term(self) -> tuple[Line, ...]:
        return tuple(one for one in self.lines if one.term)

    @property
    def whole(self) -> Line | None:
        return next((one for one in self.year if one.kind == "program"), None)
