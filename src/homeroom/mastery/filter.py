"""The main engine: what each child knows, from a logit that is a sum of Gaussian terms.

The logit of an answer is the child's subject + domain + standard, less the difficulty of the standard, of the program's
version of it, of the lesson and of the item. Children are independent of each other, so any number of shards gives the
same bits; one answer at a time gives the same bits as all at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from homeroom.mastery import kernel
from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.parameters import Parameters, Tables, tables
from homeroom.mastery.responses import Responses


@dataclass(frozen=True)
class Filtered:
    """What was believed just before each response, and of the children after the last, where they were kept."""

    logit: Numbers  # mean of the response's logit
    doubt: Numbers  # its variance
    predicted: Numbers  # probability of a right answer
    hard: Numbers  # the part of the logit that is the item's, and its variance
    hard_doubt: Numbers
    children: Numbers  # (children, rows, kernel.CHILD_COLUMNS); only the last child if they were not kept


def filtered(responses: Responses, parameters: Parameters, keep: bool = False) -> Filtered:
    """Filter all children from nothing. `keep` keeps what is believed of each: 56 bytes a child and standard."""
    return through(responses, tables(parameters, responses), keep=keep)


def beginners(many: int, layout: Tables) -> Numbers:
    """This many children of whom nothing is known."""
    children = np.empty((many, layout.rows, kernel.CHILD_COLUMNS))
    for child in children[:1]:
        kernel.begin(child, layout.levels, layout.constants)
    children[1:] = children[:1]
    return children


def through(
    responses: Responses, layout: Tables, *, keep: bool = False, learn: bool = False, children: Numbers | None = None
) -> Filtered:
    """Run responses through the kernel. `learn` moves `layout.difficulty` in place; `children` go on from what they
    are, in place, and are kept."""
    keep = keep or children is not None
    if children is None:
        children = beginners(len(responses.students) if keep else 1, layout)
    notes = np.empty((len(responses), kernel.NOTES))
    kernel.run(
        children, layout.levels, layout.difficulty, layout.links, layout.constants,
        responses.student, responses.starts, responses.standard, responses.weight,
        rows_of(responses.item, layout.first_item), rows_of(responses.lesson, layout.first_lesson),
        responses.program, responses.kind, responses.result, responses.size, responses.detail, responses.day,
        learn, keep, notes,
    )  # fmt: skip
    logit, doubt, predicted, hard, hard_doubt = notes.T
    return Filtered(logit, doubt, predicted, hard, hard_doubt, children)


def rows_of(codes: Codes, first: int) -> Codes:
    return np.where(codes >= 0, codes + first, -1)
