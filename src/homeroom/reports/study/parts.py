"""The sections around the effects: what each arm got, baseline, who was lost, classrooms, groups, surveys, effort."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import gettext, gettext_lazy

from homeroom.evidence.panel import Line
from homeroom.evidence.results import BaselineRow, Classrooms, Cost, Got, Lost, Results, Scale
from homeroom.evidence.statement import Part
from homeroom.reports.study.called import ALIKE, KINDS, LINES, SOURCES, UNITS, WHAT, word
from homeroom.reports.study.cells import CHANCE, LOST, POINTS, SD, number, reasons, said
from homeroom.reports.study.effects import EFFECTS, effect_cells
from homeroom.reports.study.effects import WHAT as HEAD
from homeroom.reports.study.flow_table import flow_table
from homeroom.reports.study.report import Section
from homeroom.reports.table import Cell, Column, Table
from homeroom.reports.values import NO_EVIDENCE, Value, known

ARM = Column(gettext_lazy("Arm"), "arm")


def flow(results: Results) -> Section:
    title = gettext("Who is in it")
    if results.flow.found is None:
        return Section("flow", title, reasons(results.flow))
    note = gettext("Each child counts once: in the class it had on the day of the draw, wherever it is now.")
    return Section("flow", title, tables=(flow_table(results.flow.found),), notes=(note,))


def got(results: Results) -> Section:
    found: tuple[Got, ...] = results.got.found or ()
    columns = (
        ARM,
        Column(gettext_lazy("What"), "kind"),
        Column(gettext_lazy("Planned"), "planned", "minutes"),
        Column(gettext_lazy("Delivered"), "delivered", "minutes"),
    )
    minutes = tuple(
        (arm.arm, word(one.kind, KINDS), number(one.planned, "minutes"), number(one.delivered, "minutes"))
        for arm in found
        for one in arm.minutes
    )
    tables = [Table("minutes", gettext("One row an arm and kind of activity"), columns, minutes)] if minutes else []
    if found:
        head = Column(gettext_lazy("Online work in step with class teaching"), "alignment", "share")
        rows = tuple((arm.arm, number(arm.alignment, "share")) for arm in found)
        tables.append(Table("alignment", gettext("One row an arm"), (ARM, head), rows))
    why = reasons(results.got, *(part for arm in found for part in _parts(arm)))
    note = gettext("Minutes of a child in a week, over the days of the study; each kind counts them in its own way.")
    return Section("got", gettext("What each arm got"), why, tuple(tables), (note,) if minutes else ())


def _parts(arm: Got) -> Iterator[Part[float]]:
    yield arm.alignment
    for one in arm.minutes:
        yield from (one.planned, one.delivered)


def baseline(results: Results) -> Section:
    title = gettext("Were they alike before?")
    found: tuple[BaselineRow, ...] = results.baseline.found or ()
    columns = (
        Column(gettext_lazy("Measure"), "measure"),
        Column(gettext_lazy("Children, new"), "new_children", "children"),
        Column(gettext_lazy("Mean, new"), "new_mean", POINTS),
        Column(gettext_lazy("Children, old"), "old_children", "children"),
        Column(gettext_lazy("Mean, old"), "old_mean", POINTS),
        Column(gettext_lazy("Apart"), "g", SD, gettext_lazy("Hedges' g")),
        Column(gettext_lazy("Verdict"), "verdict"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            one.measure,
            *(known(one.new.children, unit="children"), known(one.new.mean, unit=POINTS)),
            *(known(one.old.children, unit="children"), known(one.old.mean, unit=POINTS)),
            *(number(one.g, SD), word(one.alike, ALIKE)),
        )
        for one in found
    )
    tables = (Table("baseline", gettext("One row a measure before it began"), columns, rows),) if rows else ()
    return Section("baseline", title, reasons(results.baseline, *(one.g for one in found)), tables)


def lost(results: Results) -> Section:
    title = gettext("Who was lost")
    found: tuple[Lost, ...] = results.lost.found or ()
    columns = (
        Column(gettext_lazy("Of"), "what"),
        Column(gettext_lazy("Assigned, new"), "new_assigned"),
        Column(gettext_lazy("Analysed, new"), "new_analysed"),
        Column(gettext_lazy("Assigned, old"), "old_assigned"),
        Column(gettext_lazy("Analysed, old"), "old_analysed"),
        Column(gettext_lazy("Lost in all, %"), "overall", LOST),
        Column(gettext_lazy("Difference, points"), "differential", LOST),
        Column(gettext_lazy("Cautious line"), "highest_cautious", LOST),
        Column(gettext_lazy("Optimistic line"), "highest_optimistic", LOST),
        Column(gettext_lazy("Verdict"), "verdict"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            word(one.what, WHAT),
            *(known(getattr(one, name), unit=one.what) for name in ("new_assigned", "new_analysed")),
            *(known(getattr(one, name), unit=one.what) for name in ("old_assigned", "old_analysed")),
            *(known(one.overall, unit=LOST), known(one.differential, unit=LOST)),
            *(known(one.highest_cautious, unit=LOST), known(one.highest_optimistic, unit=LOST)),
            word(one.line, LINES),
        )
        for one in found
    )
    tables = (Table("lost", gettext("One row what was lost: classes or children"), columns, rows),) if rows else ()
    return Section("lost", title, reasons(results.lost), tables)


def classrooms(results: Results, own: Collection[str], titles: Mapping[str, str]) -> Section:
    """Only classes that stand out, only to those who lead them, in the order of their ids: none is ranked."""
    title, found = gettext("Do classrooms differ?"), results.classrooms.found
    if found is None:
        return Section("classrooms", title, reasons(results.classrooms))
    rows = tuple(
        (titles.get(one.key, one.key), known(one.effect, unit=SD), known(one.low, unit=SD), known(one.high, unit=SD))
        for one in found.classes
        if one.stands_out and one.key in own
    )
    columns = (Column(gettext_lazy("Class"), "class"), *EFFECTS)
    named = (Table("classes", gettext("One row a class of yours"), columns, rows),) if rows else ()
    return Section("classrooms", title, said(found.said), (_spread(found), *named))


def _spread(found: Classrooms) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = (
        _interval(gettext("Difference in a class of the middle"), found.effect, found.low, found.high),
        _interval(gettext("How much classes differ in it"), found.spread, found.spread_low, found.spread_high),
    )
    return Table("classrooms", gettext("One row a number of all classes of the new arm"), (HEAD, *EFFECTS), rows)


def _interval(words: str, *numbers: float) -> tuple[Cell, ...]:
    return words, *(known(one, unit=SD) for one in numbers)


def subgroups(results: Results) -> Section:
    title, found = gettext("Groups of children"), results.subgroups.found or ()
    columns = (
        Column(gettext_lazy("Group"), "group"),
        Column(gettext_lazy("Value"), "value"),
        Column(gettext_lazy("Children"), "children", "children"),
        *EFFECTS,
        Column(gettext_lazy("p of responding unlike"), "p_interaction", CHANCE),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            one.name,
            one.value,
            number(one.children, "children"),
            *_group(one.effect),
            number(one.p_interaction, CHANCE),
        )
        for one in found
    )
    tables = (Table("subgroups", gettext("One row a group and value"), columns, rows),) if rows else ()
    why = reasons(results.subgroups, *(part for one in found for part in (one.children, one.effect)))
    return Section("subgroups", title, why, tables)


def _group(effect: Part[Line]) -> tuple[Value, ...]:
    return (NO_EVIDENCE,) * len(EFFECTS) if effect.found is None else effect_cells(effect.found)


def surveys(results: Results) -> Section:
    title = gettext("What people said")
    found: tuple[Scale, ...] = results.surveys.found or ()
    columns = (
        Column(gettext_lazy("Survey"), "survey"),
        Column(gettext_lazy("Wave"), "wave"),
        Column(gettext_lazy("Scale"), "scale"),
        ARM,
        Column(gettext_lazy("Asked"), "asked"),
        Column(gettext_lazy("Answered"), "answered"),
        Column(gettext_lazy("Mean"), "mean", POINTS),
    )
    rows = tuple(
        (one.survey, one.wave, one.scale, arm.arm, known(arm.asked), known(arm.answered), number(arm.mean, POINTS))
        for one in found
        for arm in one.arms
    )
    scales = tuple(
        (one.survey, one.wave, one.scale, number(one.alpha, SD), number(one.compared, POINTS)) for one in found
    )
    heads = (
        *columns[:3],
        Column(gettext_lazy("Reliability"), "alpha", SD, gettext_lazy("Cronbach's alpha")),
        Column(gettext_lazy("New less old"), "compared", POINTS),
    )
    tables: tuple[Table, ...] = ()
    if found:
        tables = (
            Table("answers", gettext("One row a scale and arm"), columns, rows),
            Table("scales", gettext("One row a scale"), heads, scales),
        )
    parts = [part for one in found for part in (one.alpha, one.compared, *(arm.mean for arm in one.arms))]
    return Section("surveys", title, reasons(results.surveys, *parts), tables)


def effort(results: Results) -> Section:
    """Effort, cost and result stand side by side, and never in one ratio."""
    found, paid = results.effort.found or (), results.cost.found or ()
    columns = (
        ARM,
        Column(gettext_lazy("Activity"), "activity"),
        Column(gettext_lazy("How it is known"), "source"),
        Column(gettext_lazy("People"), "people"),
        Column(gettext_lazy("Minutes a week"), "minutes", "minutes"),
    )
    rows = tuple(
        (one.arm, one.activity, word(one.source, SOURCES), known(one.people), number(one.minutes, "minutes"))
        for one in found
    )
    tables = [Table("effort", gettext("One row an arm and activity"), columns, rows)] if rows else []
    if paid:
        tables.append(_cost(paid))
    why = reasons(results.effort, results.cost, *(one.minutes for one in found))
    note = gettext("Effort, cost and result stand side by side. They are never divided by one another.")
    return Section("effort", gettext("Effort and cost"), why, tuple(tables), (note,) if tables else ())


def _cost(paid: tuple[Cost, ...]) -> Table:
    columns = (
        Column(gettext_lazy("What"), "what"),
        Column(gettext_lazy("Amount"), "amount"),
        Column(gettext_lazy("Currency"), "currency"),
        Column(gettext_lazy("For"), "unit"),
    )
    rows = tuple((one.what, one.amount, one.currency, word(one.unit, UNITS)) for one in paid)
    return Table("cost", gettext("One row a price"), columns, rows)
