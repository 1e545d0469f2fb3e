"""Hypothesis draws small graphs of standards and what is known of a few children on them."""

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from homeroom.mastery.graph import Graph
from homeroom.mastery.knowledge import Knowledge
from homeroom.mastery.next import Wishes

CODES = ("A", "B", "C", "D", "E", "F", "G")
TODAY = 100.0


@dataclass(frozen=True)
class Drawn:
    graph: Graph
    knowledge: Knowledge
    wishes: Wishes

    @property
    def before(self) -> list[list[int]]:
        return [self.graph.of_standard(k) for k in range(len(CODES))]


def graphs() -> st.SearchStrategy[Graph]:
    """No circles: what comes before has the earlier letter."""
    pairs = [(a, b) for a in CODES for b in CODES if a < b]
    return st.lists(st.sampled_from(pairs), max_size=12, unique=True).map(lambda edges: Graph.of(CODES, edges))


@st.composite
def drawn(draw: st.DrawFn, children: int = 2) -> Drawn:
    shape = (children, len(CODES))

    def array(values: st.SearchStrategy[float] | st.SearchStrategy[int]) -> np.ndarray:
        cells = st.lists(values, min_size=shape[0] * shape[1], max_size=shape[0] * shape[1])
        return np.array(draw(cells)).reshape(shape)

    last = array(st.sampled_from([np.nan, 50.0, 80.0, 95.0, 100.0]))
    knowledge = Knowledge(
        students=np.arange(children) + 1,
        p=array(st.sampled_from([0.0, 0.2, 0.5, 0.6, 0.75, 0.8, 0.97, 1.0]) | st.floats(0, 1)).astype(np.float64),
        weight=array(st.sampled_from([0.0, 2.0, 3.0, 5.0, 12.0])).astype(np.float64),
        missed=array(st.sampled_from([0, 0, 1, 3, 9, 10, 15])),
        last=last,
        today=TODAY,
    )
    targets = array(st.sampled_from([0.0, 0.0, 1.0, 2.0])).astype(np.float64)
    stops = array(st.sampled_from([0, 0, 0, 0, 1, -1])).astype(np.int8)
    return Drawn(draw(graphs()), knowledge, Wishes.of(knowledge, targets, stops))
