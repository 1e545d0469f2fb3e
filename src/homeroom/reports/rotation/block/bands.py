"""How far classes, grades and the lowest quarter are below all children: for the principal, and for nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext

from homeroom.people.models import Class
from homeroom.reports.rotation.block.report import Found
from homeroom.reports.values import grade
from homeroom.rotation import rules
from homeroom.rotation.block.instance import Instance
from homeroom.rotation.check import Missed


def unmet_bands(missed: Iterable[Missed], instance: Instance) -> Iterator[Found]:
    """One a band that is short of sessions with an adult, the one that is shortest first. Nobody is named."""
    for one in sorted(missed, key=lambda one: (-one.short, one.band)):
        words = gettext("%(band)s: %(short)s sessions short on average.")
        where = words % {"band": _called(one.band), "short": f"{one.short:.2f}"}
        yield Found(one.rule, rules.in_words(one.rule, instance), where)


def _called(band: str) -> str:
    """A band is a class, a grade, or the children who start lowest."""
    kind, _, which = band.partition(" ")
    if kind == "grade":
        return grade(which)
    if kind == "class":
        return str(Class.objects.values_list("title", flat=True).get(pk=which))
    return gettext("The quarter of each grade that has mastered least so far")
