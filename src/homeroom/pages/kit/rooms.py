"""Pages that belong together, in one order on each of them, and which of them one is on."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import resolve, reverse
from django.utils.translation import gettext

from homeroom.pages.access import rule_of
from homeroom.pages.rule import Standing

# The page's route, its words, and the routes of what opens from it.
Rooms = tuple[tuple[str, str, frozenset[str]], ...]


@dataclass(frozen=True)
class Room:
    """`current` is the value of aria-current: "page", "true" on a page that opens from it, or blank."""

    address: str
    words: str
    current: str


def rooms(route: str, found: Standing, among: Rooms, *of: int) -> list[Room]:
    """The rooms whose rule lets the reader in. `of` are the numbers in their addresses."""
    return [
        Room(address, gettext(words), "page" if route == name else "true" if route in within else "")
        for name, words, within in among
        if _opens(address := reverse(name, args=of), found)
    ]


def routes(among: Rooms) -> frozenset[str]:
    """Every route that leads to them or opens from them."""
    return frozenset(name for route, _, within in among for name in {route, *within})


def _opens(address: str, found: Standing) -> bool:
    rule = rule_of(resolve(address).func)
    return rule is not None and rule.opens(found)
