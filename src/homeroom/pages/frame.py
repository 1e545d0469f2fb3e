"""What stands around every page: who is signed in, where they may go, and what kind of installation this is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

from homeroom.pages import rule
from homeroom.pages.access import standing, viewer
from homeroom.pages.imports import nav as imports
from homeroom.pages.kit.places import places
from homeroom.pages.kit.rooms import rooms, routes
from homeroom.pages.planning.nav import plan_rooms
from homeroom.pages.roles import ORDER, WORDS, roles
from homeroom.pages.rule import Standing
from homeroom.pages.sign_in import at_the_door
from homeroom.pages.sign_in.gate import lacks_a_step
from homeroom.pages.studies import nav as studies
from homeroom.pages.substitutes import nav as staff
from homeroom.people.called import name
from homeroom.people.models import Role, User
from homeroom.reports.values import long_day


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor of every page."""
    found = person(request)
    route = (request.resolver_match.url_name if request.resolver_match else "") or ""
    to = places(standing(request), route) if found["signed_in"] and not found["at_the_door"] else []
    plans = plan_rooms(request, route) if to else []
    return {
        "banner": banner(),
        **found,
        **(_rooms(standing(request), route) if to else {}),
        "plan_rooms": plans,
        "places": to,
    }


def _rooms(found: Standing, route: str) -> dict[str, Any]:
    """The pages beside this one, where there is more than one, and what they are together."""
    words, among = gettext("Imports and what belongs to them"), imports.ROOMS
    if route in routes(studies.ROOMS):
        words, among = gettext("What works, and at what price"), studies.ROOMS
    elif route in routes(staff.ROOMS):
        words, among = gettext("Staff"), staff.ROOMS
    elif not found.holds(Role.Kind.DATA_TEAM):
        among = ()
    shown = rooms(route, found, among)
    return {"rooms": shown if len(shown) > 1 else [], "rooms_are": words}


def banner() -> str:
    words = [gettext("Simulated school. No real children.")] if settings.HOMEROOM_SIMULATED else []
    if settings.HOMEROOM_TODAY:
        today = long_day(settings.HOMEROOM_TODAY)
        words.append(gettext("This installation takes %(day)s for today.") % {"day": today})
    return " ".join(words)


def person(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"signed_in": False, **_languages(request)}
    through, found = viewer(request).through, standing(request)
    return {
        "signed_in": True,
        "at_the_door": lacks_a_step(request),
        **(_languages(request) if lacks_a_step(request) else {}),
        "person": name(user),
        "role": ", ".join(str(WORDS[kind]) for kind in ORDER if kind in found.eyes[0]),
        "through": name(through) if through else "",
        "through_role": ", ".join(str(WORDS[kind]) for kind in roles(through)) if through else "",
        "sees_numbers": rule.any_role(found),
        "data_team": found.holds(Role.Kind.DATA_TEAM),
    }


def _languages(request: HttpRequest) -> dict[str, Any]:
    """For those who cannot have chosen a language yet. A survey offers its own: those that somebody has reviewed."""
    if request.resolver_match and request.resolver_match.url_name == "answer":
        return {}
    return {"languages_at_the_door": at_the_door.languages(), "back": at_the_door.back(request)}
