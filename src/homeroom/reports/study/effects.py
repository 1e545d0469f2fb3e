"""The sections of effects: the estimate, the agreement panel, what could have been seen, and how much it leans on."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy

from homeroom.evidence import sentences
from homeroom.evidence.panel import Estimates, LeftOut, Line
from homeroom.evidence.results import Results, Seen
from homeroom.evidence.statement import Statement
from homeroom.reports.charts import Mark
from homeroom.reports.study.called import ESTIMATORS, word
from homeroom.reports.study.cells import CHANCE, FREEDOM, POINTS, SD, ends, number, reasons, said
from homeroom.reports.study.report import Section
from homeroom.reports.table import NO, YES, Cell, Column, Table
from homeroom.reports.values import NO_EVIDENCE, Value, known

WHAT = Column(gettext_lazy("What"), "what")
NUMBER = Column(gettext_lazy("Number"), "number")
EFFECTS = (
    Column(gettext_lazy("Difference"), "difference", SD, gettext_lazy("new less old")),
    Column(gettext_lazy("from"), "low", SD, gettext_lazy("95 % interval")),
    Column(gettext_lazy("to"), "high", SD, gettext_lazy("95 % interval")),
)
PANEL = (
    Column(gettext_lazy("Outcome"), "outcome"),
    Column(gettext_lazy("Estimator"), "estimator"),
    *EFFECTS,
    Column(gettext_lazy("Standard error"), "standard_error", SD),
    Column(gettext_lazy("Degrees of freedom"), "degrees_of_freedom", FREEDOM),
    Column(gettext_lazy("p"), "p", CHANCE),
)


AGAIN = (
    Column(gettext_lazy("Estimator"), "estimator"),
    Column(gettext_lazy("Draws looked at"), "draws"),
    Column(gettext_lazy("All that there are"), "all"),
    Column(gettext_lazy("Smallest p there could be"), "smallest_p", CHANCE),
)


def estimate(results: Results) -> Section:
    """The first estimator's estimate of the primary outcome: what the verdict is about."""
    found = results.estimates
    rows: list[tuple[Cell, ...]] = [
        (gettext("Children analysed"), known(found.children, unit="children")),
        (gettext("Difference, in standard deviations"), number(found.first.effect, SD)),
        (gettext("95 % interval from"), ends(found.first.spread, "low", SD)),
        (gettext("95 % interval to"), ends(found.first.spread, "high", SD)),
        (gettext("Difference, in points of the measure"), number(found.first.points, POINTS)),
        (gettext("One standard deviation, in points of the measure"), number(found.deviation, POINTS)),
        (gettext("The middle child moves by so many of 100 places"), number(found.improvement, POINTS)),
    ]
    table = Table("estimate", gettext("One row a number of the estimate"), (WHAT, NUMBER), tuple(rows))
    told = {"measure": found.measure, "estimator": str(ESTIMATORS.get(found.first.by, found.first.by))}
    note = gettext("%(measure)s, by the estimator that the design decides on: %(estimator)s.") % told
    missing = reasons(found.first.effect, found.first.spread, found.deviation, found.improvement)
    return Section("estimate", gettext("The estimate"), (*said(found.first.remarks), *missing), (table,), (note,))


def agreement(results: Results) -> Section:
    """All estimators of each outcome. None is left out, and they stand in the design's own order."""
    every = (results.estimates, *results.secondary)
    rows = tuple(row for one in every for row in _panel(one))
    table = Table("agreement", gettext("One row an estimator of an outcome"), PANEL, rows)
    lines = [line for one in every for line in (one.first, *one.beside)]
    why = reasons(*(line.effect for line in lines), *(line.spread for line in lines))
    remarks = said(remark for line in lines for remark in line.remarks)
    tables = [table]
    again = tuple(_drawn_again(lines))
    if again:
        tables.append(Table("drawn_again", gettext("One row an estimate by drawing again"), AGAIN, again))
    disagree = said([Statement(sentences.PANEL.id)] if results.estimates.disagree else [])
    marks = tuple(_mark(line) for line in (results.estimates.first, *results.estimates.beside))
    return Section(
        "agreement",
        gettext("Do the estimators agree?"),
        tuple(dict.fromkeys((*disagree, *remarks, *why))),
        tuple(tables),
        marks=marks,
    )


def _drawn_again(lines: list[Line]) -> Iterator[tuple[Cell, ...]]:
    for line in lines:
        found = line.chance.found
        if found is not None:
            every = YES if found.is_exact else NO
            yield word(line.by, ESTIMATORS), known(found.draws), every, known(found.smallest, unit=CHANCE)


def _panel(found: Estimates) -> Iterator[tuple[Cell, ...]]:
    for line in (found.first, *found.beside):
        yield found.measure, word(line.by, ESTIMATORS), *effect_cells(line), *_sure(line)


def effect_cells(line: Line) -> tuple[Value, Value, Value]:
    return number(line.effect, SD), ends(line.spread, "low", SD), ends(line.spread, "high", SD)


def _sure(line: Line) -> tuple[Value, Value, Value]:
    return ends(line.spread, "error", SD), ends(line.spread, "freedom", FREEDOM), number(line.p, CHANCE)


def _mark(line: Line) -> Mark:
    return Mark(str(ESTIMATORS.get(line.by, line.by)), *effect_cells(line))


def seen(found: Seen) -> Section:
    variance = found.variance.found
    rows: list[tuple[Cell, ...]] = [
        (gettext("Smallest difference that could be seen"), number(found.detectable, SD)),
        (gettext("Smallest difference that matters, by the plan"), number(found.matters, SD)),
        (gettext("Classes that would be needed to see it"), number(found.needed, "classes")),
    ]
    shares = (
        ("icc", gettext("Of all differences between children, between classes")),
        ("icc_low", gettext("The same, at the least")),
        ("icc_high", gettext("The same, at the most")),
        ("r2_class", gettext("Of classes' differences, told by the baseline")),
        ("r2_child", gettext("Of children's differences, told by the baseline")),
    )
    rows += [(words, _of(getattr(variance, name)) if variance else NO_EVIDENCE) for name, words in shares]
    table = Table("could_be_seen", gettext("One row a number of what could be seen"), (WHAT, NUMBER), tuple(rows))
    why = reasons(found.detectable, found.matters, found.needed, found.variance)
    return Section("seen", gettext("What could have been seen"), why, (table,))


def _of(share: float) -> Value:
    return known(share, unit="share")


def sensitivity(results: Results) -> Section:
    """Without each class in turn, told by its ends alone: which class it was, nobody is told."""
    found = results.sensitivity
    rows: list[tuple[Cell, ...]] = [(gettext("As estimated"), *effect_cells(results.estimates.first))]
    rows += _without(found.without_one.found or ())
    missing: list[tuple[Cell, ...]] = []
    if found.bounds.found is not None:
        bounds = found.bounds.found
        rows.append((gettext("If the missing of the new arm did badly"), *effect_cells(bounds.worst)))
        rows.append((gettext("If the missing of the new arm did well"), *effect_cells(bounds.best)))
        missing = [
            (gettext("Without an outcome, new arm"), known(bounds.missing_new, unit="children")),
            (gettext("Without an outcome, other arm"), known(bounds.missing_old, unit="children")),
            (gettext("Put below and above their like by, in standard deviations"), known(bounds.shift, unit=SD)),
        ]
    undo = found.undo.found
    tables = [Table("sensitivity", gettext("One row a way to look again"), (WHAT, *EFFECTS), tuple(rows))]
    if undo is not None:
        missing.append((gettext("Bias that would undo it, in standard deviations"), known(undo.bias, unit=SD)))
        missing.append((gettext("That bias as a share of the difference"), _of(undo.share)))
    if missing:
        tables.append(Table("leans_on", gettext("One row a number behind them"), (WHAT, NUMBER), tuple(missing)))
    leans = said([Statement(sentences.LEANS.id)] if found.leans_on_one else [])
    why = (*leans, *reasons(found.without_one, found.bounds, found.undo))
    return Section("sensitivity", gettext("How much it leans on"), why, tuple(tables))


def _without(left_out: tuple[LeftOut, ...]) -> Iterator[tuple[Cell, ...]]:
    told = [one.line for one in left_out if one.line.effect.found is not None]
    if told:
        least, most = (end(told, key=lambda line: line.effect.found or 0) for end in (min, max))
        yield gettext("Without one class, at the least"), *effect_cells(least)
        yield gettext("Without one class, at the most"), *effect_cells(most)
