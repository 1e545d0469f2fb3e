"""Why a group was suggested, and why a child is in none."""

from __future__ import annotations

from homeroom.mastery import rules
from homeroom.mastery.graph import Graph
from homeroom.mastery.groups import Group, Grouping
from homeroom.mastery.knowledge import Knowledge


def why(group: Group, knowledge: Knowledge, graph: Graph) -> str:
    """The group's reason with its evidence, about all members together."""
    rows = [row for row, student in enumerate(knowledge.students.tolist()) if student in group.students]
    k = graph.codes.index(group.standard)
    items = knowledge.weight[rows, k].sum()
    stuck = int((knowledge.missed[rows, k] >= rules.NOT_MOVING["answers"]).sum())
    moving = f" {stuck} of them are working on it without moving." if stuck else ""
    count = f"{len(group.students)} children do not know {group.standard} yet, and their goals stand on it: "
    kept = "A teacher keeps this group. " if group.kept else ""
    return f"{kept}{count}{items:.0f} items' worth of evidence.{moving}"


def why_left_out(grouping: Grouping, knowledge: Knowledge, graph: Graph) -> dict[int, str]:
    """A sentence for every child in no group."""
    row_of = {student: row for row, student in enumerate(knowledge.students.tolist())}
    return {student: _left_out(row_of[student], grouping, knowledge, graph) for student in grouping.left_out}


def _left_out(row: int, grouping: Grouping, knowledge: Knowledge, graph: Graph) -> str:
    joins = grouping.needs.joins
    if joins[row].any():
        k = int(joins[row].argmax())
        others = int((joins[:, k] > 0).sum()) - 1
        if others + 1 < rules.GROUP["least"]:
            alone = "nobody else does" if not others else f"only {others} other child{'ren' * (others > 1)} would"
            return f"Would join a group on {graph.codes[k]}, but {alone}: a group needs {rules.GROUP['least']}."
        return (
            f"Would join a group on {graph.codes[k]}, but the others who would are in other groups, or theirs is full."
        )
    tested = int((knowledge.weight[row] >= rules.TESTED["items"]).sum())
    if not tested:
        return "Not enough evidence on any standard yet."
    return f"No gap that a goal stands on shows in the {tested} standard{'s' * (tested > 1)} with enough evidence."
