"""When an inferred tag is wrong, what is it instead? Mostly something near: the same cluster, the same domain.

Learned where an installation has both an inferred tag and a person's or the maker's own; until then by a prior.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from homeroom.goals.index.worked import Real, Whole

SAME, CLUSTER, DOMAIN, OTHER_GRADE, GRADE, FAR = range(6)
# Judgement: of ten wrong tags so many are of the same cluster, domain and grade, domain, grade, and of neither.
PRIOR = np.array([0.0, 2.5, 2.0, 3.0, 1.5, 1.0])


def nearness(codes: Sequence[str]) -> Whole:
    """Standards × standards: how near two of them lie. Codes as the Common Core's: grade, domain, cluster, number."""
    grade, domain, cluster = (np.array([_part(code, at) for code in codes]) for at in range(3))
    of_grade, of_domain = grade[:, None] == grade, domain[:, None] == domain
    near = np.full(of_grade.shape, FAR)
    near[of_grade] = GRADE
    near[of_domain] = OTHER_GRADE
    near[of_grade & of_domain] = DOMAIN
    near[of_grade & of_domain & (cluster[:, None] == cluster)] = CLUSTER
    np.fill_diagonal(near, SAME)
    return near


def _part(code: str, at: int) -> str:
    parts = code.split(".")
    return parts[at] if at < len(parts) else ""


def learned(wrong: Iterable[tuple[str, str]]) -> Real:
    """Shares of wrong tags by nearness, from pairs (what was inferred, what it truly is)."""
    counts = PRIOR.copy()
    for inferred, true in wrong:
        if inferred != true:
            counts[nearness([inferred, true])[0, 1]] += 1
    shares: Real = counts / counts.sum()
    return shares


def instead(near: Whole, shares: Real) -> Real:
    """Standards × standards: given a wrong tag (the row), the chance that each other one is what it truly is."""
    many = np.stack([(near == tier).sum(axis=1) for tier in range(FAR + 1)], axis=1)
    each = np.where(many > 0, shares / np.maximum(many, 1), 0.0)
    chances = np.take_along_axis(each, near, axis=1)
    np.fill_diagonal(chances, 0.0)
    whole = chances.sum(axis=1, keepdims=True)
    found: Real = np.divide(chances, whole, out=np.zeros_like(chances), where=whole > 0)
    return found


def likely(tagged: Real, p: Real, wrong: Real) -> Real:
    """How well each standard fits to a tag that is right with the chance `p`; a row without a tag fits all the same."""
    fits = p[:, None] * tagged + (1.0 - p)[:, None] * (tagged @ wrong)
    return np.where(tagged.sum(axis=1, keepdims=True) > 0, fits, 1.0)
