"""The pages that belong to Imports, in the order of a data manager's morning, and which of them one is on."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import resolve, reverse
from django.utils.translation import gettext, gettext_noop

from homeroom.pages.access import rule_of
from homeroom.pages.rule import Standing

# The page's route, its words, and the routes of what opens from it.
Rooms = tuple[tuple[str, str, frozenset[str]], ...]
ROOMS: Rooms = (
    ("imports", gettext_noop("Deliveries"), frozenset({"delivery"})),
    ("who", gettext_noop("Who is this?"), frozenset({"who-case", "who-link"})),
    ("layouts", gettext_noop("New layouts"), frozenset({"new-layout"})),
    ("no-standard", gettext_noop("No standard yet"), frozenset()),
    ("to-align", gettext_noop("Lessons to align"), frozenset()),
    ("spellings", gettext_noop("Unknown spellings"), frozenset()),
    ("rosters", gettext_noop("Rosters"), frozenset({"roster-set", "roster-decision", "roster-rollover"})),
    ("feeds", gettext_noop("What is expected"), frozenset({"new-feed", "edit-feed"})),
    ("calendar", gettext_noop("School calendar"), frozenset()),
    ("upload", gettext_noop("Upload"), frozenset()),
    ("jobs", gettext_noop("Jobs"), frozenset({"job"})),
    ("network", gettext_noop("Network"), frozenset({"network-minutes"})),
    (
        "studies",
        gettext_noop("Studies"),
        frozenset(
            {
                "study",
                "study-part",
                "study-lock",
                "study-draw",
                "study-flow",
                "study-report",
                "study-here",
                "study-minutes",
            }
        ),
    ),
    ("programs", gettext_noop("Programs"), frozenset({"program", "releases", "release"})),
    (
        "surveys",
        gettext_noop("Surveys"),
        frozenset({"survey", "survey-words", "survey-slips", "survey-paper", "survey-results", "survey-comments"}),
    ),
    ("prices", gettext_noop("Prices"), frozenset({"effort-report"})),
    ("accounts", gettext_noop("Accounts"), frozenset({"account", "identity"})),
    ("audit-log", gettext_noop("Audit log"), frozenset({"seen"})),
)


@dataclass(frozen=True)
class Room:
    """`current` is the value of aria-current: "page", "true" on a page that opens from it, or blank."""

    address: str
    words: str
    current: str


def rooms(route: str, found: Standing, among: Rooms = ROOMS, *of: int) -> list[Room]:
    """The rooms whose rule lets the reader in. `of` are the numbers in their addresses."""
    return [
        Room(address, gettext(words), "page" if route == name else "true" if route in within else "")
        for name, words, within in among
        if _opens(address := reverse(name, args=of), found)
    ]


def _opens(address: str, found: Standing) -> bool:
    rule = rule_of(resolve(address).func)
    return rule is not None and rule.opens(found)
