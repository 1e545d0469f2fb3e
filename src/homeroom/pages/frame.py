"""What stands around every page: who is signed in, where they may go, and what kind of installation this is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from homeroom.pages.imports.nav import rooms
from homeroom.pages.roles import roles
from homeroom.people.models import Role, User


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor of every page."""
    found = person(getattr(request, "user", None))
    route = request.resolver_match.url_name if request.resolver_match else None
    return {"banner": banner(), **found, "rooms": rooms(route or "") if found.get("data_team") else []}


def banner() -> str:
    words = ["Simulated school. No real children."] if settings.HOMEROOM_SIMULATED else []
    if settings.HOMEROOM_TODAY:
        words.append(f"This installation takes {long_day(settings.HOMEROOM_TODAY)} for today.")
    return " ".join(words)


def person(user: Any) -> dict[str, Any]:
    if not isinstance(user, User):
        return {"signed_in": False}
    held = roles(user)
    return {
        "signed_in": True,
        "person": user.staff.name if user.staff else user.get_username(),
        "role": ", ".join(held),
        "data_team": Role.Kind.DATA_TEAM in held,
    }


def long_day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
