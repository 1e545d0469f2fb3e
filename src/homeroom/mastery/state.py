"""The six states that are told of a child and a standard, and from where on each is. Needs nothing that is compiled."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy

ENOUGH = 5.0  # ordinary items: with less evidence nothing is said of a standard
# The least probability of mastery for the last three states.
STEPS = (0.2, 0.5, 0.8)


class State(StrEnum):
    """In order; the value is what tables and machines are told, `words` what people read."""

    NO_EVIDENCE = "no evidence"
    NOT_ENOUGH = "not enough evidence"
    NOT_YET = "not yet"
    GETTING_THERE = "getting there"
    NEARLY_THERE = "nearly there"
    MASTERED = "mastered"

    @property
    def glyph(self) -> str:
        return GLYPHS[self]

    @property
    def words(self) -> str:
        return str(WORDS[self])


GLYPHS = dict(zip(State, "–?○◔◑●", strict=True))
STATES = tuple(State)
WORDS = {
    State.NO_EVIDENCE: gettext_lazy("no evidence"),
    State.NOT_ENOUGH: gettext_lazy("not enough evidence"),
    State.NOT_YET: gettext_lazy("not yet"),
    State.GETTING_THERE: gettext_lazy("getting there"),
    State.NEARLY_THERE: gettext_lazy("nearly there"),
    State.MASTERED: gettext_lazy("mastered"),
}
