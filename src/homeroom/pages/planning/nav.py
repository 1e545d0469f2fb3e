"""The pages of a school's plans, in the order of a week, and which of them one is on."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_noop

from homeroom.pages.access import standing
from homeroom.pages.kit.rooms import Room, Rooms, rooms, routes
from homeroom.people.models import Class

# The page's route, its words, and the routes of what opens from it. Each is of one school, by its number.
ROOMS: Rooms = (
    ("today", gettext_noop("Today"), frozenset({"today-absences", "today-sheets", "today-sheet-ticks", "replan"})),
    (
        "block",
        gettext_noop("Flexible block"),
        frozenset({"block-plan", "block-child", "block-changes", "planning-run", "class-block"}),
    ),
    (
        "rotation",
        gettext_noop("Rotation"),
        frozenset(
            {
                *("rotation-new", "rotation-week", "rotation-act", "rotation-compare", "rotation-entry"),
                *("rotation-stand-in", "rotation-flex"),
            }
        ),
    ),
    ("minutes", gettext_noop("Minutes"), frozenset()),
    ("minutes-mastery", gettext_noop("Minutes and mastery"), frozenset()),
    ("planning", gettext_noop("What plans are made from"), frozenset({"planning-table", "planning-row"})),
    ("assumptions", gettext_noop("Assumptions"), frozenset()),
)
ROUTES = routes(ROOMS)
# Pages of a class, of which the number says which.
OF_A_CLASS = frozenset({"class-block"})


def plan_rooms(request: HttpRequest, route: str) -> list[Room]:
    """None on any other page, nor of a class that is not there."""
    if route not in ROUTES or request.resolver_match is None:
        return []
    school: int | None = request.resolver_match.kwargs["number"]
    if school is not None and route in OF_A_CLASS:
        school = Class.objects.filter(pk=school).values_list("school", flat=True).first()
    return rooms(route, standing(request), ROOMS, school) if school else []
