"""Which pages the head of every page leads to: four or five, by what the reader is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from django.urls import reverse
from django.utils.translation import gettext

from homeroom.pages import rule
from homeroom.pages.imports import nav as imports
from homeroom.pages.kit.parts import Place
from homeroom.pages.kit.rooms import routes
from homeroom.pages.planning import nav as plans
from homeroom.pages.rule import Standing, planned
from homeroom.pages.studies import nav as studies
from homeroom.pages.substitutes import nav as substitutes
from homeroom.people.models import Role

# The routes that open from each place.
WITHIN: Mapping[str, Collection[str]] = {
    "home": {
        *("my-class", "groups", "group", "group-lists", "monday", "network", "lab-board", "lab-sheet", "lab-child"),
        *("assign", "goal", "goal-aim", "goal-who", "goal-work", "goal-child", "goal-check", "goal-send"),
        *("unit", "readiness", "carry-over", "work-list"),
    },
    "plans": plans.ROUTES,
    "studies": routes(studies.ROOMS),
    "substitutes": routes(substitutes.ROOMS),
    "children": {"student", "known", "seen", "record", "corrections", "correction"},
    "imports": routes(imports.ROOMS),
}


def places(found: Standing, route: str) -> list[Place]:
    """The places of somebody who is this, one of them marked as where the reader is."""
    return [Place(words, reverse(name), _here(name, route)) for name, words in _names(found)]


def _names(found: Standing) -> Iterator[tuple[str, str]]:
    if found.holds(Role.Kind.DATA_TEAM):
        yield "imports", gettext("Imports")
    else:
        yield "home", _home(found)
    yield "children", gettext("Children")
    if planned(found):
        yield "plans", gettext("Plans")
    if rule.studies(found):
        yield "studies", gettext("Evidence")
    if found.holds(Role.Kind.DATA_TEAM, Role.Kind.PRINCIPAL):
        yield "substitutes", gettext("Staff")
    else:  # the foot of every page leads there, too
        yield "how", gettext("How it works")


def _home(found: Standing) -> str:
    """By the page that the way home leads to."""
    if all(set(eye) == {Role.Kind.PRINCIPAL} for eye in found.eyes):
        return gettext("Monday")
    if all(set(eye) == {Role.Kind.NETWORK_LEADER} for eye in found.eyes):
        return gettext("Network")
    if all(set(eye) == {Role.Kind.LAB_COORDINATOR} for eye in found.eyes):
        return gettext("Lab Board")
    return gettext("My classes") if found.holds(Role.Kind.TEACHER, Role.Kind.PRINCIPAL) else gettext("Home")


def _here(name: str, route: str) -> str:
    return "page" if name == route else "true" if route in WITHIN.get(name, ()) else ""
