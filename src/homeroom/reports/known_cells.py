"""What files carry of a child and a standard: the cell of the page, and the estimate that *How do we know?* shows."""

from __future__ import annotations

from homeroom.mastery.state import State
from homeroom.reports.estimates import Known
from homeroom.reports.table import Cell, Column
from homeroom.reports.values import known

# Of all answers that are evidence, however old.
KNOWN = (
    Column("state", "state", definition="as shown: a teacher's word before the estimate"),
    Column("set by a teacher", "set_by_teacher"),
    Column("by the evidence alone", "estimated"),
    Column("answers in evidence", "evidence_answers", "answers"),
    Column("weight of evidence", "evidence_weight", "ordinary items"),
    Column("expected right from %", "expected_low", "percent", "of ordinary items, low end of an 80 % interval"),
    Column("expected right to %", "expected_high", "percent", "of ordinary items, high end of an 80 % interval"),
)


def known_cells(found: Known) -> tuple[Cell, ...]:
    """Beside `KNOWN`; where nothing is estimated, what would count it is blank."""
    if found.estimated is State.NO_EVIDENCE:
        told: tuple[Cell, ...] = ("", "", "", "")
    else:
        told = (known(found.attempts), known(found.weight), found.low, found.high)
    return (str(found.shown), "yes" if found.word else "", str(found.estimated), *told)
