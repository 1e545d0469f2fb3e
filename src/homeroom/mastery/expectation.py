"""What is expected of standards that a child has not worked on, for lists alone: no state is ever told from it.

An engine that knows nothing of a standard expects of it what it expects of any other. But what comes two years before
the child's grade is rarely the next thing to learn, and who knows fractions can count.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr, ndtri  # type: ignore[import-untyped]  # scipy ships no types

from homeroom.mastery import rules
from homeroom.mastery.graph import Graph
from homeroom.mastery.knowledge import Real

# Judgement: a standard is so much likelier known for each year that it lies behind, in standard deviations.
A_YEAR = 0.5
SURE = 1e-9


def expected(p: Real, weight: Real, told: Real, behind: Real, graph: Graph) -> Real:
    """The chances `p` (children × standards), those of untested standards raised by the grade and by later standards.

    `weight` is the child's own evidence: the more there is, the less is expected beside it. `told` is 1 where a
    teacher's word stands. `behind` counts the years from a standard's grade to the child's, NaN where one is unknown.
    """
    untested = np.clip(1 - weight / rules.TESTED["items"], 0.0, 1.0) * (1 - told)
    years = np.clip(np.nan_to_num(behind), 0.0, None)
    raised: Real = ndtr(ndtri(np.clip(p, SURE, 1 - SURE)) + A_YEAR * years * untested)
    raised = np.where(years * untested > 0, raised, p)
    for k in reversed(graph.order):
        for j in graph.of_standard(k):
            follows = (raised[:, k] >= rules.MASTERED["percent"] / 100) & (untested[:, j] > 0)
            raised[:, j] = np.where(follows, np.maximum(raised[:, j], raised[:, k]), raised[:, j])
    return raised
