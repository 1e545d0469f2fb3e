"""What the signs of the tables mean, in one place for every page that has such a table."""

from __future__ import annotations

from homeroom.mastery.state import State
from homeroom.pages.kit.parts import Sign
from homeroom.reports.class_tables import MARK
from homeroom.reports.grid import KEY, WORD
from homeroom.reports.rules import THIN

NOT_MOVING = Sign(MARK, "not moving")
STATES = (
    *(
        Sign(state.glyph, f"{state}: {words}", f"state {style}{' thin' if state is State.NOT_ENOUGH else ''}")
        for state, style, words in KEY
    ),
    Sign("◑ 14", "from 14 answers; without a number, from lessons, scores or checks alone", "state nearly-there"),
    Sign("● 2", "dotted: little evidence", "state mastered thin"),
    Sign("● 9", f"{WORD}: a teacher has set the state", "state mastered", WORD),
    NOT_MOVING,
)
ANSWERS = (
    Sign("9/10", "9 of 10 answers right in the last four weeks", "share"),
    Sign("?", f"under {THIN['answers']} answers", "share few"),
    Sign("–", "no evidence", "share none"),
    Sign("L 2/3", "2 of 3 lessons passed, no single answers", "share"),
    NOT_MOVING,
)
EASY = "A share of right answers is not what a child knows: easy questions make it large, hard ones small."
