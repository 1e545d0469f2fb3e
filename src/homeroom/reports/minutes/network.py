"""What the network was told of minutes and mastery, read as it was released. Nothing is worked out here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from homeroom.evidence import releases
from homeroom.evidence.minutes import Activity
from homeroom.evidence.models import Release
from homeroom.people.visibility import Scope
from homeroom.reports.minutes.release import NAME
from homeroom.reports.minutes.report import Mastery, Span
from homeroom.reports.minutes.words import LIMITS, OF_NETWORK
from homeroom.reports.rules import Rule
from homeroom.reports.values import State, Value, known, plain_day
from homeroom.reports.week import Week

FEW = Value(State.FEW)
COLUMNS = 6


@dataclass(frozen=True)
class Row:
    activity: Activity
    values: tuple[Value, ...]


@dataclass(frozen=True)
class OfSchool:
    """`since` is the day on which it was settled which children are counted."""

    number: int
    name: str
    since: date
    lines: tuple[Row, ...]
    mastery: Mastery


@dataclass(frozen=True)
class OfNetwork:
    """Schools stand by name. `span` is None where nothing was ever told."""

    span: Span | None
    spans: tuple[Span, ...]
    lead: str
    made_on: date | None
    schools: tuple[OfSchool, ...]
    rules: tuple[Rule, ...]
    limits: tuple[str, ...]
    drawn_from: Mapping[str, int]

    @property
    def file_name(self) -> str:
        return f"minutes-mastery-network-{self.span}" if self.span else "minutes-mastery-network"


def of_network(scope: Scope, schools: Sequence[int] | None, week: Week | None = None) -> OfNetwork | None:
    """The release whose last week it is, the newest for none; None where that was not told. No child is in the scope.

    `schools` are those that the reader's role reaches, None all of them.
    """
    told = releases.told(NAME)
    release = next((one for one in told if week is None or one.week == week.monday), None)
    if release is None and week is not None:
        return None
    rows = release.shown["schools"] if release else []
    return OfNetwork(
        span=_span(release) if release else None,
        spans=tuple(_span(one) for one in told),
        lead=_lead(release),
        made_on=release.made_on if release else None,
        schools=tuple(_school(one) for one in rows if schools is None or one["number"] in schools),
        rules=OF_NETWORK,
        limits=tuple(map(str, LIMITS)),
        drawn_from=release.drawn_from if release else {},
    )


def _span(release: Release) -> Span:
    return Span(Week(release.week), release.shown["weeks"])


def _lead(release: Release | None) -> str:
    if release is None:
        return gettext("Nothing is told yet. Four weeks are told in the night before the Friday after them, once.")
    span = _span(release)
    told = {"first": plain_day(span.first.monday), "last": plain_day(span.last.friday)}
    return gettext("%(first)s to %(last)s: minutes of a child in a week, in the mean of each school.") % told


def _school(one: Mapping[str, Any]) -> OfSchool:
    lines = [Row(Activity(kind), _values(numbers)) for kind, numbers in one["kinds"].items()]
    before, after = (_value(number, "share", 100) for number in one["mastery"][:2])
    points, low, high = (_value(number, "points", 100) for number in one["mastery"][2:])
    return OfSchool(
        number=one["number"],
        name=one["name"],
        since=date.fromisoformat(one["since"]),
        lines=tuple(sorted(lines, key=lambda line: [*Activity].index(line.activity))),
        mastery=Mastery(before, after, points, low, high),
    )


def _values(numbers: Sequence[int | str] | None) -> tuple[Value, ...]:
    return tuple(_value(number, "minutes") for number in numbers) if numbers else (FEW,) * COLUMNS


def _value(told: int | str, unit: str, parts: int = 1) -> Value:
    return Value(State[told]) if isinstance(told, str) else known(told / parts, unit=unit)
