"""Who carries what over from a unit: each child on each standard that was taught."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from homeroom.goals.carry_over import Carried as Told
from homeroom.goals.carry_over import Word, gaps, taught
from homeroom.goals.carry_over import carry_over as judged
from homeroom.people.models import Class
from homeroom.people.visibility import Scope
from homeroom.reports.class_week.make import named
from homeroom.reports.unit.children import Carried, UnitChildren
from homeroom.reports.unit.known import drawn_from, estimated, lacks, on, titled
from homeroom.reports.values import count
from homeroom.standards.models import Unit


def carry_over(school_class: Class, unit: Unit, scope: Scope) -> UnitChildren:
    """The children of `scope` after what was taught of the unit up to the scope's day."""
    codes = taught(school_class, unit, scope.on)
    children = {one.number: one for one in named(list(scope.students))}
    told = judged(list(children), codes)
    titles = titled([*codes, *(one.known.standard for one in told)])
    as_of, found = estimated(scope)
    return UnitChildren(
        class_id=school_class.pk,
        class_title=school_class.title,
        school=school_class.school.name,
        unit=unit.pk,
        unit_title=unit.title,
        lead=_lead(told, codes, len(children)),
        codes=tuple((code, titles.get(code, "")) for code in codes),
        before=(),
        as_of=as_of,
        cautions=found,
        drawn_from=drawn_from(),
        carried=tuple(Carried(children[one.student], on(one.known, titles), one.word, one.due_on) for one in told),
        lacks=tuple(lacks(gaps(told), list(children.values()))),
    )


def _lead(told: Sequence[Told], codes: Sequence[str], children: int) -> str:
    if not children:
        return gettext("No students in this class yet. They come with the next roster.")
    if not codes:
        return gettext("Nothing of this unit was taught yet.")
    behind = {one.student for one in told if one.word is Word.GAP}
    if not behind:
        return gettext("No gap that we know of.")
    words = ngettext("%(count)s child has a gap to close.", "%(count)s children have a gap to close.", len(behind))
    return words % {"count": count(len(behind))}
