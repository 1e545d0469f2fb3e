"""Look for the filter's constants and the programs' links; each stays near its start unless data pull it away."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from homeroom.mastery.columns import Numbers
from homeroom.mastery.likelihoods import ITEM
from homeroom.mastery.parameters import Constants, Link, Parameters
from homeroom.mastery.responses import Responses

EVALUATIONS = 120  # of the constants in one round
LINK_EVALUATIONS = 30  # of one program's link in one round
ROUNDS = 2
LINKED = 300  # answers from which on a program's link is looked for
# Standard deviation of a constant's logarithm around its start, before any data.
SPREAD = 1.5
GUESS, SLIP = (0.1, 0.5), (0.05, 0.4)  # expected before any data, and the most there can be
TRUST = 12.0  # answers that the expected guess and slip are worth


@dataclass(frozen=True)
class Search:
    """What is searched on, and what is made small."""

    responses: Responses
    choices: Mapping[Hashable, int]
    cost: Callable[[Parameters, Responses], float]


def searched(start: Parameters, search: Search) -> Parameters:
    """The constants and links with the least cost. Rounds alternate between them."""
    found = _expected(start, search)
    for _ in range(ROUNDS):
        found = _constants(found, search)
        for program in linked(search.responses):
            found = _link(found, program, search)
    return found


def linked(responses: Responses) -> list[Hashable]:
    """Programs with enough answers for a link of their own; None stands for answers without a program."""
    counts = np.bincount(responses.program[responses.kind == ITEM] + 1, minlength=len(responses.programs) + 1)
    words = (None, *responses.programs)
    return [word for word, count in zip(words, counts, strict=True) if count >= LINKED]


def free(responses: Responses) -> list[str]:
    """The constants of which these responses can tell anything."""
    names = ["v_subject", "v_standard", "q_subject", "q_standard", "right", "wrong", "tau", "lambda_", "v_difficulty"]
    dated = bool((~np.isnan(responses.day)).any())
    names += ["drift", "step_days"] if dated else []
    names += ["v_domain"] if bool((responses.domain >= 0).any()) else []
    names += ["v_item"] if responses.items else []
    names += ["v_lesson"] if responses.lessons else []
    names += ["v_beside"] if len(responses.programs) > 1 else []
    return names


def _constants(start: Parameters, search: Search) -> Parameters:
    names = free(search.responses)
    first = np.log([getattr(start.constants, name) for name in names])
    prior = np.log([getattr(Constants(), name) for name in names])

    def at(point: Numbers) -> Parameters:
        return start.with_constants(**dict(zip(names, np.exp(np.clip(point, -14, 7)).tolist(), strict=True)))

    def cost(point: Numbers) -> float:
        return search.cost(at(point), search.responses) + 0.5 * float(np.sum(((point - prior) / SPREAD) ** 2))

    return at(_smallest(cost, first, 0.4, EVALUATIONS))


def _link(start: Parameters, program: Hashable, search: Search) -> Parameters:
    guess_most, slip_most = GUESS[1], SLIP[1]
    now = start.other_link if program is None else start.links[program]
    first = np.array([_stretched(now.guess, guess_most), _stretched(now.slip, slip_most)])

    def link(point: Numbers) -> Link:
        return Link(_squeezed(point[0], guess_most), _squeezed(point[1], slip_most))

    def cost(point: Numbers) -> float:
        one = link(point)
        unlikely = _unlikely(one.guess, _guess(program, search)) + _unlikely(one.slip, SLIP[0])
        return search.cost(_linked(start, program, one), search.responses) + unlikely

    return _linked(start, program, link(_smallest(cost, first, 0.6, LINK_EVALUATIONS)))


def _linked(parameters: Parameters, program: Hashable, link: Link) -> Parameters:
    if program is None:
        return replace(parameters, other_link=link)
    return replace(parameters, links={**parameters.links, program: link})


def _expected(start: Parameters, search: Search) -> Parameters:
    """Links as they are expected before any data, where the start has none."""
    links = {program: Link(_guess(program, search), SLIP[0]) for program in search.responses.programs}
    return replace(start, links=links | dict(start.links), other_link=Link(0.02, 0.02))


def _guess(program: Hashable, search: Search) -> float:
    many = search.choices.get(program, 0)
    return min(1 / many, 0.45) if many > 1 else GUESS[0]


def _unlikely(share: float, expected: float) -> float:
    """Minus the log density of a Beta distribution around what is expected, up to a constant."""
    return -TRUST * (expected * math.log(share) + (1 - expected) * math.log1p(-share))


def _stretched(share: float, most: float) -> float:
    inside = min(max(share / most, 1e-3), 1 - 1e-3)
    return math.log(inside / (1 - inside))


def _squeezed(x: float, most: float) -> float:
    return most / (1 + math.exp(-min(max(x, -12.0), 12.0)))


def _smallest(cost: Callable[[Numbers], float], first: Numbers, step: float, evaluations: int) -> Numbers:
    """Nelder and Mead's search; it needs no derivative and always takes the same steps."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]  # scipy ships no types; slow to import

    simplex = np.vstack([first, first + step * np.eye(len(first))])
    options = {"maxfev": evaluations, "initial_simplex": simplex, "xatol": 1e-3, "fatol": 1e-2, "adaptive": True}
    found: Numbers = minimize(cost, first, method="Nelder-Mead", options=options).x
    return found
