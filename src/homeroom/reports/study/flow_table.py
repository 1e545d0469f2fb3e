"""The flow as a table: a line a count, a column an arm, and all together. The page of the flow draws the same."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_lazy

from homeroom.evidence.flow import ArmFlow, Flow
from homeroom.reports.study.called import ARMS
from homeroom.reports.table import Cell, Column, Table, Word
from homeroom.reports.values import Value, known

# In the order in which they are told: a column of `ArmFlow`, its words, and whether it is a sum of those after it.
LINES = (
    ("classes", gettext_lazy("Classes"), True),
    ("classes_left", gettext_lazy("of them left the study"), False),
    ("assigned", gettext_lazy("Children on the day of the draw"), True),
    ("stayed", gettext_lazy("stayed in the class"), False),
    ("moved_within", gettext_lazy("moved to a class of the same arm"), False),
    ("moved_across", gettext_lazy("moved to a class of another arm"), False),
    ("left", gettext_lazy("left"), False),
    ("erased", gettext_lazy("erased on request"), False),
    ("assigned", gettext_lazy("Of the same children"), True),
    ("analysed", gettext_lazy("analysed"), False),
    ("no_baseline", gettext_lazy("without baseline"), False),
    ("no_outcome", gettext_lazy("without outcome"), False),
    ("neither", gettext_lazy("without either"), False),
    ("erased", gettext_lazy("erased on request"), False),
    ("also_elsewhere", gettext_lazy("Also in a class of another arm"), True),
    ("joined", gettext_lazy("Joined since, not analysed"), True),
)


def flow_table(found: Flow) -> Table:
    every: list[ArmFlow] = [*found.arms, found.total]
    heads = [*(str(ARMS.get(one.arm, one.arm)) for one in found.arms), gettext("Together")]
    columns = [Column(gettext("What is counted"), "what")]
    columns += [Column(head, f"arm_{at}" if at < len(every) else "together") for at, head in enumerate(heads, 1)]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (Word(name, words), *(_count(one, name) for one in every)) for name, words, _ in LINES
    )
    return Table("flow", gettext("One row a count of the flow"), tuple(columns), rows)


def _count(one: ArmFlow, name: str) -> Value:
    return known(getattr(one, name), unit="classes" if name.startswith("classes") else "children")
