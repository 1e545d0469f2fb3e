"""The filter once more in plain Python: one child's levels as one normal distribution, with every covariance written
out. It is what the compiled one, which keeps a path of the tree alone, is compared with."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from homeroom.mastery.parameters import Constants, Parameters
from homeroom.mastery.responses import Responses

Name = tuple[str, int]


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


@dataclass
class Term:
    """What is known of an item."""

    mean: float
    variance: float


@dataclass
class Level:
    """A level of a child, and the one that it stands on: slope and variance are those that are left beside that."""

    under: Name | None
    mean: float
    slope: float
    variance: float
    step: int = 0
    day: float | None = None


@dataclass
class Child:
    """Levels, each after the one that it stands on."""

    levels: dict[Name, Level] = field(default_factory=dict)

    def means(self) -> dict[Name, float]:
        found: dict[Name, float] = {}
        for name, level in self.levels.items():
            found[name] = level.mean + (level.slope * found[level.under] if level.under else 0.0)
        return found

    def covariances(self) -> dict[tuple[Name, Name], float]:
        """Of every two levels."""
        found: dict[tuple[Name, Name], float] = {}
        names: list[Name] = []
        for name, level in self.levels.items():
            for other in names:
                along = level.slope * found[level.under, other] if level.under else 0.0
                found[name, other] = found[other, name] = along
            beside = level.slope**2 * found[level.under, level.under] if level.under else 0.0
            found[name, name] = level.variance + beside
            names.append(name)
        return found

    def put_back(self, means: dict[Name, float], covariances: dict[tuple[Name, Name], float]) -> None:
        """Take from the whole distribution what the tree keeps: each level beside the one that it stands on."""
        for name, level in self.levels.items():
            level.mean, level.variance = means[name], covariances[name, name]
            if level.under:
                along, top = covariances[name, level.under], covariances[level.under, level.under]
                level.slope = max(0.0, along / top)
                level.variance -= along**2 / top
                level.mean -= level.slope * means[level.under]


class AlternativeFilter:
    """Answers right or wrong (and shares of n) alone; the item side learns if it is asked to."""

    def __init__(self, parameters: Parameters, responses: Responses, learn: bool = False) -> None:
        self.parameters, self.responses, self.learn = parameters, responses, learn
        self.constants: Constants = parameters.constants
        self.hard: dict[tuple[str, object], Term] = {}
        self.children: dict[object, Child] = {}

    def run(self) -> list[tuple[float, float, float]]:
        """Logit, variance and probability before each response."""
        return [self.answer(at) for at in range(len(self.responses))]

    def answer(self, at: int) -> tuple[float, float, float]:
        r = self.responses
        child = self.children.setdefault(r.student[at], Child())
        tags = range(r.starts[at], r.starts[at + 1])
        standards = [(int(r.standard[tag]), float(r.weight[tag])) for tag in tags]
        day = None if math.isnan(r.day[at]) else float(r.day[at])
        for standard, _ in standards:
            self.meet(child, standard)
        self.let_time_pass(child, [standard for standard, _ in standards], day)
        theirs = self.hard_terms(at, standards)
        asked = {("standard", standard): share for standard, share in standards}
        means, covariances = child.means(), child.covariances()
        mean = sum(share * means[name] for name, share in asked.items())
        mean -= sum(share * term.mean for share, term in theirs)
        with_logit = {
            name: sum(share * covariances[name, other] for other, share in asked.items()) for name in child.levels
        }
        variance = sum(share * with_logit[name] for name, share in asked.items())
        variance += sum(share**2 * term.variance for share, term in theirs)
        seen, pull, gain = self.moments(at, mean, variance)

        prior = {name: child.levels[name].variance for name in asked}
        for name in child.levels:
            means[name] += with_logit[name] * pull
            for other in child.levels:
                covariances[name, other] -= with_logit[name] * with_logit[other] * gain
        child.put_back(means, covariances)
        self.practise(at, child, asked, prior, day)
        if self.learn:
            for share, term in theirs:
                term.mean -= share * term.variance * pull
                term.variance -= share**2 * term.variance**2 * gain
        return mean, variance, seen

    def moments(self, at: int, mean: float, variance: float) -> tuple[float, float, float]:
        """The probability of a right answer, and the slope and curve of its logarithm by the mean of the logit."""
        r = self.responses
        link = self.parameters.other_link
        if r.program[at] >= 0:
            link = self.parameters.links.get(r.programs[r.program[at]], link)
        guess = link.guess if math.isnan(r.detail[at]) else max(link.guess, r.detail[at])
        span = 1 - guess - link.slip
        flat = 1 / math.sqrt(1 + math.pi * variance / 8)
        up = sigmoid(mean * flat)
        p = guess + span * up
        first, second = span * up * (1 - up) * flat, span * up * (1 - up) * (1 - 2 * up) * flat**2
        size, result = float(r.size[at]), float(r.result[at])
        slope = result * first / p - (1 - result) * first / (1 - p)
        curve = result * (second / p - (first / p) ** 2)
        curve -= (1 - result) * (second / (1 - p) + (first / (1 - p)) ** 2)
        one = max(0.0, -curve)
        alone = one / (1 - one * variance)  # of one answer; `size` of them say so many times as much
        shrink = 1 + size * alone * variance
        return p, size * slope / (1 - one * variance) / shrink, size * alone / shrink

    def practise(
        self, at: int, child: Child, asked: dict[Name, float], prior: dict[Name, float], day: float | None
    ) -> None:
        r, c = self.responses, self.constants
        result, size = float(r.result[at]), float(r.size[at])
        subjects = {("subject", int(r.subject[standard])) for _, standard in asked}
        for name, share in asked.items():
            level = child.levels[name]
            level.mean += share * size * (c.right * result + c.wrong * (1 - result))
            level.variance = min(level.variance + share * c.q_standard, max(prior[name], c.v_standard))
            level.step = child.levels["subject", int(r.subject[name[1]])].step + 1
            level.day = level.day if day is None else day
        for name in subjects:
            child.levels[name].variance += c.q_subject
            child.levels[name].step += 1
            child.levels[name].day = child.levels[name].day if day is None else day

    def meet(self, child: Child, standard: int) -> None:
        c, r = self.constants, self.responses
        subject, domain = ("subject", int(r.subject[standard])), ("domain", int(r.domain[standard]))
        child.levels.setdefault(subject, Level(None, 0.0, 1.0, c.v_subject))
        under = subject
        if domain[1] >= 0:
            child.levels.setdefault(domain, Level(subject, 0.0, 1.0, c.v_domain))
            under = domain
        child.levels.setdefault(("standard", standard), Level(under, 0.0, 1.0, c.v_standard))

    def let_time_pass(self, child: Child, standards: list[int], day: float | None) -> None:
        c = self.constants
        for standard in standards:
            subject = child.levels["subject", int(self.responses.subject[standard])]
            subject.variance = max(
                subject.variance, min(subject.variance + c.drift * days_since(subject, day), c.v_subject)
            )
            level = child.levels["standard", standard]
            if level.step:
                gap = days_since(level, day) + c.step_days * (subject.step - level.step)
                left = (1 + gap / c.tau) ** -c.lambda_
                level.mean *= left
                level.slope = 1 + left * (level.slope - 1)
                if level.variance < c.v_standard:
                    level.variance = c.v_standard - (c.v_standard - level.variance) * left**2

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


def days_since(level: Level, day: float | None) -> float:
    return day - level.day if day is not None and level.day is not None and day > level.day else 0.0
