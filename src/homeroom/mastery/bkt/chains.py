"""Answers as chains: one chain a child and standard, each link a symbol for what was seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.compiled import compiled
from homeroom.mastery.likelihoods import CHECK, ITEM, TRIES
from homeroom.mastery.responses import Responses


class Symbols(NamedTuple):
    """All that can be seen of a standard: an answer's program, its result and its weight. In order of standard."""

    standard: Codes
    program: Codes  # -1 where unknown
    result: Numbers  # 0..1
    weight: Numbers  # the standard's weight in the answer, times the items that the answer counts as


@dataclass(frozen=True)
class Chains:
    """In order of (standard, student); links in order of time. Chain c is `symbol[starts[c]:starts[c + 1]]`."""

    symbol: Codes
    starts: Codes
    symbols: Symbols


def chains(responses: Responses, programs: bool) -> Chains:
    """Without `programs` all answers count as of one unknown program."""
    of = np.repeat(np.arange(len(responses)), np.diff(responses.starts))
    program, (share, items) = told_by(responses, programs), shares(responses)
    weight, standard = responses.weight * items[of], responses.standard
    if not weight.all():
        of, standard, weight = of[weight > 0], standard[weight > 0], weight[weight > 0]
    symbol, symbols = _symbols(standard, program[of], share[of], weight)
    grouped, starts = _grouped(standard, responses.student[of], symbol, len(responses.standards))
    return Chains(grouped, starts, symbols)


def told_by(responses: Responses, programs: bool) -> Codes:
    return responses.program if programs else np.full(len(responses), -1, dtype=np.int64)


def shares(responses: Responses) -> tuple[Numbers, Numbers]:
    """Of each response the share of items right, and how many items it counts as: 0 where it is no evidence here.

    A lesson repeated until passed is one right item after its failed tries. Scale scores, claims and passed tests are
    not told in items, so this engine leaves them out.
    """
    kind, result, size = responses.kind, responses.result, responses.size
    if not kind.any():
        return result, size
    tries = kind == TRIES
    told = tries | (kind == ITEM) | (kind == CHECK)
    share = np.where(tries, result / np.maximum(size, 1.0), result)
    return np.where(told, share, 0.0), np.where(told, size, 0.0)


@compiled
def _grouped(standard: Codes, student: Codes, symbol: Codes, standards: int) -> tuple[Codes, Codes]:
    """Links by standard, and where each chain begins: a counting sort of what is in order of (student, time)."""
    place = np.zeros(standards + 1, dtype=np.int64)
    for code in standard:
        place[code + 1] += 1
    for code in range(standards):
        place[code + 1] += place[code]
    links = np.empty(len(standard), dtype=np.int64)
    begins = np.zeros(len(standard) + 1, dtype=np.bool_)
    last = np.full(standards, -1, dtype=np.int64)
    for entry in range(len(standard)):
        code = standard[entry]
        links[place[code]] = symbol[entry]
        begins[place[code]] = last[code] != student[entry]
        last[code] = student[entry]
        place[code] += 1
    begins[-1] = True
    return links, np.flatnonzero(begins).astype(np.int64)


def _symbols(standard: Codes, program: Codes, result: Numbers, weight: Numbers) -> tuple[Codes, Symbols]:
    """The symbol of each entry, and what the symbols are."""
    results, by_result = _levels(result)
    weights, by_weight = _levels(weight)
    programs = int(program.max(initial=-1)) + 2
    key = ((standard * programs + program + 1) * len(results) + by_result) * len(weights) + by_weight
    symbol, used = _compact(key)
    used, of_weight = np.divmod(used, len(weights))
    used, of_result = np.divmod(used, len(results))
    of_standard, of_program = np.divmod(used, programs)
    return symbol, Symbols(of_standard, of_program - 1, results[of_result], weights[of_weight])


def _levels(values: Numbers) -> tuple[Numbers, Codes]:
    """The different values, and which each entry has; quick where all are 0 or 1, as they mostly are."""
    whole = values == 1
    if np.all(whole | (values == 0)):
        return np.array([0.0, 1.0]), whole.astype(np.int64)
    levels, which = np.unique(values, return_inverse=True)
    return levels, which.astype(np.int64)


def _compact(keys: Codes) -> tuple[Codes, Codes]:
    """The number of each entry's key among the different keys, and these in order."""
    size = int(keys.max(initial=-1)) + 1
    if size > 4 * len(keys) + 4096:  # too sparse to be counted out
        used, number = np.unique(keys, return_inverse=True)
        return number.astype(np.int64), used
    seen = np.zeros(size, dtype=np.bool_)
    seen[keys] = True
    used = np.flatnonzero(seen).astype(np.int64)
    numbers = np.zeros(size, dtype=np.int64)
    numbers[used] = np.arange(len(used))
    return numbers[keys], used
