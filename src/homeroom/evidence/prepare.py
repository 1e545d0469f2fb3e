"""One outcome of a study made ready: its rows, its scale, and what each estimator is made by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial

from homeroom.evidence import analyse_found, estimators, scaling, sentences
from homeroom.evidence.analyse_cells import Cells, cells
from homeroom.evidence.analysed import Table, table
from homeroom.evidence.balance import Balanced
from homeroom.evidence.choose import Choice, Design
from homeroom.evidence.data import Child, Data
from homeroom.evidence.design_matrix import Real
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.estimate import Estimator
from homeroom.evidence.estimators import Makers
from homeroom.evidence.raw import Raw
from homeroom.evidence.scaling import Scaling
from homeroom.evidence.verdict import Arm


@dataclass(frozen=True)
class Prepared:
    choice: Choice
    data: Data
    rows: Table | Cells

    @cached_property
    def outcome(self) -> Real:
        return self.rows.outcome

    @cached_property
    def classes(self) -> list[str]:
        """Those of the rows, each once, in order."""
        return sorted(set(self.rows.classes))

    @cached_property
    def scaling(self) -> Scaling:
        return scaling.of_cells(self.rows) if isinstance(self.rows, Cells) else scaling.of_children(self.rows)

    @cached_property
    def weights(self) -> Balanced | None:
        """Of the comparison children, where the design asks for them; None, too, where nothing can be balanced."""
        if Estimator.BALANCED not in self.choice.beside or isinstance(self.rows, Cells):
            return None
        try:
            return analyse_found.weights(self.rows)
        except EvidenceError:
            return None

    @cached_property
    def makers(self) -> Makers:
        if isinstance(self.rows, Cells):
            return estimators.of_cells(self.rows)
        ranked = {Estimator.RANK: partial(_ranked, self.data)}
        return {**estimators.of_table(self.rows, self.choice, self.weights), **ranked}

    @cached_property
    def children(self) -> list[Child]:
        """Who is analysed, each once."""
        if isinstance(self.rows, Table):
            return list(self.rows.data.children)
        answered = {answer.child for answer, _ in self.rows.rows}
        return [one for one in self.data.children if one.key in answered]

    @cached_property
    def arms(self) -> tuple[Arm, Arm]:
        """The new arm and the old one: analysed classes and their schools."""
        schools = {one.classroom: one.school for one in self.data.children}
        rooms = [
            {room for room, arm in zip(self.rows.classes, self.rows.arm, strict=True) if bool(arm > 0.5) is new}
            for new in (True, False)
        ]
        new, old = (Arm(len(one), frozenset(schools[room] for room in one)) for one in rooms)
        return new, old

    @property
    def enough(self) -> bool:
        """Whether each arm has the classes that an estimate needs."""
        return min(one.classes for one in self.arms) >= sentences.ONE_CLASS["classes"]

    def estimated(self, by: Estimator) -> Raw:
        if not self.enough and self.choice.design is not Design.ONE_TREATED:
            return Raw(by)
        return estimators.made(by, self.makers)

    def without(self, room: str) -> Prepared:
        return replace(self, rows=self.rows.only({one for one in self.classes if one != room}))


def prepared(data: Data, choice: Choice, outcome: str = "") -> Prepared:
    """Raises EvidenceError where an arm has nobody with this outcome."""
    return Prepared(choice, data, cells(data) if data.cells and not outcome else table(data, outcome))


def _ranked(data: Data) -> Raw:
    return analyse_found.by_rank(analyse_found.rank(data))
