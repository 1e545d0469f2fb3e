"""The arithmetic of a standard that is lacking or known, compiled. All of it stands in one file: numba makes a function
anew when its own file changes, not when a function that it calls does.

A result between 0 and 1 counts as that share of a right answer and the rest of a wrong one; a weight as that share of
an answer.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from homeroom.mastery.bkt.chains import Symbols
from homeroom.mastery.bkt.tree import Tree
from homeroom.mastery.columns import Codes, Numbers
from homeroom.mastery.compiled import compiled

LACKING, KNOWN = 0, 1
START, LEARN, FORGET = 0, 1, 2
# Rows of the priors. The odd answer in a state, which belies it: right though lacking (a guess), wrong though known.
GUESS, SLIP = 3, 4
YES, NO = 0, 1
EDGE = 1e-6  # no probability comes nearer to 0 or 1: nothing that is seen was ever impossible


@compiled
def likelihood(right: float, result: float, weight: float) -> float:
    """Of a result, where a right answer has the probability `right`."""
    if weight == 1.0 and result * (1.0 - result) == 0.0:  # whole: one of the two is taken, without a branch to guess
        return right * result + (1.0 - right) * (1.0 - result)
    return float((right**result * (1.0 - right) ** (1.0 - result)) ** weight)


@compiled
def seen(known: float, if_lacking: float, if_known: float) -> float:
    """What is known once something was seen, before anything was learned from it."""
    return known * if_known / (known * if_known + (1.0 - known) * if_lacking)


@compiled
def moved(known: float, learn: float, forget: float) -> float:
    """What is known by the next answer."""
    return known * (1.0 - forget) + (1.0 - known) * learn


@compiled
def _likelihoods(first: int, last: int, symbols: Symbols, odd: Numbers, found: Numbers) -> None:
    """Fill `found[symbol, state]` for some symbols. `odd[state, standard, program]` is how often answers belie it."""
    for s in range(first, last):
        k, p = symbols.standard[s], symbols.program[s]
        found[s, LACKING] = likelihood(odd[LACKING, k, p], symbols.result[s], symbols.weight[s])
        found[s, KNOWN] = likelihood(1.0 - odd[KNOWN, k, p], symbols.result[s], symbols.weight[s])


class Answers(NamedTuple):
    """Columns of `Responses`: one entry an answer, `standard` and `weight` with one an answer and standard."""

    student: Codes
    program: Codes
    share: Numbers  # of items right
    items: Numbers  # that it counts as; what counts as none changes nothing
    starts: Codes
    standard: Codes
    weight: Numbers


@compiled
def followed(answers: Answers, move: Numbers, odd: Numbers, keep: bool) -> tuple[Numbers, Numbers, Numbers]:
    """The probability that each answer is right, given the child's earlier ones; with `keep` also for each of its
    standards the likelihood of what was seen, and what is known afterwards."""
    predicted = np.zeros(len(answers.student))
    kept = len(answers.standard) if keep else 0
    chance, after = np.empty(kept), np.empty(kept)
    known, of = np.empty(len(move)), np.full(len(move), -1, dtype=np.int64)
    for i in range(len(answers.student)):
        p, share = answers.program[i], answers.share[i]
        for entry in range(answers.starts[i], answers.starts[i + 1]):
            k, weight = answers.standard[entry], answers.weight[entry]
            items = weight * answers.items[i]
            if of[k] != answers.student[i]:
                of[k] = answers.student[i]
                known[k] = move[k, START]
            guess, knows = odd[LACKING, k, p], 1.0 - odd[KNOWN, k, p]
            predicted[i] += weight * (known[k] * knows + (1.0 - known[k]) * guess)
            if items == 0.0:
                if keep:
                    chance[entry], after[entry] = 1.0, known[k]
                continue
            if_lacking, if_known = likelihood(guess, share, items), likelihood(knows, share, items)
            if keep:
                chance[entry] = known[k] * if_known + (1.0 - known[k]) * if_lacking
            known[k] = moved(seen(known[k], if_lacking, if_known), move[k, LEARN], move[k, FORGET])
            if keep:
                after[entry] = known[k]
    return predicted, chance, after


@compiled
def counted(answers: Answers, standards: int) -> Codes:
    """For each entry how many answers its child has given on its standard, where it is the last of them; else 0."""
    count, of = np.zeros(standards, dtype=np.int64), np.full(standards, -1, dtype=np.int64)
    last = np.empty(standards, dtype=np.int64)
    found = np.zeros(len(answers.standard), dtype=np.int64)
    for i in range(len(answers.student)):
        for entry in range(answers.starts[i], answers.starts[i + 1]):
            k = answers.standard[entry]
            if of[k] != answers.student[i]:
                of[k] = answers.student[i]
                count[k] = 0
            else:
                found[last[k]] = 0
            count[k] += answers.items[i] > 0.0
            found[entry] = count[k]
            last[k] = entry
    return found


@compiled
def _expected(tree: Tree, k: int, found: Numbers, move: Numbers, work: Numbers, mass: Numbers, moves: Numbers) -> None:
    """The E-step over the nodes of standard k: expected counts of states by symbol in `mass`, and of moves.

    `work` has a row a node: known given what was seen so far; 1 over the chance of what was seen last given all before;
    and for each state the sum, over the chains through the node, of what comes back from their later links.
    `moves` has a row for start, learn and forget: how often, out of how often it could have been.
    """
    start, learn, forget = move[k]
    first, last = tree.nodes[k], tree.nodes[k + 1]
    for node in range(first, last):
        up, what = tree.parent[node], tree.symbol[node]
        known = start if up < 0 else moved(work[up, 0], learn, forget)
        both = known * found[what, KNOWN]
        work[node, 1] = 1.0 / (both + (1.0 - known) * found[what, LACKING])
        work[node, 0] = both * work[node, 1]
        work[node, 2] = work[node, 3] = tree.ends[node]
    started = chains = learned = lacked = forgot = knew = 0.0
    for node in range(last - 1, first - 1, -1):
        up, what, known = tree.parent[node], tree.symbol[node], work[node, 0]
        lacking_here, known_here = (1.0 - known) * work[node, 2], known * work[node, 3]
        mass[what, LACKING] += lacking_here
        mass[what, KNOWN] += known_here
        if up < 0:
            started += known_here
            chains += known_here + lacking_here
            continue
        to_lacking = found[what, LACKING] * work[node, 2] * work[node, 1]
        to_known = found[what, KNOWN] * work[node, 3] * work[node, 1]
        before = work[up, 0]
        learned += (1.0 - before) * learn * to_known
        lacked += (1.0 - before) * (1.0 - learn) * to_lacking
        forgot += before * forget * to_lacking
        knew += before * (1.0 - forget) * to_known
        work[up, 2] += (1.0 - learn) * to_lacking + learn * to_known
        work[up, 3] += forget * to_lacking + (1.0 - forget) * to_known
    moves[START, 0], moves[START, 1] = started, chains
    moves[LEARN, 0], moves[LEARN, 1] = learned, learned + lacked
    moves[FORGET, 0], moves[FORGET, 1] = forgot, forgot + knew


@compiled
def _share(yes: float, total: float, yes_before: float, no_before: float, old: float) -> float:
    """A probability out of expected counts and a prior; as it was where there is neither."""
    weight = total + yes_before + no_before
    if weight <= 0.0:
        return old
    return float(min(max((yes + yes_before) / weight, EDGE), 1.0 - EDGE))


@compiled
def _counted(tree: Tree, k: int, symbols: Symbols, mass: Numbers, answers: Numbers) -> None:
    """Sum the symbols' masses up: `answers[state, standard, program]` is (odd ones, all)."""
    answers[:, k] = 0.0
    for s in range(tree.symbols[k], tree.symbols[k + 1]):
        p, result, weight = symbols.program[s], symbols.result[s], symbols.weight[s]
        answers[LACKING, k, p, 0] += weight * mass[s, LACKING] * result
        answers[LACKING, k, p, 1] += weight * mass[s, LACKING]
        answers[KNOWN, k, p, 0] += weight * mass[s, KNOWN] * (1.0 - result)
        answers[KNOWN, k, p, 1] += weight * mass[s, KNOWN]


@compiled
def _maximised(
    k: int, moves: Numbers, answers: Numbers, priors: Numbers, pull: float, forgets: bool, move: Numbers, odd: Numbers
) -> float:
    """The M-step of standard k; gives the largest change. A program's own rates stand in the last row of `odd`."""
    change = 0.0
    for which in range(3 if forgets else 2):
        old = move[k, which]
        move[k, which] = _share(moves[which, 0], moves[which, 1], priors[which, YES], priors[which, NO], old)
        change = max(change, abs(move[k, which] - old))
    for state in range(2):
        for p in range(odd.shape[2]):
            old, thought = odd[state, k, p], odd[state, -1, p]
            yes, total = answers[state, k, p]
            odd[state, k, p] = _share(yes, total, pull * thought, pull * (1.0 - thought), old)
            change = max(change, abs(odd[state, k, p] - old))
    return change


@compiled
def climb(
    tree: Tree,
    symbols: Symbols,
    priors: Numbers,
    pull: float,
    forgets: bool,
    move: Numbers,
    odd: Numbers,
    most: int,
    enough: float,
) -> int:
    """EM over all standards, changing the parameters in place; gives the rounds it took, at most `most`.

    A round is one E-step and M-step of every standard that still moves by more than `enough`, then of the programs'
    own rates over all standards. `move[standard]` is (start, learn, forget). `odd[state, standard, program]` has one
    standard and one program more: a program's own rates, and those of an unknown program, where -1 leads.
    """
    standards = len(move) - 1
    work, found = np.empty((len(tree.parent), 4)), np.empty((tree.symbols[-1], 2))
    mass = np.empty((tree.symbols[-1], 2))
    moves, answers = np.zeros((3, 2)), np.zeros((2, standards, odd.shape[2], 2))
    moving = np.ones(standards, dtype=np.bool_)
    for turn in range(most):
        for k in range(standards):
            if moving[k]:
                _likelihoods(tree.symbols[k], tree.symbols[k + 1], symbols, odd, found)
                mass[tree.symbols[k] : tree.symbols[k + 1]] = 0.0
                _expected(tree, k, found, move, work, mass, moves)
                _counted(tree, k, symbols, mass, answers)
                moving[k] = _maximised(k, moves, answers, priors, pull, forgets, move, odd) > enough
        for state in range(2):
            for p in range(odd.shape[2]):
                yes, total = answers[state, :, p, 0].sum(), answers[state, :, p, 1].sum()
                prior = priors[GUESS + state]
                odd[state, -1, p] = _share(yes, total, prior[YES], prior[NO], odd[state, -1, p])
        if not moving.any():
            return turn + 1
    return most
