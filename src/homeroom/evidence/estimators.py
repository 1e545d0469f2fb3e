"""From a row of the design table to the numbers of its estimators, each worked out once and kept (`Steps`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

import numpy as np

from homeroom.evidence import analyse_cells, analyse_classes, analyse_dose, analyse_found
from homeroom.evidence.analyse_cells import Cells
from homeroom.evidence.analysed import Table
from homeroom.evidence.balance import Balanced
from homeroom.evidence.choose import Choice, Design
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.estimate import Estimator
from homeroom.evidence.raw import Raw


class Steps(Protocol):
    """Who keeps each part once it is done, and tells how far it is."""

    def __call__(self, name: str, make: Callable[[], Raw]) -> Raw: ...


def at_once(name: str, make: Callable[[], Raw]) -> Raw:
    """Keep nothing."""
    return make()


Makers = Mapping[Estimator, Callable[[], Raw]]


def of_table(table: Table, choice: Choice, weights: Balanced | None = None) -> Makers:
    """What each estimator of the choice is made by, where children are the rows."""
    chance = analyse_classes.chance
    if choice.design is Design.CHILDREN:
        chance = analyse_classes.chance_inside_classes
    made: dict[Estimator, Callable[[], Raw]] = {
        Estimator.MIXED: partial(analyse_classes.mixed_model, table),
        Estimator.CR2: partial(analyse_classes.robust, table),
        Estimator.CLASS_MEANS: partial(analyse_classes.means, table),
        Estimator.PERMUTATION: partial(chance, table),
        Estimator.CLASS_EFFECTS: partial(analyse_classes.inside_classes, table),
        Estimator.BEFORE_AND_AFTER: partial(analyse_found.before_and_after, table),
        Estimator.DESCRIPTION: partial(analyse_found.described, table),
        Estimator.INSTRUMENT: partial(analyse_dose.instrument, table),
        Estimator.SLOPE: partial(analyse_dose.slope, table),
    }
    if weights is not None:
        made[Estimator.BALANCED] = partial(analyse_found.weighted, table, weights)
    return made


def of_cells(found: Cells) -> Makers:
    return {
        Estimator.CELL_EFFECTS: partial(analyse_cells.cell_effects, found),
        Estimator.PERMUTATION: partial(analyse_cells.chance_of_cells, found),
    }


def made(by: Estimator, makers: Makers) -> Raw:
    """The estimate, or one without numbers where the data leave nothing to estimate it by."""
    try:
        return makers[by]()
    except (EvidenceError, KeyError, np.linalg.LinAlgError):
        return Raw(by)
