"""The rules behind what a principal and a network leader read: sentence and threshold in one object."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from homeroom.evidence import cohorts, intervals, suppress
from homeroom.reports.rules import NO_WORK, TOO_MANY, Rule

VERSION = 1

FEW = Rule(
    "few",
    gettext_lazy("Of fewer than {children} children no share and no middle is told: we say “few”."),
    {"children": 10},
)
OWN_WEEKS = Rule(
    "own-weeks",
    gettext_lazy("A room is compared with its own last {weeks} weeks, and with no other room."),
    {"weeks": 3},
)
QUIET_ROOM = Rule(
    "quiet-room",
    gettext_lazy(
        "{percent} % or more of a room's children have no work in the week, though every program's data reach day "
        "{school_day} of the school week or later."
    ),
    {"percent": 50, "school_day": NO_WORK["school_day"]},
)
STUCK_ROOM = TOO_MANY
LESS_TIME = Rule(
    "less-time",
    gettext_lazy(
        "The middle child's minutes in a program are under {percent} % of the middle of the room's own "
        "last {weeks} weeks, "
        "in a full week of school, with {children} children or more in each week, and all data here."
    ),
    {"percent": 50, "weeks": OWN_WEEKS["weeks"], "children": FEW["children"]},
)
ROOMS = Rule(
    "rooms",
    gettext_lazy("At most {rooms} rooms are named, those with the most children concerned; then by name."),
    {"rooms": 3},
)
WORKED_ON = Rule(
    "worked-on",
    gettext_lazy(
        "Counted are the standards that a child worked on in the last {weeks} weeks and of which enough is known."
    ),
    {"weeks": 4},
)
RANGE = Rule(
    "range",
    gettext_lazy(
        "The range says how far the share could move by chance, {times} times out of 20, if other children like these "
        "sat there."
    ),
    {"times": round(20 * intervals.SURE)},
)

ALL = (FEW, OWN_WEEKS, ROOMS, QUIET_ROOM, STUCK_ROOM, LESS_TIME, WORKED_ON, RANGE)

COHORT = Rule(
    "cohort",
    gettext_lazy(
        "Each school's numbers are of the children enrolled on one day, for {weeks} weeks at least: nobody who joins "
        "or leaves is the difference of two weeks."
    ),
    {"weeks": cohorts.HOLDS.days // 7},
)
HIDDEN = Rule(
    "hidden",
    gettext_lazy(
        "Counts under {children}, and those from which one of them could be worked out within {wide}, say "
        "“few”; all that "
        "was told before is taken into account."
    ),
    {"children": suppress.FEW, "wide": suppress.WIDE},
)
TENTHS = Rule(
    "tenths",
    gettext_lazy("Where a count is hidden, the tenth in which its share lies is told if that gives nobody away."),
    {},
)
ONCE = Rule("once", gettext_lazy("A week is told once: what comes in later is not added."), {})
NETWORK = (HIDDEN, TENTHS, COHORT, ONCE, WORKED_ON, RANGE)
