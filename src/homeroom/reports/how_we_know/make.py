"""Put together how we know: the published estimate and its sources, what teachers saw, what a teacher set."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from homeroom.facts import store
from homeroom.mastery import teachers
from homeroom.mastery.models import Check, Override
from homeroom.mastery.state import State
from homeroom.people.called import names_of
from homeroom.people.models import Student
from homeroom.people.visibility import Scope
from homeroom.reports import sql
from homeroom.reports.cautions import cautions
from homeroom.reports.class_week.report import Named
from homeroom.reports.how_we_know.report import FAR, SOME, Estimate, HowWeKnow, Lifted, Seen, Source, Word
from homeroom.reports.seen import program_name
from homeroom.reports.table import Word as Fixed
from homeroom.reports.values import known
from homeroom.standards.models import Standard

KINDS = {
    "item": gettext_lazy("answers to items"),
    "rapid": gettext_lazy("answers too quick for thinking, which count little"),
    "score": gettext_lazy("scores of several items"),
    "tries": gettext_lazy("lessons, by the number of tries"),
    "scale": gettext_lazy("scores of the whole subject"),
    "subscale": gettext_lazy("scores of its domain"),
    "claim": gettext_lazy("the program's own claim"),
    "check": gettext_lazy("what teachers saw"),
}
# Which way and whether far: up, or down.
STAYED = Fixed("left it where it was", gettext_lazy("left it where it was"))
PULLS = {
    (True, False): Fixed("up", gettext_lazy("up")),
    (True, True): Fixed("far up", gettext_lazy("far up")),
    (False, False): Fixed("down", gettext_lazy("down")),
    (False, True): Fixed("far down", gettext_lazy("far down")),
}
# Newer answers that speak against a teacher's word before the page asks about it. It never changes by itself.
ASKS_FROM = 10


def how_we_know(scope: Scope, standard: Standard) -> HowWeKnow:
    """The report of the one child in `scope`."""
    (number,) = scope.students
    version = store.current()
    found, year = _estimate(number, standard.code, version)
    sources = _sources(number, standard.code, year, version)
    return HowWeKnow(
        child=Named(number, Student.objects.get(pk=number).name),
        code=standard.code,
        title=standard.title,
        estimate=found,
        own=tuple(source for is_own, source in sources if is_own),
        beside=tuple(source for is_own, source in sources if not is_own),
        checks=tuple(_checks(number, standard)),
        word=_word(number, standard, found, version),
        lifted=tuple(_lifted(number, standard)),
        cautions=cautions(found.as_of, engine=found.engine) if found else (),
        drawn_from={"facts": version, "teachers' words": teachers.version()},
    )


def _estimate(child: int, code: str, version: int) -> tuple[Estimate | None, int]:
    """The newest estimate and its school year; none before the first night that estimated the child."""
    told = {"child": child, "standard": code}
    found = store.query(sql.text(__file__, "estimate"), told, tables=["mastery"], students=[child], at=version).dicts()
    if not found:
        return None, 0
    row = found[0]
    return _estimated(row), row["school_year"]


def _estimated(row: dict[str, Any]) -> Estimate:
    return Estimate(
        state=State(row["state"]),
        low=known(row["low80"], unit="share"),
        high=known(row["high80"], unit="share"),
        weight=row["evidence_weight"],
        attempts=row["attempts"],
        last_on=row["last_evidence_on"],
        as_of=row["as_of"],
        inferred=row["inferred"],
        engine=row["engine"],
    )


def _sources(child: int, code: str, year: int, version: int) -> list[tuple[bool, Source]]:
    told = {"child": child, "standard": code, "year": year}
    rows = store.query(
        sql.text(__file__, "sources"), told, tables=["mastery_sources"], students=[child], at=version
    ).rows
    return [
        (
            own,
            Source(
                program_name(program) if program else gettext("Teachers"),
                Fixed(kind, KINDS[kind]),
                count,
                weight,
                pull(shift),
                last_on,
            ),
        )
        for own, program, kind, count, weight, shift, last_on in rows
    ]


def pull(shift: float) -> Fixed:
    """Which way evidence moved the estimate, in words: a number of logits says nothing to anybody."""
    if abs(shift) < SOME:
        return STAYED
    return PULLS[shift > 0, abs(shift) >= FAR]


def _checks(child: int, standard: Standard) -> list[Seen]:
    found = Check.objects.filter(student=child, standard=standard, withdrawn_at=None).order_by("-seen_on", "-pk")
    called = names_of(one.said_by for one in found)
    return [Seen(one.pk, one.result, one.seen_on, called[one.said_by], one.note) for one in found]


def _word(child: int, standard: Standard, estimate: Estimate | None, version: int) -> Word | None:
    one = teachers.holding().filter(student=child, standard=standard).first()
    if one is None:
        return None
    answers = _answers_since(child, standard.code, one.since, version)
    differs = estimate is not None and estimate.is_told and estimate.state != one.state
    asks = differs and answers >= ASKS_FROM
    return Word(one.pk, State(one.state), one.reason, one.since, names_of([one.said_by])[one.said_by], answers, asks)


def _lifted(child: int, standard: Standard) -> list[Lifted]:
    """The newest first."""
    found = Override.objects.filter(student=child, standard=standard, lifted_at__isnull=False).order_by("-lifted_at")
    called = names_of(name for one in found for name in (one.said_by, one.lifted_by))
    return [
        Lifted(
            State(one.state),
            one.reason,
            one.since,
            called[one.said_by],
            called[one.lifted_by],
            timezone.localtime(one.lifted_at).date(),
        )
        for one in found
    ]


def _answers_since(child: int, code: str, since: date, version: int) -> int:
    told = {"child": child, "standard": code, "since": since}
    rows = store.query(sql.text(__file__, "since"), told, tables=["practice"], students=[child], at=version)
    return int(rows.one[0])
