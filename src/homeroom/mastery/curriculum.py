"""The standards as lists and groups need them: what stands on what, whose goals they are, and what is not known."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.conf import settings
from django.utils.module_loading import import_string
from numpy.typing import NDArray

from homeroom.mastery.grades import goals, grade_of_standards
from homeroom.mastery.graph import Edge, Graph
from homeroom.standards import prerequisites

Targets = Callable[[Sequence[Hashable], Sequence[str]], NDArray[np.float64]]
"""Of children and codes: what goals that were set weigh, as an array of children × standards, 0 where there is none."""

NAMED = 5  # codes that a sentence names before it counts the rest


@dataclass(frozen=True)
class Curriculum:
    """`graph` is over all standards in the order of their codes; `without_grade` and `alone` are codes."""

    graph: Graph
    without_grade: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()

    def targets(self, students: Sequence[Hashable]) -> NDArray[np.float64]:
        """Children × standards: what each is worth as a goal. The grade's standards are 1 each; goals that are set
        for the child, which another package knows, come on top.
        """
        own = goals(students, self.graph.codes).astype(np.float64)
        set_for: Targets | None = import_string(settings.HOMEROOM_TARGETS) if settings.HOMEROOM_TARGETS else None
        return own + set_for(students, self.graph.codes) if set_for else own

    @property
    def circle(self) -> str:
        """Names the prerequisites that run in a circle, edge by edge; blank where none does."""
        if not self.graph.circles:
            return ""
        edges = ", ".join(f"{before} before {after}" for before, after in self.graph.circles)
        return f"prerequisites run in a circle: {edges}. Next steps go on without these edges; take one of them out."

    @property
    def gaps(self) -> tuple[str, ...]:
        """What lists and groups can't go by, a sentence each."""
        told = (
            ("standards without a grade", self.without_grade, "They are no child's goal."),
            ("standards without prerequisites", self.alone, "Nothing says what comes before or after them."),
        )
        return tuple(f"{what} ({len(codes)}): {_named(codes)}. {so}" for what, codes, so in told if codes)


def loaded(standards: Sequence[str] = ()) -> Curriculum:
    """Of these standards, by default all, by what stands in the database; where nothing was loaded, by what ships."""
    grades = grade_of_standards()
    standards = standards or sorted(grades)
    graph = Graph.of(standards, _edges(frozenset(standards)))
    linked = {end for edge in [*graph.edges, *graph.circles] for end in edge}
    return Curriculum(
        graph,
        tuple(code for code in standards if np.isnan(grades.get(code, np.nan))),
        tuple(code for code in standards if code not in linked),
    )


def _edges(listed: frozenset[str]) -> Iterator[Edge]:
    """Prerequisites between listed standards, with what parts and wholes take from each other."""
    for edge in prerequisites.known():
        if edge.before in listed and edge.after in listed:
            yield edge.before, edge.after


def _named(codes: Sequence[str]) -> str:
    rest = len(codes) - NAMED
    return ", ".join(codes[:NAMED]) + (f" and {rest} more" if rest > 0 else "")
