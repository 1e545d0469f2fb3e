"""Read a release as a report. It works nothing out: what was told of a week is told the same way ever after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from homeroom.evidence import releases
from homeroom.evidence.models import Release
from homeroom.people.visibility import Scope
from homeroom.reports.network.release import NAME
from homeroom.reports.network.report import Between, Line, Minutes, MinutesColumn, Network
from homeroom.reports.rules_of_schools import NETWORK
from homeroom.reports.values import NO_EVIDENCE, State, Value, children, count, day, known, week_said
from homeroom.reports.week import Week

FEW = Value(State.FEW)
HIDDEN_SHARE = Between(FEW, FEW, FEW)
NO_SHARE = Between(NO_EVIDENCE, NO_EVIDENCE, NO_EVIDENCE)


def network(scope: Scope, schools: Sequence[int] | None, week: Week | None = None) -> Network | None:
    """The release of the week, the newest for none; None where that week was not told. No child is in the scope.

    `schools` are those that the reader's role reaches, None all of them; only then are all shown together.
    """
    told = releases.told(NAME)
    weeks = tuple(Week(one.week) for one in told)
    if not told:
        return _nothing() if week is None else None
    release = next((one for one in told if week is None or one.week == week.monday), None)
    return _read(release, weeks, schools, scope.on) if release else None


def last_told(scope: Scope, schools: Sequence[int] | None) -> Network | None:
    """The newest release that could tell something; None before the first."""
    told = [one for one in releases.told(NAME) if one.shown]
    return _read(told[0], tuple(Week(one.week) for one in told), schools, scope.on) if told else None


def _nothing() -> Network:
    lead = gettext(
        "Nothing is told yet. A week is told in the night after every program's data of it are here, "
        "at the latest on the Thursday after."
    )
    return Network(None, (), lead, None, "", (), (), None, NETWORK, {})


def _read(release: Release, weeks: tuple[Week, ...], schools: Sequence[int] | None, today: date) -> Network:
    told: Mapping[str, Any] = release.shown
    minutes = tuple(MinutesColumn(*program) for program in told.get("programs", ()))
    rows = [one for one in told.get("schools", ()) if schools is None or one["number"] in schools]
    whole = _whole(told["whole"], minutes) if told and schools is None else None
    return Network(
        week=Week(release.week),
        weeks=weeks,
        lead=_lead(release, rows, whole, today),
        made_on=release.made_on,
        refused=gettext(release.refused) if release.refused else "",
        minutes=minutes,
        lines=tuple(_line(one) for one in rows),
        whole=whole,
        rules=NETWORK,
        drawn_from=release.drawn_from,
    )


def _lead(release: Release, rows: Sequence[Mapping[str, Any]], whole: Line | None, today: date) -> str:
    if release.refused:
        return gettext("This week can't be told: a count of few children could be worked out of it.")
    late = sum(bool(one["late"]) for one in rows)
    told = {"week": week_said(release.week, today), "schools": count(len(rows)), "late": count(late)}
    if whole is None or whole.worked.exact is None or whole.enrolled.exact is None:
        return _schools(len(rows), late) % told
    who = {"worked": count(whole.worked.exact), "children": children(round(whole.enrolled.exact))}
    return _children(len(rows), late) % (told | who)


def _schools(schools: int, late: int) -> str:
    """The sentence where the children of all schools are not told."""
    if not late:
        return ngettext(
            "%(week)s: one school; all data were there.", "%(week)s: %(schools)s schools; all data were there.", schools
        )
    return ngettext(
        "%(week)s: one school, with late data.",
        "%(week)s: %(schools)s schools; data late at %(late)s of %(schools)s schools.",
        schools,
    )


def _children(schools: int, late: int) -> str:
    if not late:
        return ngettext(
            "%(week)s: %(worked)s of %(children)s at one school worked; all data were there.",
            "%(week)s: %(worked)s of %(children)s at %(schools)s schools worked; all data were there.",
            schools,
        )
    return ngettext(
        "%(week)s: %(worked)s of %(children)s at one school worked; its data are late.",
        "%(week)s: %(worked)s of %(children)s at %(schools)s schools worked; "
        "data late at %(late)s of %(schools)s schools.",
        schools,
    )


def _line(one: Mapping[str, Any]) -> Line:
    return Line(
        name=one["name"],
        since=date.fromisoformat(one["since"]),
        late=tuple(one["late"]),
        fresh=tuple(one["fresh"]),
        enrolled=_count(one["enrolled"]),
        worked=_count(one["worked"]),
        coverage=_coverage(one),
        minutes=tuple(_minutes(told) for told in one["minutes"]),
        mastery=_mastery(one),
    )


def _whole(told: Mapping[str, Any], minutes: Sequence[MinutesColumn]) -> Line:
    """All schools together: children alone. Middles and shares of all would tell nobody what to do."""
    return Line(
        "",
        None,
        (),
        (),
        _count(told["enrolled"]),
        _count(told["worked"]),
        _coverage({**told, "coverage": None}),
        tuple(Minutes(NO_EVIDENCE, NO_SHARE) for _ in minutes),
        NO_SHARE,
    )


def _count(number: int | None) -> Value:
    return FEW if number is None else known(number, number, "children")


def _coverage(one: Mapping[str, Any]) -> Between:
    """Children with work of those enrolled: exact where both are told, else the tenth in which it lies."""
    if one["worked"] is not None and one["enrolled"]:
        share = known(one["worked"] / one["enrolled"], one["enrolled"], "share")
        return Between(share, share, share)
    return _between(one["coverage"])


def _between(ends: Sequence[int] | None) -> Between:
    return Between(FEW, *map(_share, ends)) if ends else HIDDEN_SHARE


def _share(percents: int) -> Value:
    return known(percents / 100, unit="share")


def _minutes(told: Mapping[str, Any] | None) -> Minutes:
    if told is None:
        return Minutes(FEW, HIDDEN_SHARE)
    if told.get("none"):
        return Minutes(NO_EVIDENCE, NO_SHARE)
    middle = told["middle"]
    return Minutes(FEW if middle is None else known(middle, unit="minutes"), _between(told["share"]))


def _mastery(one: Mapping[str, Any]) -> Between:
    if one["mastery"] is None:
        return HIDDEN_SHARE
    if not one["mastery"]:
        return NO_SHARE
    at, low, high = one["mastery"]
    return Between(FEW if at is None else _share(at), _share(low), _share(high))


def days(report: Network) -> Iterator[str]:
    """Since when which children are counted: one line a day of a cohort."""
    for since in sorted({line.since for line in report.lines if line.since}):
        names = [line.name for line in report.lines if line.since == since]
        yield gettext("%(schools)s: the children of %(day)s") % {"schools": ", ".join(names), "day": day(since)}
