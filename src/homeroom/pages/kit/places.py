"""Which pages the head of every page leads to: four or five, by what the reader is."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from homeroom.pages.kit.parts import Place
from homeroom.pages.planning.nav import ROUTES
from homeroom.pages.rule import Standing, planned
from homeroom.people.models import Role

SURVEYS = ("surveys", "survey", "survey-words", "survey-slips", "survey-paper", "survey-results", "survey-comments")
# The routes that open from each place.
WITHIN = {
    "home": {
        *("my-class", "groups", "group", "group-lists", "monday", "lab-board", "lab-sheet", "lab-child"),
        *("network", "network-minutes"),
        *("assign", "goal", "goal-aim", "goal-who", "goal-work", "goal-child", "goal-check", "goal-send"),
        *("unit", "readiness", "carry-over", "work-list"),
    },
    "plans": set(ROUTES),
    "studies": {
        "study",
        "study-part",
        "study-lock",
        "study-draw",
        "study-flow",
        "study-report",
        "study-here",
        "study-minutes",
    },
    "surveys": set(SURVEYS),
    "children": {"student", "known", "seen", "record", "corrections", "correction"},
    "imports": {
        *(
            "delivery",
            "who",
            "who-case",
            "layouts",
            "new-layout",
            "no-standard",
            "to-align",
            "spellings",
            "rosters",
            "roster-set",
            "feeds",
        ),
        *(
            "new-feed",
            "edit-feed",
            "calendar",
            "upload",
            "jobs",
            "job",
            "accounts",
            "account",
            "identity",
            "audit-log",
            *("network", "network-minutes"),
            *("studies", "study", "study-part", "study-lock", "study-draw", "study-flow", "study-report", "study-here"),
            "study-minutes",
            *("programs", "program", "releases", "release"),
            *SURVEYS,
            "prices",
            "effort-report",
        ),
    },
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
    if found.holds(Role.Kind.NETWORK_LEADER) and not found.holds(Role.Kind.DATA_TEAM):
        yield "studies", gettext("Studies")
    if all(set(eye) == {Role.Kind.NETWORK_LEADER} for eye in found.eyes):
        yield "surveys", gettext("Surveys")
    if planned(found):
        yield "plans", gettext("Plans")
    if found.holds(Role.Kind.DATA_TEAM, Role.Kind.PRINCIPAL):
        yield "substitutes", gettext("Substitutes")
        yield "view-as", gettext("View as")
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
