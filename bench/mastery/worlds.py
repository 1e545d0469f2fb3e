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
from bench.mastery.measured import brier
from bench.mastery.told import tell
from homeroom.mastery import fitting
from homeroom.mastery.bkt import BKT
from homeroom.mastery.calibrate import calibrated
from homeroom.mastery.columns import Numbers
from homeroom.mastery.filter import filtered
from homeroom.mastery.likelihoods import CUT
from homeroom.mastery.measures import auc, ece
from homeroom.mastery.parameters import logit, tables
from homeroom.mastery.responses import Responses
from homeroom.mastery.states import Known, known
from homeroom.simulation.worlds import binary, growth
from homeroom.simulation.worlds.practised import Answered

SEEDS = range(1, 11)
MEASURES = {"AUC": auc, "Brier": brier, "ECE": ece}
TOLD = Path(".make/bench/worlds.json")
Table = dict[str, Any]
Figures = dict[str, float]


def halves(answered: Answered) -> tuple[Table, Table]:
    """Children with an even number fit, the others measure: which child is which is chance already."""
    table = answered.table
    even = table["student"] % 2 == 0
    fit = {name: values[even] for name, values in table.items()}
    return fit, {name: values[~even] for name, values in table.items()}


def next_answer(right: Numbers, predicted: Numbers) -> Figures:
    return {"next AUC": auc(right, predicted), "next ECE": ece(right, predicted)}


def mastery(answered: Answered, bkt: BKT, test: Table) -> Figures:
    told = bkt.mastery(test)
    truth = answered.mastered[list(told.student), list(told.standard)].astype(float)
    return {f"mastery {name}": measure(truth, told.p_mastered) for name, measure in MEASURES.items()}


def recovered(answered: Answered, found: dict[str, tuple[float, float]]) -> Figures:
    """Mean absolute error of the programs' guesses and slips; `found` has both, by program."""
    errors = np.array(
        [(found[p.name][0] - p.guess, found[p.name][1] - p.slip) for p in answered.programs if p.name in found]
    )
    guess, slip = np.abs(errors).mean(axis=0)
    return {"guess off by": float(guess), "slip off by": float(slip)}


def by_program(bkt: BKT) -> dict[str, tuple[float, float]]:
    told = bkt.parameters_
    return {str(p): (told.guess[-1, i], told.slip[-1, i]) for i, p in enumerate(told.programs)}


def measured(world: ModuleType, seed: int) -> dict[str, Figures]:
    answered = world.make(seed)
    fit, test = halves(answered)
    engines: dict[str, Figures] = {}
    right = test["correct"].astype(float)
    if pybkt_peer.ready():
        peer = pybkt_peer.fitted(fit, 5, test)
        engines["pyBKT pooled"] = next_answer(right, peer.predicted) | mastery(answered, peer.model, test)
    for name, bkt in (("BKT pooled", BKT(programs=False)), ("BKT", BKT())):
        bkt.fit(fit)
        engines[name] = next_answer(right, bkt.predict(test)) | mastery(answered, bkt, test)
    if world is binary:
        engines["BKT"] |= recovered(answered, by_program(bkt))
    return engines | of_filter(answered, fit, test)


def of_filter(answered: Answered, fit: Table, test: Table) -> dict[str, Figures]:
    """The main engine: next answers from the filter alone and calibrated, mastery from the filter."""
    train, told = Responses.of(fit), Responses.of(test, standards=range(answered.mastered.shape[1]))
    parameters = fitting.fit(train)
    seen = filtered(told, parameters, keep=True)
    cut = float(logit(answered.cut)) if answered.cut else CUT
    found = known(seen.children, tables(parameters, told), parameters.ordinary, cut=cut)
    links = {str(program): (link.guess, link.slip) for program, link in parameters.links.items()}
    beside = intervals(answered, told, found) if answered.cut else recovered(answered, links)
    truth = answered.mastered[list(told.students)].ravel().astype(float)
    mastered = {f"mastery {name}": measure(truth, found.p_mastered.ravel()) for name, measure in MEASURES.items()}
    foretold = calibrated(train, parameters).predict(seen, told)
    return {
        "filter": next_answer(told.result, seen.predicted) | mastered | beside,
        "filter, calibrated": next_answer(told.result, foretold),
    }


def intervals(answered: Answered, told: Responses, found: Known) -> Figures:
    share = answered.share[list(told.students)]
    return {"80% intervals cover": float(((share >= found.low80) & (share <= found.high80)).mean())}


def means(runs: list[dict[str, Figures]]) -> dict[str, dict[str, str]]:
    """Of each engine and figure: the mean over the seeds, and the worst and best beside it."""
    told: dict[str, dict[str, str]] = {}
    for engine, figures in runs[0].items():
        for figure in figures:
            values = [run[engine][figure] for run in runs]
            text = f"{np.mean(values):.4f} ({min(values):.4f} to {max(values):.4f})"
            told.setdefault(engine, {})[figure] = text
    return told


def tell_means(world: str, runs: list[dict[str, Figures]]) -> None:
    tell({f"{world}: seeds": len(runs)})
    tell(
        {
            f"{world}, {engine}: {figure}": float(np.mean([run[engine][figure] for run in runs]))
            for engine, figures in runs[0].items()
            for figure in figures
        }
    )


def main(seeds: int = len(SEEDS)) -> None:
    told = {}
    for world in (binary, growth):
        name = world.__name__.rpartition(".")[2]
        runs = [measured(world, seed) for seed in SEEDS[:seeds]]
        tell_means(name, runs)
        told[name] = means(runs)
        for engine, figures in told[name].items():
            print(f"{name}, {engine}: " + "; ".join(f"{figure} {value}" for figure, value in figures.items()))
    TOLD.parent.mkdir(parents=True, exist_ok=True)
    TOLD.write_text(json.dumps(told, indent=2), "utf-8")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
