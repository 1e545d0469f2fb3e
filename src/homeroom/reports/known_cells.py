"""What files carry of a child and a standard: the cell of the page, and the estimate that *How do we know?* shows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from homeroom.mastery.state import State
from homeroom.reports.estimates import Known
from homeroom.reports.table import YES, Cell, Column, Word
from homeroom.reports.values import known

# Of all answers that are evidence, however old.
KNOWN = (
    Column(gettext_lazy("state"), "state", definition=gettext_lazy("as shown: a teacher's word before the estimate")),
    Column(gettext_lazy("set by a teacher"), "set_by_teacher"),
    Column(gettext_lazy("by the evidence alone"), "estimated"),
    Column(gettext_lazy("answers in evidence"), "evidence_answers", "answers"),
    Column(gettext_lazy("weight of evidence"), "evidence_weight", "ordinary items"),
    Column(
        gettext_lazy("expected right from %"),
        "expected_low",
        "percent",
        gettext_lazy("of ordinary items, low end of an 80 % interval"),
    ),
    Column(
        gettext_lazy("expected right to %"),
        "expected_high",
        "percent",
        gettext_lazy("of ordinary items, high end of an 80 % interval"),
    ),
)


def known_cells(found: Known) -> tuple[Cell, ...]:
    """Beside `KNOWN`; where nothing is estimated, what would count it is blank."""
    if found.estimated is State.NO_EVIDENCE:
        told: tuple[Cell, ...] = ("", "", "", "")
    else:
        told = (known(found.attempts), known(found.weight), found.low, found.high)
    return (state_cell(found.shown), YES if found.word else "", state_cell(found.estimated), *told)


def state_cell(state: State) -> Word:
    return Word(state.value, state.words)
