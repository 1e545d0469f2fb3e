"""What the signs of the tables mean, in one place for every page that has such a table."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext

from homeroom.mastery.state import State
from homeroom.pages.kit.parts import Sign
from homeroom.reports.class_tables import MARK
from homeroom.reports.grid import WORD, key
from homeroom.reports.rules import THIN


def states() -> Sequence[Sign]:
    """Those of the grid of what children know."""
    fills = (
        Sign(state.glyph, f"{state.words}: {words}", f"state {style}{' thin' if state is State.NOT_ENOUGH else ''}")
        for state, style, words in key()
    )
    counted = gettext("from %(count)s answers; without a number, from lessons, scores or checks alone") % {"count": 14}
    set_by = gettext("%(sign)s: a teacher has set the state") % {"sign": WORD}
    return (
        *fills,
        Sign("◑ 14", counted, "state nearly-there"),
        Sign("● 2", gettext("dotted: little evidence"), "state mastered thin"),
        Sign("● 9", set_by, "state mastered", WORD),
        _not_moving(),
    )


def answers() -> Sequence[Sign]:
    """Those of the table of right answers."""
    of_all = gettext("%(right)s of %(answers)s answers right in the last four weeks") % {"right": 9, "answers": 10}
    lessons = gettext("%(passed)s of %(lessons)s lessons passed, no single answers") % {"passed": 2, "lessons": 3}
    return (
        Sign("9/10", of_all, "share"),
        Sign("?", gettext("under %(least)s answers") % {"least": THIN["answers"]}, "share few"),
        Sign("–", gettext("no evidence"), "share none"),
        Sign("L 2/3", lessons, "share"),
        _not_moving(),
    )


def easy() -> str:
    return gettext("A share of right answers is not what a child knows: easy questions make it large, hard ones small.")


def _not_moving() -> Sign:
    return Sign(MARK, gettext("not moving"))
