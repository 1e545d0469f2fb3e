"""Words of the kernel that others need, too. They stand apart from it, for it takes a second to bring in."""

from __future__ import annotations

# Why a candidate is held back; FREE where it is not.
FREE, OFF, UNTOLD, DAYS, LANGUAGE, ACCOUNT, ASKED, AT_ONCE, GRADES = range(9)
OFFLINE = -1  # in the place of an option: no program has anything that could be asked
# What a teacher has put first for a child.
A_PROGRAM, A_LESSON = 1, 2
USUAL = 15.0  # minutes of a usual lesson, by which worth is counted
