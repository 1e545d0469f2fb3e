"""Figures: what is learned of responses. Intervals against planted truth, and what a plan made of them promises.

Worlds are small and invented: children differ by tau in how a modality serves them, an outcome has noise sigma. The
planner is a plain one, the best assignment of children to places at the same need, so that only the responses differ.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from homeroom.rotation.block.modality import Modality
from homeroom.rotation.response import Learned, Row, learn

SEEDS, FIRST = 200, 100
PLANS = 30
SIGMAS = (0.3, 0.6, 1.0)
TAU, BETWEEN = 0.25, 0.15
SUBJECTS, BANDS = ("math", "reading"), ("K-1", "2-3", "4-5")
BASES = {
    Modality.TUTORING: 0.20,
    Modality.TEACHER_LED: 0.14,
    Modality.TECHNOLOGY: 0.10,
    Modality.PEER: 0.055,
    Modality.INDEPENDENT: 0.045,
}
SEATS = (0.12, 0.24, 0.36, 0.10, 0.18)  # shares of the children
OUTCOMES = 3  # of a child and modality, where plans are compared; their mean has noise sigma

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class World:
    """Rows as they would be collected, and what is true of every child, cell and of the whole."""

    rows: list[Row]
    children: dict[tuple[int, Modality], float]
    cells: dict[tuple[Modality, str, str], float]
    whole: dict[Modality, float]


def world(seed: int, children: int = 200, sigma: float = 0.6, rows: float = 4.0, tau: float = TAU) -> World:
    """About `rows` outcomes of each child in each of two modalities, on 1 to 3 answers each."""
    chance, made = np.random.default_rng(seed), World([], {}, {}, {})
    band = chance.integers(len(BANDS), size=children)
    for modality in (Modality.TUTORING, Modality.TECHNOLOGY):
        of_subject, of_band = chance.normal(0, BETWEEN, len(SUBJECTS)), chance.normal(0, BETWEEN, len(BANDS))
        own, base = chance.normal(0, tau, children), np.log(BASES[modality])
        child = np.repeat(np.arange(children), chance.poisson(rows, children))
        subject, weight = chance.integers(len(SUBJECTS), size=len(child)), chance.integers(1, 4, len(child))
        log = base + of_subject[subject] + (of_band[band] + own)[child]
        seen = log + chance.normal(0, sigma / np.sqrt(weight))
        for each in zip(child.tolist(), subject.tolist(), seen.tolist(), weight.tolist(), strict=True):
            made.rows.append(Row(each[0], modality, SUBJECTS[each[1]], BANDS[band[each[0]]], each[2], each[3]))
        taught = float(np.bincount(subject, weight, len(SUBJECTS)) / weight.sum() @ of_subject)
        drawn = float(np.bincount(band[child], weight, len(BANDS)) / weight.sum() @ of_band)
        made.whole[modality] = float(np.exp(base + taught + drawn))
        true = np.exp(base + taught + of_band[band] + own)
        made.children.update({(number, modality): float(one) for number, one in enumerate(true)})
        for s, subject_name in enumerate(SUBJECTS):
            for b, band_name in enumerate(BANDS):
                mean = base + of_subject[s] + of_band[b]
                made.cells[modality, subject_name, band_name] = float(np.exp(mean))
    return made


def covered(made: World, learned: Learned) -> dict[str, list[bool]]:
    """Whether each interval holds the truth, by what it is of."""
    of_children = [
        one.low <= made.children[key] / learned.whole[key[1]].middle <= one.high
        for key, one in learned.children.items()
    ]
    return {
        "children": of_children,
        "cells": [one.low <= made.cells[key] <= one.high for key, one in learned.cells.items()],
        "modalities": [one.low <= made.whole[key] <= one.high for key, one in learned.whole.items()],
    }


@dataclass(frozen=True)
class Promise:
    """What a plan says it is worth, and what it is."""

    promised: float
    delivered: float


def plans(seed: int, sigma: float, children: int = 200, tau: float = TAU) -> dict[str, Promise]:
    """The same children, needs and seats, planned by what was seen, by what is shrunk, by the mean, by the truth."""
    chance = np.random.default_rng(seed)
    need = chance.uniform(0.3, 1.0, children)
    logs = np.log(list(BASES.values())) + chance.normal(0, tau, (children, len(BASES)))
    seen = logs[:, :, None] + chance.normal(0, sigma * np.sqrt(OUTCOMES), (*logs.shape, OUTCOMES))
    rows = [
        Row(child, modality, "math", "all", float(one))
        for child in range(children)
        for number, modality in enumerate(BASES)
        for one in seen[child, number]
    ]
    learned = learn(rows)
    mean = np.array([learned.whole[modality].middle for modality in BASES])
    own = np.array([[learned.children[child, modality].middle for modality in BASES] for child in range(children)])
    beliefs = {
        "raw": np.exp(seen.mean(axis=2)),
        "shrunk": own * mean,
        "mean": np.tile(mean, (children, 1)),
        "truth": np.exp(logs),
    }
    return {name: _planned(need[:, None] * belief, need[:, None] * np.exp(logs)) for name, belief in beliefs.items()}


def _planned(believed: Array, true: Array) -> Promise:
    seats = np.round(np.array(SEATS) * len(believed)).astype(int)
    seat = np.repeat(np.arange(len(seats)), seats)
    child, taken = linear_sum_assignment(believed[:, seat], maximize=True)
    return Promise(float(believed[child, seat[taken]].sum()), float(true[child, seat[taken]].sum()))


def interval(differences: Array) -> tuple[float, float, float]:
    """The mean of paired differences, and 95 % about it."""
    mean, reach = float(differences.mean()), 1.96 * float(differences.std(ddof=1)) / len(differences) ** 0.5
    return mean, mean - reach, mean + reach


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", type=int, default=FIRST, help="the first seed")
    parser.add_argument("--tau", type=float, default=TAU, help="how far children differ")
    asked = parser.parse_args()
    first, tau = asked.first, asked.tau
    for sigma in SIGMAS:
        found: dict[str, list[bool]] = {}
        for seed in range(first, first + SEEDS):
            made = world(seed, sigma=sigma, tau=tau)
            for name, each in covered(made, learn(made.rows)).items():
                found.setdefault(name, []).extend(each)
        told = ", ".join(f"{name} {np.mean(each):.1%} of {len(each)}" for name, each in found.items())
        print(f"sigma {sigma}: 80 % intervals hold the truth: {told}")
    for sigma in SIGMAS:
        seeds = [plans(seed, sigma, tau=tau) for seed in range(first, first + PLANS)]
        for name in seeds[0]:
            promised, delivered = (
                np.array([getattr(one[name], part) for one in seeds]) for part in ("promised", "delivered")
            )
            print(f"sigma {sigma} {name}: promises {promised.mean():.2f}, delivers {delivered.mean():.2f}")
        over = np.array([one["shrunk"].delivered / one["mean"].delivered - 1 for one in seeds])
        excess = np.array([one["shrunk"].promised / one["shrunk"].delivered - 1 for one in seeds])
        print("  shrunk over mean: {:+.1%} [{:+.1%}, {:+.1%}]".format(*interval(over)))
        print("  shrunk promises over what it delivers: {:+.1%} [{:+.1%}, {:+.1%}]".format(*interval(excess)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
