"""Engines in worlds of known truth, ten seeds each: half the children fit, the other half measure.

    make bench-pybkt

World B: a standard is known or not. World I: knowledge grows. pyBKT's plain model, which does not tell programs apart,
is the peer; our BKT judges its mastery from pyBKT's own parameters by the same arithmetic.
"""

from __future__ import annotations

import os

os.environ |= {"NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from bench.mastery import pybkt_peer
from bench.mastery.measures import auc, brier, ece
from homeroom.mastery.bkt import BKT
from homeroom.mastery.columns import Numbers
from homeroom.simulation.worlds import binary, growth
from homeroom.simulation.worlds.practised import Answered

SEEDS = range(1, 11)
TOLD = Path(".make/bench/worlds.json")
Table = dict[str, Any]
Figures = dict[str, float]


def halves(answered: Answered) -> tuple[Table, Table]:
    """Children with an even number fit, the others measure: which child is which is chance already."""
    table = answered.table
    even = table["student"] % 2 == 0
    fit = {name: values[even] for name, values in table.items()}
    return fit, {name: values[~even] for name, values in table.items()}


def next_answer(test: Table, predicted: Numbers) -> Figures:
    right = test["correct"].astype(float)
    return {"next AUC": auc(right, predicted), "next ECE": ece(right, predicted)}


def mastery(answered: Answered, bkt: BKT, test: Table) -> Figures:
    told = bkt.mastery(test)
    truth = answered.mastered[list(told.student), list(told.standard)].astype(float)
    by_name = {"AUC": auc, "Brier": brier, "ECE": ece}
    return {f"mastery {name}": measure(truth, told.p_mastered) for name, measure in by_name.items()}


def recovered(answered: Answered, bkt: BKT) -> Figures:
    """Mean absolute error of the programs' guesses and slips."""
    found = bkt.parameters_
    errors = {}
    for name, told in (("guess", found.guess[-1]), ("slip", found.slip[-1])):
        truth = {program.name: getattr(program, name) for program in answered.programs}
        errors[f"{name} off by"] = float(np.mean([abs(told[i] - truth[str(p)]) for i, p in enumerate(found.programs)]))
    return errors


def measured(world: ModuleType, seed: int) -> dict[str, Figures]:
    answered = world.make(seed)
    fit, test = halves(answered)
    engines = {}
    if pybkt_peer.ready():
        peer = pybkt_peer.fitted(fit, 5, test)
        engines["pyBKT pooled"] = next_answer(test, peer.predicted) | mastery(answered, peer.model, test)
    for name, bkt in (("BKT pooled", BKT(programs=False)), ("BKT", BKT())):
        bkt.fit(fit)
        engines[name] = next_answer(test, bkt.predict(test)) | mastery(answered, bkt, test)
    if world is binary:
        engines["BKT"] |= recovered(answered, bkt)
    return engines


def means(runs: list[dict[str, Figures]]) -> dict[str, dict[str, str]]:
    """Of each engine and figure: the mean over the seeds, and the worst and best beside it."""
    told: dict[str, dict[str, str]] = {}
    for engine, figures in runs[0].items():
        for figure in figures:
            values = [run[engine][figure] for run in runs]
            text = f"{np.mean(values):.4f} ({min(values):.4f} to {max(values):.4f})"
            told.setdefault(engine, {})[figure] = text
    return told


def main(seeds: int = len(SEEDS)) -> None:
    told = {}
    for world in (binary, growth):
        name = world.__name__.rpartition(".")[2]
        told[name] = means([measured(world, seed) for seed in SEEDS[:seeds]])
        for engine, figures in told[name].items():
            print(f"{name}, {engine}: " + "; ".join(f"{figure} {value}" for figure, value in figures.items()))
    TOLD.parent.mkdir(parents=True, exist_ok=True)
    TOLD.write_text(json.dumps(told, indent=2), "utf-8")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
