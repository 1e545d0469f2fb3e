"""Who is ready for a unit: each child on what the unit stands on, and who lacks the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from homeroom.goals.readiness import Readiness, Word, stands_on, together
from homeroom.goals.readiness import readiness as judged
from homeroom.people.models import Class
from homeroom.people.visibility import Scope
from homeroom.reports.class_week.make import named
from homeroom.reports.class_week.report import Named
from homeroom.reports.unit.children import Ready, UnitChildren
from homeroom.reports.unit.known import drawn_from, estimated, lacks, on, titled
from homeroom.reports.values import NO_EVIDENCE, count, known
from homeroom.standards.models import Unit


def readiness(school_class: Class, unit: Unit, scope: Scope) -> UnitChildren:
    """The children of `scope` before the unit."""
    codes = list(dict.fromkeys(unit.standards.values_list("standard__code", flat=True)))
    before = [one.standard for one in stands_on(codes)]
    titles = titled([*codes, *before])
    children = named(list(scope.students))
    told = judged([child.number for child in children], codes)
    as_of, found = estimated(scope)
    return UnitChildren(
        class_id=school_class.pk,
        class_title=school_class.title,
        school=school_class.school.name,
        unit=unit.pk,
        unit_title=unit.title,
        lead=_lead(told, before),
        codes=tuple((code, titles.get(code, "")) for code in codes),
        before=tuple((code, titles.get(code, "")) for code in before),
        as_of=as_of,
        cautions=found,
        drawn_from=drawn_from(),
        ready=tuple(_ready(child, one, titles) for child, one in zip(children, told, strict=True)),
        lacks=tuple(lacks(together(told), children)),
    )


def _ready(child: Named, one: Readiness, titles: Mapping[str, str]) -> Ready:
    return Ready(
        child=child,
        word=one.word,
        missing=tuple(on(held, titles) for held in one.missing),
        tested=one.tested,
        needed=one.needed,
        answers=known(one.answers, unit="answers") if one.answers else NO_EVIDENCE,
    )


def _lead(told: Sequence[Readiness], before: Sequence[str]) -> str:
    if not told:
        return gettext("No students in this class yet. They come with the next roster.")
    if not before:
        return gettext("Nothing is known to come before this unit, so everybody may begin.")
    counted = {word: count(sum(one.word is word for one in told)) for word in Word}
    words = gettext("%(ready)s ready, %(shaky)s shaky, %(not_ready)s not ready, %(unknown)s without evidence.")
    return words % {
        "ready": counted[Word.READY],
        "shaky": counted[Word.SHAKY],
        "not_ready": counted[Word.NOT_READY],
        "unknown": counted[Word.NO_EVIDENCE],
    }
