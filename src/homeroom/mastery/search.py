"""Look for the filter's constants and the programs' links; each stays near its start unless data pull it away."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from homeroom.mastery.columns import Numbers
from homeroom.mastery.likelihoods import ITEM
from homeroom.mastery.parameters import Constants, Link, Parameters, logit
from homeroom.mastery.responses import Responses

EVALUATIONS = 600  # at most
STEP = 1e-3  # between the points that a slope is taken from
ENOUGH = 1e-6  # a round that makes the cost smaller by this share is the last
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
    """The constants and links with the least cost."""
    begun = _expected(start, search)
    names, programs = free(search.responses), linked(search.responses)
    first = np.array(
        [math.log(getattr(begun.constants, name)) for name in names]
        + [x for program in programs for x in _stretched(_link(begun, program))]
    )
    prior = np.log([getattr(Constants(), name) for name in names])

    def at(point: Numbers) -> Parameters:
        chosen = np.exp(np.clip(point[: len(names)], -14, 7)).tolist()
        found = begun.with_constants(**dict(zip(names, chosen, strict=True)))
        for program, pair in zip(programs, point[len(names) :].reshape(-1, 2), strict=True):
            found = _linked(found, program, _squeezed(pair))
        return found

    def cost(point: Numbers) -> float:
        found = at(point)
        unlikely = 0.5 * float(np.sum(((point[: len(names)] - prior) / SPREAD) ** 2))
        for program in programs:
            one = _link(found, program)
            unlikely += _unlikely(one.guess, _guess(program, search)) + _unlikely(one.slip, SLIP[0])
        return search.cost(found, search.responses) + unlikely

    return at(_smallest(cost, first))


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


def _link(parameters: Parameters, program: Hashable) -> Link:
    return parameters.other_link if program is None else parameters.links[program]


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


def _stretched(link: Link) -> list[float]:
    shares = ((link.guess, GUESS[1]), (link.slip, SLIP[1]))
    return [logit(min(max(share / most, 1e-3), 1 - 1e-3)) for share, most in shares]


def _squeezed(pair: Numbers) -> Link:
    guess, slip = 1 / (1 + np.exp(-np.clip(pair, -12.0, 12.0)))
    return Link(GUESS[1] * float(guess), SLIP[1] * float(slip))


def _smallest(cost: Callable[[Numbers], float], first: Numbers) -> Numbers:
    """A quasi-Newton search; slopes are taken from differences, so it always takes the same steps."""
    from scipy.optimize import minimize  # type: ignore[import-untyped]  # scipy ships no types; slow to import

    options = {"maxfun": EVALUATIONS, "eps": STEP, "ftol": ENOUGH}
    found: Numbers = minimize(cost, first, method="L-BFGS-B", options=options).x
    return found
