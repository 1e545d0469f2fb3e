"""The pages that belong to Imports, in the order of a data manager's morning."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from homeroom.pages.kit.rooms import Rooms

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
    ("network", gettext_noop("Network"), frozenset()),
    ("accounts", gettext_noop("Accounts"), frozenset({"account", "identity"})),
    ("audit-log", gettext_noop("Audit log"), frozenset({"seen"})),
)
