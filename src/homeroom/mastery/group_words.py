"""Why a group was suggested, and why a child is in none."""

from __future__ import annotations

from collections.abc import Sequence

from homeroom.mastery import rules
from homeroom.mastery.group_needs import Needs
from homeroom.mastery.groups import Group, Grouping


def why(group: Group, needs: Needs, codes: Sequence[str]) -> str:
    """The group's reason with its evidence, about all members together."""
    rows = [row for row, student in enumerate(needs.students.tolist()) if student in group.students]
    k = codes.index(group.standard)
    items = needs.weight[rows, k].sum()
    stuck = int((needs.missed[rows, k] >= rules.NOT_MOVING["answers"]).sum())
    moving = f" {stuck} of them are working on it without moving." if stuck else ""
    count = (
        f"{len(group.students)} children do not know {group.standard} yet, and what they are to learn stands on it: "
    )
    kept = "A teacher keeps this group. " if group.kept else ""
    return f"{kept}{count}as much evidence as {items:.0f} answers.{moving}"


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
            alone = "nobody else does" if not others else f"only {others} other child{'ren' * (others > 1)} would"
            return f"Would join a group on {codes[k]}, but {alone}: a group needs {rules.GROUP['least']}."
        return f"Would join a group on {codes[k]}, but the others who would are in other groups, or theirs is full."
    if not needs.goals[row]:
        return "No goals: the child's grade is not known, or no standard of it is."
    tested = int(needs.tested[row])
    if not tested:
        return "Not enough evidence on any standard yet."
    return f"No gap shows that needs a group, in the {tested} standard{'s' * (tested > 1)} that we know enough about."
