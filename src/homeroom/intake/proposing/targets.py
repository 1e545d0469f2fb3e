"""What the columns of a declared layout mean: what a column of an unknown file may turn out to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from homeroom.facts.schema import Table
from homeroom.programs.declaration import Field, Layout, Program, Report
from homeroom.programs.field_checks import CASTS_OF
from homeroom.programs.layout_checks import OURS

CHILD: Mapping[str, str] = {
    "ids": gettext_noop("the child's id"),
    "given_name": gettext_noop("the child's given name"),
    "family_name": gettext_noop("the child's family name"),
    "username": gettext_noop("the child's user name"),
    "email": gettext_noop("the child's e-mail address"),
    "school": gettext_noop("the child's school"),
    "grade": gettext_noop("the child's grade"),
}
CONTENT: Mapping[str, str] = {
    "external_id": gettext_noop("the program's id of the lesson or item"),
    "title": gettext_noop("the title of the lesson or item"),
    "words": gettext_noop("what the lesson or item is about"),
    "domain": gettext_noop("the domain of the lesson or item"),
    "grade": gettext_noop("the grade of the lesson or item"),
    "language": gettext_noop("the language of the lesson or item"),
}
NOT_USED = gettext_noop("known, not used")
# What a person may choose beside the columns of a layout.
LEAVE, REFUSE, AS, A_CHILDS, A_FACT, A_RESULT = "leave", "refuse", "as:", "child:", "fact:", "result:"
LEAVE_WORDS = gettext_noop("leave in the original")
REFUSE_WORDS = gettext_noop("never read")
REFUSED = gettext_noop("never read: %(reason_words)s")
NOT_COLLECTED = gettext_noop("not collected")
A_FURTHER = gettext_noop("a further %(kind)s")
# Facts that are filled by rules or by kind, not by one column that a person could name.
BY_RULE = (*OURS, "program", "precision", "school_year", "minutes_rule", "rule", "outlier", "contradiction")


@dataclass(frozen=True)
class Target:
    """One column of a declared layout: what it means, and what it asks of its values.

    `kinds` are the parts of a child's identity it gives, `part` is what it tells of a lesson or item, and `domains`
    are those that its program is declared to have, where it tells one. Without a needed one no row could become a fact.
    """

    name: str
    meaning: str
    asks: Field | None
    kinds: tuple[str, ...]
    needed: bool
    used: bool
    refused: bool
    part: str = ""
    domains: frozenset[str] = frozenset()

    @property
    def choice(self) -> str:
        return f"{AS}{self.name}"


@dataclass(frozen=True)
class Option:
    """Something a column may be, by its code and in words."""

    code: str
    words: str


def targets(program: Program, report: Report, layout: Layout) -> tuple[Target, ...]:
    """The columns of a layout, in order, with their meanings."""
    told, asks, kinds, needed = _uses(report.fact, layout)
    parts = {column: part for part, column in layout.content.items() if part != "kind"}
    domains = _domains(program)
    return tuple(
        Target(
            name=column,
            meaning="; ".join(dict.fromkeys(told[column])) or _unused(layout, column),
            asks=asks.get(column),
            kinds=tuple(kinds[column]),
            needed=column in needed,
            used=bool(told[column]),
            refused=column in layout.not_taken,
            part=parts.get(column, ""),
            domains=domains if parts.get(column) == "domain" else frozenset(),
        )
        for column in layout.columns
    )


def _domains(program: Program) -> frozenset[str]:
    """The parts of its subjects that the program gives scores of."""
    every = (each for report in program.reports for layout in report.layouts for each in layout.each)
    return frozenset(objective for each in every if (objective := each.set.get("objective")))


def further(report: Report, layout: Layout) -> tuple[Option, ...]:
    """What a column may be that no column of this layout is: another part of the child, or of the fact."""
    child = [Option(f"{A_CHILDS}{kind}", words) for kind, words in CHILD.items() if kind not in layout.identity]
    facts = [
        Option(f"{A_FACT}{column.name}", f"{column.name}: {column.meaning}")
        for column in report.fact.columns
        if column.name not in (*layout.fields, *BY_RULE, layout.into) and CASTS_OF.get(column.type)
    ]
    results = [Option(f"{A_RESULT}{kind}", A_FURTHER % {"kind": kind}) for kind in ("score", "level") if layout.into]
    return (Option(LEAVE, LEAVE_WORDS), Option(REFUSE, REFUSE_WORDS), *results, *child, *facts)


def _unused(layout: Layout, column: str) -> str:
    reason = layout.not_taken.get(column)
    return REFUSED % {"reason_words": reason} if reason else NOT_USED


def _uses(fact: Table, layout: Layout) -> tuple[dict[str, list[str]], dict[str, Field], dict[str, list[str]], set[str]]:
    told, kinds = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    asks: dict[str, Field] = {}
    needed = set[str]()
    for kind, columns in layout.identity.items():
        for column in columns:
            told[column].append(CHILD[kind])
            kinds[column].append(kind)
    for name, made in layout.fields.items():
        if made.column:
            told[made.column].append(f"{name}: {fact.column(name).meaning}")
            if made.cast != "text" or made.words or made.column not in asks:
                asks[made.column] = made
            needed |= {made.column} if made.required or name in layout.key else set()
    for each in layout.each:
        kind = each.set.get("result_kind") or each.set.get("metric") or layout.into
        told[each.column].append(
            gettext_noop("%(kind)s, a fact of its own")
            % {"kind": " of ".join(filter(None, (kind, each.set.get("objective", ""))))}
        )
        asks[each.column] = each.field
        for name, beside in each.beside.items():
            told[beside.column].append(
                gettext_noop("%(field)s beside “%(column)s”") % {"field": name, "column": each.column}
            )
            asks.setdefault(beside.column, beside)
    for part, column in layout.content.items():
        if part != "kind":
            told[column].append(CONTENT.get(part, part))
    if layout.as_of.column:
        told[layout.as_of.column].append(gettext_noop("as of which day the row speaks"))
    return told, asks, kinds, needed
