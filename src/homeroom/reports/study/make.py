"""Made of a study's results, for one reader: classes are named to those who lead them, as far as the rule allows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext, gettext_lazy

from homeroom.evidence.results import Changed, Results
from homeroom.evidence.statement import Statement
from homeroom.reports.study import effects, parts
from homeroom.reports.study.called import DESIGNS, LABELS, word
from homeroom.reports.study.report import Section, StudyReport, words
from homeroom.reports.table import NO, YES, Cell, Column, Table, Word

RECORD = (Column(gettext_lazy("What"), "what"), Column(gettext_lazy("On record"), "record"))
SENTENCES = (
    Column(gettext_lazy("Place"), "place"),
    Column(gettext_lazy("Rule"), "rule"),
    Column(gettext_lazy("Sentence"), "sentence"),
)
PLACES = {
    "said": gettext_lazy("found"),
    "refused": gettext_lazy("refused"),
    "beside": gettext_lazy("read with it"),
    "grade": gettext_lazy("grade"),
}


def study_report(results: Results, own: Collection[str], titles: Mapping[str, str]) -> StudyReport:
    """`own` are the ids of classes that the reader leads, `titles` what classes are called."""
    verdict = _verdict(results)
    first = verdict.said[0]
    return StudyReport(
        study=results.study,
        question=results.question,
        lead=first,
        sections=(
            verdict,
            parts.flow(results),
            parts.got(results),
            parts.baseline(results),
            parts.lost(results),
            effects.estimate(results),
            effects.agreement(results),
            effects.seen(results.seen),
            parts.classrooms(results, own, titles),
            parts.subgroups(results),
            parts.surveys(results),
            parts.effort(results),
            effects.sensitivity(results),
            _grade(results),
            _again(results),
        ),
        sentences=_sentences(results),
        made_at=datetime.fromisoformat(results.made.at),
        drawn_from={"facts": results.made.facts, "plan": results.made.plan},
    )


def _told(results: Results) -> Iterator[tuple[str, Statement]]:
    """What keeps it from saying more comes first; then what was found, and what must be read with it."""
    found = results.verdict
    for place, statements in (("refused", found.refused), ("said", found.said), ("beside", found.beside)):
        yield from ((place, one) for one in statements)


def _verdict(results: Results) -> Section:
    told = [words(one) for _, one in _told(results)] or [words(results.verdict.grade)]
    return Section("verdict", gettext("What it says"), tuple(told))


def _sentences(results: Results) -> Table:
    every = [*_told(results), ("grade", results.verdict.grade)]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (Word(place, PLACES[place]), one.rule, words(one)) for place, one in every
    )
    return Table("sentences", gettext("One row a sentence, by its rule"), SENTENCES, rows)


def _grade(results: Results) -> Section:
    capped = [words(one) for place, one in _told(results) if place == "refused"]
    return Section("grade", gettext("The grade"), (words(results.verdict.grade), *capped))


def _again(results: Results) -> Section:
    """All that somebody needs who wants the same numbers again."""
    made = results.made
    rows: list[tuple[Cell, ...]] = [
        (gettext("Command"), made.command),
        (gettext("Design"), word(results.design, DESIGNS)),
        (gettext("Drawn by lot"), YES if results.by_lot else NO),
        (gettext("Plan"), str(made.plan)),
        (gettext("Locked"), word(made.label, LABELS)),
        (gettext("SHA-256 of the plan"), made.plan_sha256),
        (gettext("Draw"), str(made.draw)),
        (gettext("SHA-256 of the draw"), made.draw_hash),
        *(_changed(gettext("Amendment: plan %(n)s"), one) for one in made.amendments),
        *(_changed(gettext("Drawn again: draw %(n)s"), one) for one in made.redraws),
        (gettext("Rows of the ledger"), str(made.ledger_rows)),
        (gettext("SHA-256 of the ledger"), made.ledger_hash),
        (gettext("Version of the facts"), str(made.facts)),
        (gettext("SHA-256 of the data"), made.data_sha256),
        *((name, version) for name, version in sorted(made.versions.items())),
    ]
    tables = [Table("made_from", gettext("One row a thing that it was made from"), RECORD, tuple(rows))]
    if results.asides:
        columns = (Column(gettext_lazy("Set aside"), "what"), Column(gettext_lazy("Why"), "why"))
        asides = tuple((one.what, words(one.why)) for one in results.asides)
        tables.append(Table("set_aside", gettext("One row a thing that was set aside"), columns, asides))
    return Section("again", gettext("How to get the same numbers again"), tables=tuple(tables))


def _changed(what: str, one: Changed) -> tuple[Cell, ...]:
    return what % {"n": one.number}, f"{one.on}: {one.reason}"
