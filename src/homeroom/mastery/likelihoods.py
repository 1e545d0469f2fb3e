"""What one piece of evidence says about a child: a slope and an information for each kind, all on the same logit.

Each function gives (score, information) at a logit x: the derivative of the log likelihood, and Fisher's information.
The filter needs nothing else of a kind of evidence, so a new kind is a new function here.
"""

from __future__ import annotations

import math

from homeroom.mastery.compiled import compiled

# The kinds. What `result`, `size` and `detail` of a response mean:
ITEM = 0  # share right (0..1); items that it counts as (a score: n_e); chance of a rapid answer, else NaN
PASS = 1  # 1 passed, 0 failed; questions of the test; right ones needed
TRIES = 2  # 1 passed at last, 0 not yet; tries so far; -
SCALE = 3  # a scale score as a logit, (score - a) / b; its information, (b / SEM)²; 1 if of a domain, 0 of the subject
CLAIM = 4  # 1 claimed mastered, 0 claimed not; sensitivity; specificity
CHECK = 5  # 1 got it, .5 partly, 0 not yet; items that it counts as; -
KINDS = ("item", "pass", "tries", "scale", "claim", "check")

CUT = math.log(0.8 / 0.2)  # mastery: four of five ordinary items right
PARTLY = 0.0  # a teacher's "partly" begins where half of the ordinary items are right
FAR = 30.0  # logits beyond say nothing more and would overflow
NEAR = 15.0  # the same for differences of probabilities


@compiled
def sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


@compiled
def link(x: float, guess: float, slip: float) -> tuple[float, float, float]:
    """P(right), P(wrong) and the slope of P(right) at logit x, without losing digits far out."""
    small = math.exp(-min(abs(x), FAR))
    large = 1.0 / (1.0 + small)
    up, down = (large, small * large) if x >= 0.0 else (small * large, large)
    span = 1.0 - guess - slip
    return guess + span * up, slip + span * down, span * up * down


@compiled
def of_item(x: float, guess: float, slip: float, share: float, size: float) -> tuple[float, float]:
    """`size` answers of which `share` were right: a score of n items is n_e answers."""
    right, wrong, slope = link(x, guess, slip)
    steep = size * slope / (right * wrong)
    return (share - right) * steep, slope * steep


@compiled
def passing(right: float, wrong: float, questions: float, needed: float) -> tuple[float, float]:
    """P(at least `needed` of `questions` right), and its derivative by P(right)."""
    if needed <= 0.0:
        return 1.0, 0.0
    ways = math.lgamma(questions + 1.0) - math.lgamma(needed + 1.0) - math.lgamma(questions - needed + 1.0)
    term = math.exp(ways + needed * math.log(right) + (questions - needed) * math.log(wrong))
    slope = needed * term / right
    total, count = 0.0, needed
    while count <= questions:
        total += term
        term *= (questions - count) / (count + 1.0) * right / wrong
        count += 1.0
    return total, slope


@compiled
def of_pass(x: float, guess: float, slip: float, passed: float, questions: float, needed: float) -> tuple[float, float]:
    """A test of `questions` passed or not; with one question needed of one it is an item."""
    right, wrong, slope = link(x, guess, slip)
    if not (questions >= needed >= 1.0):  # the test's length or its threshold is not known
        return of_item(x, guess, slip, passed, 1.0)
    total, by_right = passing(right, wrong, questions, needed)
    total = min(max(total, 1e-9), 1.0 - 1e-9)
    steep = by_right * slope / (total * (1.0 - total))
    return (passed - total) * steep, by_right * slope * steep


@compiled
def of_tries(x: float, guess: float, slip: float, passed: float, tries: float) -> tuple[float, float]:
    """Repeated until passed: (1 - P)^(t - 1) P. Everybody passes at last, so the number of tries is what tells."""
    return of_item(x, guess, slip, passed / tries, tries)


@compiled
def of_claim(x: float, claimed: float, sensitivity: float, specificity: float) -> tuple[float, float]:
    """A program's word that a child has mastered, which it gives wrongly at its own rates."""
    return of_item(x - CUT, 1.0 - specificity, 1.0 - sensitivity, claimed, 1.0)


@compiled
def of_check(x: float, judged: float, size: float) -> tuple[float, float]:
    """A teacher's got it, partly or not yet: a cumulative logit model with thresholds at `CUT` and `PARTLY`."""
    x = min(max(x, -NEAR), NEAR)
    partly, got = sigmoid(x - PARTLY), sigmoid(x - CUT)
    by_partly, by_got = partly * (1.0 - partly), got * (1.0 - got)
    between = partly - got
    # Fisher's information: the squared slope over the probability, summed over the three answers.
    information = by_partly**2 / (1.0 - partly) + (by_partly - by_got) ** 2 / between + by_got**2 / got
    if judged > 0.75:
        return size * (1.0 - got), size * information
    if judged > 0.25:
        return size * (1.0 - partly - got), size * information
    return -size * partly, size * information


@compiled
def evidence(
    kind: int, x: float, guess: float, slip: float, result: float, size: float, detail: float
) -> tuple[float, float]:
    """Score and information of one piece of evidence of any kind."""
    if kind == ITEM:
        return of_item(x, guess if math.isnan(detail) else max(guess, detail), slip, result, size)
    if kind == PASS:
        return of_pass(x, guess, slip, result, size, detail)
    if kind == TRIES:
        return of_tries(x, guess, slip, result, size)
    if kind == SCALE:
        return size * (result - x), size
    if kind == CLAIM:
        return of_claim(x, result, size, detail)
    return of_check(x, result, size)
