"""Every rule of a flexible block: its id, its sentence, and how strictly it is kept.

The numbers are the defaults; a week's own stand in its instance, and `in_words` says a rule with those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from django.utils.translation import gettext_lazy

from homeroom.mastery.rules import Rule
from homeroom.rotation.block.instance import Instance


class Strength(StrEnum):
    HARD = "hard"  # kept, or there is no plan to publish
    FLOOR = "floor"  # missed only where nothing else can be done, and then listed
    WISH = "wish"  # kept where it costs little


ONE_PLACE = Rule("one-place", gettext_lazy("Each child who is there has exactly one place in each session."))
AWAY = Rule("away", gettext_lazy("A child who is away has no place."))
SERVICE = Rule("service", gettext_lazy("A child who is to meet an adult in a session is there, and nowhere else."))
GROUP_SIZE = Rule(
    "group-size",
    gettext_lazy(
        "A tutor's group has {tutor_least} to {tutor_most} children, a teacher's group {teacher_least} to "
        "{teacher_most}."
    ),
    {"tutor_least": 3, "tutor_most": 6, "teacher_least": 4, "teacher_most": 8},
)
PEER_SIZE = Rule("peer-size", gettext_lazy("A peer project has {least} to {most} children."), {"least": 4, "most": 5})
QUALIFIED = Rule(
    "qualified",
    gettext_lazy("Who leads a group may lead groups of that kind, its subject, and the grade of each child in it."),
)
FREE = Rule("free", gettext_lazy("An adult leads groups only while there for them, and one group at a time."))
ONE_STANDARD = Rule(
    "one-standard",
    gettext_lazy("A group that an adult leads works on one standard, and each child in it needs that standard."),
)
OWN_CLASS = Rule("own-class", gettext_lazy("A teacher's group has children of the teacher's own class only."))
LANGUAGE = Rule(
    "language", gettext_lazy("Where a child needs a language, the adult who leads the child's group speaks it.")
)
SEATS = Rule("seats", gettext_lazy("No more children work in programs at once than the lab has seats."))
LICENCES = Rule("licences", gettext_lazy("No more children work in a program at once than its licence allows."))
MOST_MINUTES = Rule(
    "most-minutes", gettext_lazy("No child works in a program for more minutes a week than the school allows.")
)
GIVEN_WORK = Rule(
    "given-work", gettext_lazy("A child works in a program only on work that was given there for that session.")
)
CAPS = Rule(
    "caps",
    gettext_lazy(
        "A child's week has at most {program} sessions in one program, {technology} in programs together, "
        "{independent} of independent work and {peer} of peer projects."
    ),
    {"program": 2, "technology": 3, "independent": 2, "peer": 2},
)
INDEPENDENT_PLACES = Rule(
    "independent-places", gettext_lazy("No more children work independently at once than there are places for it.")
)
ROOM_SEATS = Rule(
    "room-seats",
    gettext_lazy("A group fits its room, and a room holds one group at a time; a flex room holds several."),
)
APART = Rule("apart", gettext_lazy("Two children who are to be apart are never in one group."))
TOGETHER = Rule(
    "together",
    gettext_lazy(
        "Two children who are to be together are in the same group whenever one of them is in a group and both "
        "could be."
    ),
)
LOCKS = Rule("locks", gettext_lazy("What was decided beforehand of a child's session stays as it is."))
SAME_GROUP = Rule(
    "same-group",
    gettext_lazy("A group has the same children, adult, standard and room each time, and meets once or twice a week."),
)
KNOWN = Rule("known", gettext_lazy("A plan names only what there is in its week."))
AS_TOLD = Rule(
    "as-told", gettext_lazy("A plan is made from this week, and what it says it is worth is what it is worth.")
)
ADULT_FLOOR = Rule(
    "adult-floor", gettext_lazy("Every child has at least as many sessions that an adult leads as were set for it.")
)
EQUITY = Rule(
    "equity",
    gettext_lazy(
        "The children of a band have on average at least {percent} % of the sessions that adults lead of all children."
    ),
    {"percent": 95},
)
LEAST_MINUTES = Rule(
    "least-minutes", gettext_lazy("Every child works in a program for as many minutes a week as the school asks for.")
)
GOES_ON = Rule(
    "goes-on", gettext_lazy("A group of last week goes on, where that is nearly as good: half of its children or more.")
)
NO_REPEAT = Rule(
    "no-repeat", gettext_lazy("A child does not work on the same standard again and again without an adult.")
)
FEW_CHANGES = Rule("few-changes", gettext_lazy("What was planned before stays, where that is as good."))

FLOORS = (ADULT_FLOOR, EQUITY, LEAST_MINUTES)
WISHES = (GOES_ON, NO_REPEAT, FEW_CHANGES)
HARD = (
    ONE_PLACE,
    AWAY,
    SERVICE,
    GROUP_SIZE,
    PEER_SIZE,
    QUALIFIED,
    FREE,
    ONE_STANDARD,
    OWN_CLASS,
    LANGUAGE,
    SEATS,
    LICENCES,
    MOST_MINUTES,
    GIVEN_WORK,
    CAPS,
    INDEPENDENT_PLACES,
    ROOM_SEATS,
    APART,
    TOGETHER,
    LOCKS,
    SAME_GROUP,
    KNOWN,
    AS_TOLD,
)
RULES: Mapping[str, Rule] = {rule.id: rule for rule in (*HARD, *FLOORS, *WISHES)}


def strength(name: str) -> Strength:
    if name in {rule.id for rule in FLOORS}:
        return Strength.FLOOR
    return Strength.WISH if name in {rule.id for rule in WISHES} else Strength.HARD


def in_words(name: str, instance: Instance) -> str:
    """The rule's sentence with the numbers of this week."""
    rule = RULES[name]
    return replace(rule, thresholds={**rule.thresholds, **_own(instance).get(name, {})}).words


def _own(instance: Instance) -> Mapping[str, Mapping[str, int]]:
    sizes, limits = instance.sizes, instance.limits
    return {
        GROUP_SIZE.id: {
            "tutor_least": sizes.tutoring[0],
            "tutor_most": sizes.tutoring[1],
            "teacher_least": sizes.teacher_led[0],
            "teacher_most": sizes.teacher_led[1],
        },
        PEER_SIZE.id: {"least": sizes.peer[0], "most": sizes.peer[1]},
        CAPS.id: {
            "program": limits.program,
            "technology": limits.technology,
            "independent": limits.independent,
            "peer": limits.peer,
        },
        EQUITY.id: {"percent": round(100 * instance.equity[0].least)} if instance.equity else {},
    }
