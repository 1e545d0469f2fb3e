"""The filter once more in plain Python, one child as a dictionary: what the compiled one is compared with."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from homeroom.mastery.parameters import Parameters
from homeroom.mastery.responses import Responses


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


@dataclass
class Term:
    mean: float
    variance: float
    weight: float = 0.0
    step: int = 0
    day: float | None = None


@dataclass
class Child:
    steps: dict[str, int] = field(default_factory=dict)
    terms: dict[tuple[str, object], Term] = field(default_factory=dict)


class AlternativeFilter:
    """Answers right or wrong (and shares of n) alone; the item side learns if it is asked to."""

    def __init__(self, parameters: Parameters, responses: Responses, learn: bool = False) -> None:
        self.parameters, self.responses, self.learn = parameters, responses, learn
        self.constants = parameters.constants
        self.hard: dict[tuple[str, object], Term] = {}
        self.children: dict[object, Child] = {}

    def run(self) -> list[tuple[float, float, float]]:
        """Logit, variance and probability before each response."""
        return [self.answer(at) for at in range(len(self.responses))]

    def answer(self, at: int) -> tuple[float, float, float]:
        r, c = self.responses, self.constants
        child = self.children.setdefault(r.student[at], Child())
        tags = range(r.starts[at], r.starts[at + 1])
        standards = [(int(r.standard[tag]), float(r.weight[tag])) for tag in tags]
        subject = f"subject {r.subject[standards[0][0]]}"
        day = None if math.isnan(r.day[at]) else float(r.day[at])
        steps = child.steps.get(subject, 0)
        mine = self.terms_of(child, subject, standards)
        self.let_time_pass(mine, subject, steps, day)
        theirs = self.hard_terms(at, standards)
        mean = sum(share * term.mean for _, share, term in mine) - sum(share * term.mean for share, term in theirs)
        variance = sum(share**2 * term.variance for _, share, term in mine)
        variance += sum(share**2 * term.variance for share, term in theirs)

        link = self.parameters.other_link
        if r.program[at] >= 0:
            link = self.parameters.links.get(r.programs[r.program[at]], link)
        guess = link.guess if math.isnan(r.detail[at]) else max(link.guess, r.detail[at])
        span = 1 - guess - link.slip
        seen = guess + span * sigmoid(mean / math.sqrt(1 + math.pi * variance / 8))
        p = guess + span * sigmoid(mean)
        slope = span * sigmoid(mean) * (1 - sigmoid(mean))
        size, result = float(r.size[at]), float(r.result[at])
        information = size * slope**2 / (p * (1 - p))
        pull = size * (result - p) * slope / (p * (1 - p)) / (1 + information * variance)
        gain = information / (1 + information * variance)

        child.steps[subject] = steps + 1
        for kind, share, term in mine:
            known = term.variance
            term.mean += share * term.variance * pull
            term.variance -= share**2 * term.variance**2 * gain
            term.weight += share * information
            term.day = term.day if day is None else day
            if kind == "standard":
                term.mean += share * size * (c.right if result else c.wrong) if result in (0, 1) else 0
                if result not in (0, 1):
                    term.mean += share * size * (c.right * result + c.wrong * (1 - result))
                term.variance = min(term.variance + share * c.q_standard, max(known, c.v_standard))
                term.step = steps + 1
            if kind == "subject":
                term.variance += c.q_subject
        if self.learn:
            for share, term in theirs:
                term.mean -= share * term.variance * pull
                term.variance -= share**2 * term.variance**2 * gain
        return mean, variance, seen

    def terms_of(self, child: Child, subject: str, standards: list[tuple[int, float]]) -> list[tuple[str, float, Term]]:
        c, r = self.constants, self.responses
        found = [("subject", 1.0, child.terms.setdefault(("subject", subject), Term(0.0, c.v_subject)))]
        shares: dict[int, float] = {}
        for standard, share in standards:
            term = child.terms.setdefault(("standard", standard), Term(0.0, c.v_standard))
            found.append(("standard", share, term))
            if r.domain[standard] >= 0:
                shares[int(r.domain[standard])] = shares.get(int(r.domain[standard]), 0.0) + share
        for domain, share in shares.items():
            found.append(("domain", share, child.terms.setdefault(("domain", domain), Term(0.0, c.v_domain))))
        return found

    def let_time_pass(self, mine: list[tuple[str, float, Term]], subject: str, steps: int, day: float | None) -> None:
        c = self.constants
        for kind, _, term in mine:
            days = day - term.day if day is not None and term.day is not None and day > term.day else 0.0
            if kind == "subject" and days:
                grown = min(term.variance + c.drift * days, c.v_subject)
                term.variance = max(term.variance, grown)
            if kind == "standard" and term.step:
                gap = days + c.step_days * (steps - term.step)
                left = (1 + gap / c.tau) ** -c.lambda_
                term.mean *= left
                if term.variance < c.v_standard:
                    term.variance = c.v_standard - (c.v_standard - term.variance) * left**2
                term.weight *= left**2

    def hard_terms(self, at: int, standards: list[tuple[int, float]]) -> list[tuple[float, Term]]:
        r, c, p = self.responses, self.constants, self.parameters
        found = []
        for standard, share in standards:
            found.append((share, self.hard.setdefault(("standard", standard), Term(p.level, c.v_difficulty))))
            if r.program[at] >= 0:
                beside = ("beside", (int(r.program[at]), standard))
                found.append((share, self.hard.setdefault(beside, Term(0.0, c.v_beside))))
        if r.lesson[at] >= 0:
            found.append((1.0, self.hard.setdefault(("lesson", int(r.lesson[at])), Term(0.0, c.v_lesson))))
        if r.item[at] >= 0:
            found.append((1.0, self.hard.setdefault(("item", int(r.item[at])), Term(0.0, c.v_item))))
        return found
