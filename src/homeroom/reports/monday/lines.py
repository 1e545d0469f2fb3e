"""One line a teacher: how the own children's week went, beside the own weeks before. Nothing here compares adults."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from statistics import median

from homeroom.evidence.intervals import share_of
from homeroom.reports.class_week.read import Minutes
from homeroom.reports.freshness import Freshness
from homeroom.reports.monday.groups import Run
from homeroom.reports.monday.read import Facts
from homeroom.reports.monday.report import Line, Mastery, MinutesColumn, Spent
from homeroom.reports.monday.rooms import Teaching
from homeroom.reports.rules_of_schools import FEW
from homeroom.reports.seen import program_name
from homeroom.reports.values import NO_EVIDENCE, State, Value, known


def columns(facts: Facts) -> tuple[MinutesColumn, ...]:
    """A column for each program and definition with minutes in these weeks, by the program's name."""
    spent = [one for weeks in (facts.minutes, *facts.before) for one in weeks if one.this_week]
    kinds = {(one.program, one.definition) for one in spent}
    made = [MinutesColumn(program, program_name(program), definition) for program, definition in kinds]
    return tuple(sorted(made, key=lambda column: (column.name.casefold(), column.program, column.definition)))


def line(
    teaching: Teaching,
    facts: Facts,
    minutes: Sequence[MinutesColumn],
    fresh: Sequence[Freshness],
    run: Mapping[int, Run],
) -> Line:
    children = teaching.children
    groups = [run[one.room.number] for one in teaching.seats if one.room.number in run]
    return Line(
        teacher=teaching.name,
        rooms=tuple(one.room for one in teaching.seats),
        children=len(children),
        late=tuple(one.name for one in fresh if one.state == "late"),
        worked=_worked(children, facts, fresh),
        minutes=tuple(spent(children, column, facts) for column in minutes),
        mastery=mastery(children, facts),
        groups=sum(one.groups for one in groups),
        with_results=sum(one.with_results for one in groups),
    )


def _worked(children: Collection[int], facts: Facts, fresh: Sequence[Freshness]) -> Value:
    """Where no program has told anything of these children yet, nobody knows whether they worked."""
    if not any(one.through for one in fresh):
        return NO_EVIDENCE
    return known(len(facts.active.intersection(children)), len(children))


def spent(children: Collection[int], column: MinutesColumn, facts: Facts) -> Spent:
    this, *before = (_minutes(children, column, week) for week in (facts.minutes, *facts.before))
    return Spent(known(len(this), len(this)) if this else NO_EVIDENCE, middle(this), tuple(map(middle, before)))


def _minutes(children: Collection[int], column: MinutesColumn, week: Iterable[Minutes]) -> list[float]:
    return [
        one.this_week
        for one in week
        if one.this_week
        and one.student in children
        and (one.program, one.definition) == (column.program, column.definition)
    ]


def middle(minutes: Sequence[float]) -> Value:
    """The middle child's minutes; of few children none is told."""
    if not minutes:
        return NO_EVIDENCE
    if len(minutes) < FEW["children"]:
        return Value(State.FEW, n=len(minutes), unit="minutes")
    return known(median(minutes), len(minutes), "minutes")


def mastery(children: Collection[int], facts: Facts) -> Mastery:
    if facts.known is None:
        return Mastery()
    mine = [facts.known[child] for child in sorted(children) if child in facts.known]
    told, thin = sum(one.told for one in mine), sum(one.thin for one in mine)
    found = share_of([one.mastered for one in mine], [one.told for one in mine])
    counted = sum(bool(one.told) for one in mine)
    if not told:
        return Mastery(told=told, thin=thin)
    if found is None or counted < FEW["children"]:
        few = Value(State.FEW, n=counted, unit="share")
        return Mastery(few, few, few, told, thin)
    share, low, high = (known(one, counted, "share") for one in (found.share, found.low, found.high))
    return Mastery(share, low, high, told, thin)
