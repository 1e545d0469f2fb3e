"""Why a group was suggested, and why a child is in none: sentences in English, as they are kept.

`languages/kept.py` of the reports says them in another language.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_noop

from homeroom.mastery import rules
from homeroom.mastery.group_needs import Needs
from homeroom.mastery.groups import Group, Grouping


def why(group: Group, needs: Needs, codes: Sequence[str]) -> str:
    """The group's reason with its evidence, about all members together."""
    rows = [row for row, student in enumerate(needs.students.tolist()) if student in group.students]
    k = codes.index(group.standard)
    items = needs.weight[rows, k].sum()
    stuck = int((needs.missed[rows, k] >= rules.NOT_MOVING["answers"]).sum())
    told = {"children": len(group.students), "standard": group.standard, "answers": f"{items:.0f}", "stuck": stuck}
    sentences = [gettext_noop("A teacher keeps this group.")] if group.kept else []
    sentences.append(
        gettext_noop(
            "{children} children do not know {standard} yet, and what they are to learn stands on it: as "
            "much evidence as "
            "{answers} answers."
        )
    )
    sentences += [gettext_noop("{stuck} of them are working on it without moving.")] if stuck else []
    return " ".join(sentences).format(**told)


def why_left_out(grouping: Grouping, codes: Sequence[str]) -> dict[int, str]:
    """A sentence for every child in no group."""
    row_of = {student: row for row, student in enumerate(grouping.needs.students.tolist())}
    return {student: _left_out(row_of[student], grouping.needs, codes) for student in grouping.left_out}


def _left_out(row: int, needs: Needs, codes: Sequence[str]) -> str:
    joins = needs.joins
    if joins[row].any():
        k = int(joins[row].argmax())
        others = int((joins[:, k] > 0).sum()) - 1
        if others + 1 < rules.GROUP["least"]:
            told = {"standard": codes[k], "others": others, "least": rules.GROUP["least"]}
            words = _alone(others)
            return words.format(**told)
        words = gettext_noop(
            "Would join a group on {standard}, but the others who would are in other groups, or theirs is full."
        )
        return words.format(standard=codes[k])
    if not needs.goals[row]:
        return gettext_noop("No goals: the child's grade is not known, or no standard of it is.")
    tested = int(needs.tested[row])
    if not tested:
        return gettext_noop("Not enough evidence on any standard yet.")
    if tested == 1:
        return gettext_noop("No gap shows that needs a group, in the 1 standard that we know enough about.")
    words = gettext_noop("No gap shows that needs a group, in the {tested} standards that we know enough about.")
    return words.format(tested=tested)


def _alone(others: int) -> str:
    if not others:
        return gettext_noop("Would join a group on {standard}, but nobody else does: a group needs {least}.")
    if others == 1:
        return gettext_noop("Would join a group on {standard}, but only 1 other child would: a group needs {least}.")
    return gettext_noop(
        "Would join a group on {standard}, but only {others} other children would: a group needs {least}."
    )
