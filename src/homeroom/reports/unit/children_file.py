"""Readiness and carry-over as files: one row a child, or a child and standard."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy

from homeroom.goals import carry_over, readiness
from homeroom.reports.rules import Rule
from homeroom.reports.table import Column, Report, Table, Word
from homeroom.reports.unit.children import UnitChildren
from homeroom.reports.values import known

BEFORE = (
    Column(gettext_lazy("Child"), "child"),
    Column(gettext_lazy("State"), "state"),
    Column(gettext_lazy("Tested"), "tested", "standards", gettext_lazy("of the prerequisites")),
    Column(gettext_lazy("Prerequisites"), "needed", "standards"),
    Column(gettext_lazy("Missing"), "missing"),
    Column(gettext_lazy("Answers in evidence"), "evidence_answers", "answers"),
)
AFTER = (
    Column(gettext_lazy("Child"), "child"),
    Column(gettext_lazy("Standard"), "standard"),
    Column(gettext_lazy("What"), "title"),
    Column(gettext_lazy("Chance of mastery"), "chance", "percent"),
    Column(gettext_lazy("A teacher says"), "teacher_says"),
    Column(gettext_lazy("Answers in evidence"), "evidence_answers", "answers"),
    Column(gettext_lazy("Carries over"), "carries_over"),
    Column(gettext_lazy("Comes back on"), "due_on", "day", "ISO 8601"),
)


def filed_before(report: UnitChildren) -> Report:
    rows = tuple(
        (
            one.child.name,
            Word(one.word.value, one.word.words),
            known(one.tested),
            known(one.needed),
            "; ".join(missing.code for missing in one.missing),
            one.answers,
        )
        for one in report.ready
    )
    table = Table("readiness", gettext("One row a child."), BEFORE, rows)
    title = gettext("Before %(unit)s: %(class)s") % {"unit": report.unit_title, "class": report.class_title}
    return _filed(report, "readiness", title, table, tuple(readiness.RULES.values()))


def filed_after(report: UnitChildren) -> Report:
    rows = tuple(
        (
            one.child.name,
            one.on.code,
            one.on.title,
            one.on.chance,
            one.on.said,
            one.on.answers,
            Word(one.word.value, one.word.words),
            one.due_on or "",
        )
        for one in report.carried
    )
    table = Table("carry_over", gettext("One row a child and standard."), AFTER, rows)
    title = gettext("After %(unit)s: %(class)s") % {"unit": report.unit_title, "class": report.class_title}
    return _filed(report, "carry_over", title, table, tuple(carry_over.RULES.values()))


def _filed(report: UnitChildren, name: str, title: str, table: Table, told: tuple[Rule, ...]) -> Report:
    return Report(
        name=name,
        title=title,
        file_name=report.file_name(name.replace("_", "-")),
        tables=(table,),
        lead=report.lead,
        rules=told,
        notes=tuple(f"{one.headline} {one.words}" for one in report.cautions),
        drawn_from=report.drawn_from,
    )
