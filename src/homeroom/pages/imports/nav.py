"""The pages that belong to Imports, in the order of a data manager's morning, and which of them one is on."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import resolve, reverse

from homeroom.pages.access import rule_of
from homeroom.pages.rule import Standing

# The page's route, its words, and the routes of what opens from it.
ROOMS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("imports", "Deliveries", frozenset({"delivery"})),
    ("who", "Who is this?", frozenset({"who-case", "who-link"})),
    ("layouts", "New layouts", frozenset({"new-layout"})),
    ("no-standard", "No standard yet", frozenset()),
    ("rosters", "Rosters", frozenset({"roster-set", "roster-decision", "roster-rollover"})),
    ("feeds", "What is expected", frozenset({"new-feed", "edit-feed"})),
    ("calendar", "School calendar", frozenset()),
    ("upload", "Upload", frozenset()),
    ("jobs", "Jobs", frozenset({"job"})),
    ("network", "Network", frozenset()),
    ("accounts", "Accounts", frozenset({"account", "identity"})),
    ("audit-log", "Audit log", frozenset({"seen"})),
)


@dataclass(frozen=True)
class Room:
    """`current` is the value of aria-current: "page", "true" on a page that opens from it, or blank."""

    address: str
    words: str
    current: str


def rooms(route: str, found: Standing) -> list[Room]:
    """The rooms whose rule lets the reader in."""
    return [
        Room(address, words, "page" if route == name else "true" if route in within else "")
        for name, words, within in ROOMS
        if _opens(address := reverse(name), found)
    ]


def _opens(address: str, found: Standing) -> bool:
    rule = rule_of(resolve(address).func)
    return rule is not None and rule.opens(found)
