"""What one piece of evidence says about a child: a slope and an information for each kind, all on the same logit.

Each function gives, at a logit x that is known up to a variance: score, information, worth. Where x is known for sure,
the score is the derivative of the log likelihood and the information minus its second derivative; the filter moves a
mean by v score / (1 + information v), and takes v information / (1 + information v) of a variance v away. For single
answers both are taken with the doubt about x in them (moments matched, not the curve's slope at its middle), so that
this holds also where little is known; for the others they are those at x. Information is never below 0. The worth is
Fisher's information, the mean over what could have been seen: what evidence weighs must not depend on what it says.
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
Told = tuple[float, float, float]


@compiled
def sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


@compiled
def link(x: float, guess: float, slip: float) -> tuple[float, float, float, float]:
    """P(right), P(wrong), the slope of P(right) at logit x, and how fast that slope falls; no digits lost far out."""
    small = math.exp(-min(abs(x), FAR))
    large = 1.0 / (1.0 + small)
    up, down = (large, small * large) if x >= 0.0 else (small * large, large)
    span = 1.0 - guess - slip
    return guess + span * up, slip + span * down, span * up * down, span * up * down * (up - down)


@compiled
def flattened(doubt: float) -> float:
    """What the doubt about a logit leaves of it: the mean of a logistic curve over a normal distribution is nearly the
    same curve, drawn out (MacKay 1992)."""
    return 1.0 / math.sqrt(1.0 + math.pi / 8.0 * doubt)


@compiled
def of_item(x: float, doubt: float, guess: float, slip: float, share: float, size: float) -> Told:
    """`size` answers of which `share` were right: a score of n items is n_e answers."""
    flat = flattened(doubt)
    right, wrong, slope, falls = link(flat * x, guess, slip)
    worth = size * slope * slope / (right * wrong)
    steep, bent = flat * slope, flat * flat * falls
    # The derivative of the log probability by the mean of x, and minus the second one.
    signed = share / right - (1.0 - share) / wrong
    square = share / (right * right) + (1.0 - share) / (wrong * wrong)
    gain = max(0.0, steep * steep * square + bent * signed)
    left = 1.0 - gain * doubt
    return size * steep * signed / left, size * gain / left, worth


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
def of_pass(x: float, doubt: float, guess: float, slip: float, passed: float, questions: float, needed: float) -> Told:
    """A test of `questions` passed or not; with one question needed of one it is an item."""
    if not (questions >= needed >= 1.0):  # the test's length or its threshold is not known
        return of_item(x, doubt, guess, slip, passed, 1.0)
    right, wrong, slope, _ = link(x, guess, slip)
    total, by_right = passing(right, wrong, questions, needed)
    total = min(max(total, 1e-9), 1.0 - 1e-9)
    steep = by_right * slope / (total * (1.0 - total))
    return (passed - total) * steep, by_right * slope * steep, by_right * slope * steep


@compiled
def of_tries(x: float, doubt: float, guess: float, slip: float, passed: float, tries: float) -> Told:
    """Repeated until passed: (1 - P)^(t - 1) P. Everybody passes at last, so the number of tries is what tells."""
    return of_item(x, doubt, guess, slip, passed / tries, tries)


@compiled
def of_claim(x: float, doubt: float, claimed: float, sensitivity: float, specificity: float) -> Told:
    """A program's word that a child has mastered, which it gives wrongly at its own rates."""
    return of_item(x - CUT, doubt, 1.0 - specificity, 1.0 - sensitivity, claimed, 1.0)


@compiled
def of_check(x: float, judged: float, size: float) -> Told:
    """A teacher's got it, partly or not yet: a cumulative logit model with thresholds at `CUT` and `PARTLY`."""
    x = min(max(x, -NEAR), NEAR)
    partly, got = sigmoid(x - PARTLY), sigmoid(x - CUT)
    by_partly, by_got = partly * (1.0 - partly), got * (1.0 - got)
    between = partly - got
    # Fisher's information: the squared slope over the probability, summed over the three answers.
    information = size * (by_partly**2 / (1.0 - partly) + (by_partly - by_got) ** 2 / between + by_got**2 / got)
    if judged > 0.75:
        return size * (1.0 - got), information, information
    if judged > 0.25:
        return size * (1.0 - partly - got), information, information
    return -size * partly, information, information


@compiled
def evidence(
    kind: int, x: float, doubt: float, guess: float, slip: float, result: float, size: float, detail: float
) -> Told:
    """Score, information and worth of one piece of evidence of any kind."""
    if kind == ITEM:
        return of_item(x, doubt, guess if math.isnan(detail) else max(guess, detail), slip, result, size)
    if kind == PASS:
        return of_pass(x, doubt, guess, slip, result, size, detail)
    if kind == TRIES:
        return of_tries(x, doubt, guess, slip, result, size)
    if kind == SCALE:
        return size * (result - x), size, size
    if kind == CLAIM:
        return of_claim(x, doubt, result, size, detail)
    return of_check(x, result, size)
