"""Many children with drawn knowledge, and works of four programs for them: what the figure of CPU is taken of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.mastery.next_speed import graph
from homeroom.goals.choosing import codes, gaps, kernel
from homeroom.goals.choosing.draw import LISTED, blind, fill
from homeroom.mastery.graph import Graph
from homeroom.mastery.knowledge import Knowledge
from homeroom.mastery.next import Steps, Wishes, next_steps


@dataclass(frozen=True)
class Given:
    """What is known of the children and asked of them, and the works that there are."""

    graph: Graph
    knowledge: Knowledge
    wishes: Wishes
    content: kernel.Content
    children: kernel.Children


def drawn(many: int, lessons: int) -> Given:
    """As many children and works; the graph is the real K-8 one where the measuring data lie beside the checkout."""
    names, edges, _ = graph()
    random, shape = np.random.default_rng(7), (many, len(names))
    known = Knowledge(
        np.arange(many),
        random.beta(0.8, 0.8, shape),
        random.choice([0.0, 2.0, 6.0, 12.0], shape),
        random.choice([0, 0, 1, 4, 11], shape),
        random.choice([np.nan, 50.0, 95.0], shape),
        100.0,
    )
    goal = np.array([name.startswith(("3.", "4.")) or name.startswith("S") for name in names])
    standard = np.sort(random.integers(0, len(names), lessons))
    content = kernel.Content(
        starts=np.searchsorted(standard, np.arange(len(names) + 1)).astype(np.int64),
        option=np.arange(lessons),
        fit=random.uniform(0.4, 1, lessons),
        program=random.integers(0, 4, lessons),
        minutes=random.uniform(5, 20, lessons).round(),
        effect=random.uniform(0.3, 0.7, lessons),
        low=np.zeros(lessons),
        high=np.full(lessons, 8.0),
        grade=np.full(len(names), 3.0),
    )
    held = np.where(random.random((many, lessons)) < 0.1, codes.OFF, codes.FREE).astype(np.int8)
    children = kernel.Children(
        number=np.arange(many),
        room=np.full(many, 240.0),
        grade=np.full(many, 3.0),
        held=held,
        first=np.zeros_like(held),
        tries=random.integers(0, 3, held.shape).astype(np.int8),
        running=np.zeros((many, 4), np.int64),
        asked=np.zeros(shape, np.int64),
    )
    return Given(Graph.of(names, edges), known, Wishes.of(known, goal.astype(np.float64)), content, children)


def steps_of(given: Given) -> Steps:
    return next_steps(given.knowledge, given.graph, given.wishes, LISTED)


def choose(given: Given, items: int) -> kernel.Chosen:
    """From what is known to the works: next steps, marks of gaps, and the choice."""
    steps = gaps.marked(steps_of(given), gaps.known_gaps(given.knowledge, given.graph))
    lists = kernel.Lists(steps.standard, steps.kind, steps.value, blind(given.knowledge))
    bounds = kernel.Bounds(np.array([0, 0, 2, 0]), 10.0, 15.0, 3)
    return fill(lists, given.content, given.children, bounds, 5, items)
