"""The rules that a school may give values of its own: which values each takes, and what holds without any.

`PlanRule.kind` is one of `RULES`, a code of `rotation.rules`, and its value a dictionary of these names. What can't be
changed stands in no row: one place a child and session, services, who is qualified.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext

from homeroom.people.grades import CODES
from homeroom.rotation.block.instance import Assumptions, Limits, Sizes
from homeroom.rotation.input_models import PlanRule

Strength = PlanRule.Strength
SIZES, LIMITS, ASSUMED = Sizes(), Limits(), Assumptions()
GROUP_SIZE, PEER_SIZE, CAPS = "group-size", "peer-size", "caps"
INDEPENDENT_PLACES, ADULT_FLOOR, EQUITY = "independent-places", "adult-floor", "equity"
# Of the school's week, which `gather.school_week` reads.
WEEK_FLEX, WEEK_LAB, WEEK_TUTORS, WEEK_WAVES = "week-flex", "week-lab", "week-tutors", "week-waves"
WEEK_LUNCH, WEEK_PREPARATION, WEEK_SPECIALS = "week-lunch", "week-preparation", "week-specials"


@dataclass(frozen=True)
class Value:
    """A whole number between two others; `usual` holds where a school says nothing, None for no limit."""

    least: int
    most: int
    usual: int | None


@dataclass(frozen=True)
class Rule:
    """`strength` is how it is kept; no plan keeps it in another way."""

    strength: str
    values: Mapping[str, Value]


def _sizes(least_name: str, most_name: str, usual: tuple[int, int]) -> dict[str, Value]:
    return {least_name: Value(1, 40, usual[0]), most_name: Value(1, 40, usual[1])}


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        GROUP_SIZE: Rule(
            Strength.HARD,
            {
                **_sizes("tutoring_least", "tutoring_most", SIZES.tutoring),
                "small": Value(1, 40, SIZES.small),
                **_sizes("teacher_led_least", "teacher_led_most", SIZES.teacher_led),
            },
        ),
        PEER_SIZE: Rule(Strength.HARD, _sizes("least", "most", SIZES.peer)),
        CAPS: Rule(Strength.HARD, {name: Value(0, 50, getattr(LIMITS, name)) for name in LIMITS.__struct_fields__}),
        INDEPENDENT_PLACES: Rule(Strength.HARD, {"places": Value(0, 5000, None)}),
        ADULT_FLOOR: Rule(Strength.FLOOR, {"sessions": Value(0, 25, 1), "lowest_quarter": Value(0, 25, 2)}),
        EQUITY: Rule(Strength.FLOOR, {"percent": Value(0, 100, 95)}),
        # 1: the grade is in one room with all of its adults in core blocks.
        WEEK_FLEX: Rule(Strength.HARD, {f"grade_{code.casefold()}": Value(0, 1, 0) for code in CODES}),
        # Of a grade's children, how many are in the lab at once in its flexible block.
        WEEK_LAB: Rule(Strength.HARD, {"percent": Value(0, 100, 50)}),
        # Tutors that a grade's flexible block needs at once, and how many there are for all of them.
        WEEK_TUTORS: Rule(Strength.HARD, {"a_grade": Value(0, 50, 0), "most": Value(0, 200, None)}),
        WEEK_WAVES: Rule(Strength.HARD, {"most": Value(1, 20, None)}),
        # Minutes of each adult, between the first and the last lunch of the bells; minutes of each adult and day.
        WEEK_LUNCH: Rule(Strength.HARD, {"minutes": Value(0, 120, 30)}),
        WEEK_PREPARATION: Rule(Strength.HARD, {"minutes": Value(0, 240, None)}),
        # Meetings a week of each class with each of its specials.
        WEEK_SPECIALS: Rule(Strength.HARD, {"meetings": Value(0, 10, None)}),
    }
)
# What is assumed of a modality, and of other things by name: rows of `Assumption` call them so.
RESPONSES = tuple(str(one) for one in ASSUMED.response)
FACTORS = ("on_goal", "second", "larger", "repeat", "missed_minute", "running")
LARGEST_ASSUMPTION = 10.0


def value_of(rules: Mapping[str, Mapping[str, object]], kind: str, name: str) -> int | None:
    """A school's own value, or the usual one. What is no whole number in the bounds counts as not said."""
    value = RULES[kind].values[name]
    said = rules.get(kind, {}).get(name)
    return (
        said
        if isinstance(said, int) and not isinstance(said, bool) and value.least <= said <= value.most
        else value.usual
    )


def wrong(kind: str, values: Mapping[str, object]) -> str:
    """Why these values can't be a rule's, in words; blank where they can."""
    if kind not in RULES:
        return gettext("“%(said)s” is no rule; there are: %(known)s") % {"said": kind[:60], "known": ", ".join(RULES)}
    known = RULES[kind].values
    for name, said in values.items():
        if name not in known:
            words = gettext("“%(said)s” is no value of %(rule)s; it has: %(known)s")
            return words % {"said": name[:60], "rule": kind, "known": ", ".join(known)}
        bounds = known[name]
        if not isinstance(said, int) or isinstance(said, bool) or not bounds.least <= said <= bounds.most:
            words = gettext("%(name)s of %(rule)s is a whole number from %(least)s to %(most)s")
            return words % {"name": name, "rule": kind, "least": bounds.least, "most": bounds.most}
    return _crossed(kind, values)


def _crossed(kind: str, values: Mapping[str, object]) -> str:
    for name in RULES[kind].values:
        if name.endswith("least"):
            most = name.removesuffix("least") + "most"
            ends = [value_of({kind: values}, kind, one) or 0 for one in (name, most)]
            if ends[0] > ends[1]:
                return gettext("%(most)s is under %(least)s") % {"most": most, "least": name}
    return ""
