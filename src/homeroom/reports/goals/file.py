"""The results of a goal as a file: one row a child and piece of work, the funnel, and how long it takes."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext, gettext_lazy

from homeroom.goals.lags import Lag
from homeroom.reports.goals import rules
from homeroom.reports.goals.report import ChildDone, Done, HowLong, Results
from homeroom.reports.goals.told import STEPS
from homeroom.reports.goals.words import channel_words, state_words
from homeroom.reports.table import Cell, Column, Report, Table, Word
from homeroom.reports.values import day, known

COLUMNS = (
    Column(gettext_lazy("Child"), "child"),
    Column(gettext_lazy("Goal"), "judged", "", gettext_lazy("met, not yet or no evidence")),
    Column(
        gettext_lazy("Evidence"),
        "evidence",
        "",
        gettext_lazy("items, checks, lessons or minutes, by the goal"),
    ),
    Column(gettext_lazy("Standard"), "standard"),
    Column(gettext_lazy("For"), "serves", "", gettext_lazy("the goal's standard, where the work is on one before it")),
    Column(gettext_lazy("Program"), "program"),
    Column(gettext_lazy("Lesson"), "lesson"),
    Column(gettext_lazy("Minutes"), "minutes", "minutes"),
    Column(gettext_lazy("Why"), "reason"),
    Column(gettext_lazy("Channel"), "channel"),
    Column(gettext_lazy("Sending"), "sending", "", gettext_lazy("as far as the channel knows it")),
    Column(gettext_lazy("Tried before"), "tried_before"),
    Column(gettext_lazy("How far it came"), "state"),
    Column(gettext_lazy("Since"), "since", "day", "ISO 8601"),
)


def filed(report: Results) -> Report:
    return Report(
        name="goal",
        title=gettext("%(goal)s, %(class)s") % {"goal": report.title, "class": report.class_title},
        file_name=report.file_name,
        tables=(_children(report), _funnel(report), _how_long(report)),
        period=gettext("%(first)s to %(last)s") % {"first": day(report.begins_on), "last": day(report.ends_on)},
        lead=report.lead,
        rules=rules.RESULTS,
        notes=report.notes,
        drawn_from=report.drawn_from,
        rules_version=rules.VERSION,
    )


def _children(report: Results) -> Table:
    rows = tuple(row for one in report.children for row in _rows(one))
    return Table("work", gettext("One row a child and piece of work."), COLUMNS, rows)


def _rows(one: ChildDone) -> Iterator[tuple[Cell, ...]]:
    start: tuple[Cell, ...] = (one.child.name, Word(one.judged.value, one.judged.words), one.evidence)
    if not one.works:
        yield (*start, *[""] * (len(COLUMNS) - len(start)))
    for done in one.works:
        yield (*start, *_work(done))


def _work(done: Done) -> tuple[Cell, ...]:
    work = done.work
    return (
        work.code,
        work.serves,
        Word(work.program, work.name),
        work.lesson,
        known(work.minutes, unit="minutes"),
        Word(work.reason, work.why),
        Word(work.channel, channel_words(work.channel)),
        Word(done.outcome.value, done.sending),
        done.before,
        Word(done.state, state_words(done.state)),
        done.last_on or "",
    )


def _funnel(report: Results) -> Table:
    columns = (
        Column(gettext("Program"), "program"),
        Column(gettext("Channel"), "channel"),
        Column(gettext("Asked for"), "targeted", "", gettext("all pieces of work; the parts add up to it")),
        Column(gettext("How far it came"), "state"),
        Column(gettext("Pieces of work"), "pieces"),
    )
    rows = []
    for one in report.funnel:
        start = (Word(one.program, one.name), Word(one.channel, channel_words(one.channel)), known(one.targeted))
        held = [(Word(key, state_words(key)), known(n)) for key, n in {**one.stages, **one.sides}.items() if n]
        rows += [(*start, *each) for each in held]
    return Table("funnel", gettext("One row a program, channel and how far the work came."), columns, tuple(rows))


def _how_long(report: Results) -> Table:
    columns = (
        Column(gettext("Program"), "program"),
        Column(gettext("Channel"), "channel"),
        Column(gettext("Step"), "step"),
        Column(gettext("In the middle"), "median_minutes", "minutes", gettext("half of the pieces took longer")),
        Column(gettext("Nine of ten within"), "ninety_minutes", "minutes"),
        Column(gettext("Pieces of work"), "pieces"),
    )
    rows = tuple(_step(one, step, lag) for one in report.how_long for step, lag in one.steps.items())
    return Table("how_long", gettext("One row a program, channel and step: how long it takes."), columns, rows)


def _step(one: HowLong, step: str, lag: Lag) -> tuple[Cell, ...]:
    median, ninety = (known(60 * (hours or 0.0), lag.n, "minutes") for hours in (lag.median, lag.ninety))
    start = (Word(one.program, one.name), Word(one.channel, channel_words(one.channel)), Word(step, STEPS[step]))
    return *start, median, ninety, known(lag.n)
