"""Why this work for this child, in one sentence; and why other work was held back.

A reason is kept as codes, and as an English sentence beside them. A code is a word ("goal"), or a name with its value
("percent=12"): `said` makes the sentence of them, in the language that is spoken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext, gettext_noop, ngettext, override

from homeroom.goals.choosing import codes
from homeroom.mastery.state import WORDS, State

# The first six are mastery's own words for a step.
GOAL, BEFORE, PROBE, TRY, REVIEW, PINNED, TUTOR, STOPPED = (
    "goal",
    "before goal",
    "probe",
    "try",
    "review",
    "pinned",
    "tutor",
    "stopped by the program",
)
# Beside the first word: nothing is known of the child; a teacher has put the lesson first; no program has work for the
# standard; the lesson's tag names a whole cluster; what stands on the standard speaks against its own evidence.
BLIND, LESSON_FIRST, OFFLINE, COARSE = "nothing known", "lesson first", "no program", "coarse tag"
DOUBTED = "doubted"
# What is asked although something before it may be missing bears one of these.
MARKED = frozenset({PROBE, TRY, PINNED})
SENTENCES: Mapping[str, str] = {
    GOAL: gettext_noop("%(standard)s is a goal, and the child is ready for it; so far: %(evidence)s."),
    BEFORE: gettext_noop("The goal %(serves)s stands on %(standard)s, which is not known yet: %(evidence)s."),
    PROBE: gettext_noop("A short probe: the goal %(serves)s stands on %(standard)s, which was not tested yet."),
    TRY: gettext_noop("A short try of %(standard)s, though %(it)s, which comes before it, is not known yet."),
    REVIEW: gettext_noop("A review: %(standard)s was known, and the last work on it is some time ago."),
    PINNED: gettext_noop("A teacher has put %(standard)s first; so far: %(evidence)s."),
    TUTOR: gettext_noop("With an adult: %(standard)s does not move, after %(missed)s answers; look at %(it)s again."),
    STOPPED: gettext_noop("With an adult: the program has stopped %(standard)s by itself; look at %(it)s again."),
}
WITHOUT_GOAL = gettext_noop("A short probe of %(standard)s: it was not tested yet.")
ALONE: Mapping[str, str] = {
    TRY: gettext_noop("A short try of %(standard)s: what comes before it is not known yet."),
    TUTOR: gettext_noop("With an adult: %(standard)s does not move, after %(missed)s answers."),
    STOPPED: gettext_noop("With an adult: the program has stopped %(standard)s by itself."),
}
DOUBTED_BEFORE = gettext_noop(
    "The goal %(serves)s stands on %(standard)s; so far: %(evidence)s; but what stands on it does not move."
)
NOTHING_KNOWN = gettext_noop("A short probe of %(standard)s: nothing is known of the child yet.")
A_LESSON_FIRST = gettext_noop("A teacher has put this lesson first; it is on %(standard)s; so far: %(evidence)s.")
PINNED_GAP = gettext_noop(
    "A teacher has put %(standard)s first, though %(it)s, which comes before it, is not known yet."
)
HELD: Mapping[int, str] = {
    codes.OFF: gettext_noop("A teacher has taken it off."),
    codes.UNTOLD: gettext_noop("The program chooses its own work."),
    codes.DAYS: gettext_noop("It is not to be had on all of the goal's days, or takes more weeks than there are."),
    codes.LANGUAGE: gettext_noop("It is in a language that the child has not worked in."),
    codes.ACCOUNT: gettext_noop("No account of the child in this program is known."),
    codes.ASKED: gettext_noop("It is asked of the child already."),
    codes.AT_ONCE: gettext_noop("The program takes no more for one child at a time."),
    codes.GRADES: gettext_noop("It is made for other grades."),
}
LEFT_OUT = gettext_noop("The teacher left it out.")


def said(told: Sequence[str]) -> str:
    """The sentence that the codes stand for. Codes of another version say nothing."""
    words = {code for code in told if "=" not in code}
    values = dict(code.split("=", 1) for code in told if "=" in code)
    sentence = _sentence(words, values)
    return gettext(sentence) % _Blank(values | {"evidence": evidence(values)}) if sentence else ""


def kept(told: Sequence[str]) -> str:
    """The sentence as it is kept, in English."""
    with override("en"):
        return said(told)


def _sentence(words: set[str], values: Mapping[str, str]) -> str:
    first = next((word for word in SENTENCES if word in words), "")
    if LESSON_FIRST in words:
        return A_LESSON_FIRST
    if first == PINNED and "it" in values:
        return PINNED_GAP
    if BLIND in words and first not in (PINNED, TUTOR, STOPPED):
        return NOTHING_KNOWN
    if first == BEFORE and DOUBTED in words:
        return DOUBTED_BEFORE
    if first in ALONE and "it" not in values:
        return ALONE[first]
    if first == PROBE and values.get("serves") == values.get("standard"):
        return WITHOUT_GOAL
    return SENTENCES.get(first, "")


def evidence(values: Mapping[str, str]) -> str:
    """What is known of the child on the standard, in words."""
    if state := values.get("told"):
        return gettext("a teacher says %(state)s") % {"state": WORDS[State(state)]}
    if "percent" not in values:
        return gettext("no evidence yet")
    items = values.get("items", "")
    sentence = ngettext(
        "%(percent)s %%, from about %(items)s item",
        "%(percent)s %%, from about %(items)s items",
        int(items) if items.isdigit() else 2,
    )
    return sentence % _Blank(values)


class _Blank(dict[str, str]):
    """A value that was not kept is left blank."""

    def __missing__(self, name: str) -> str:
        return ""
