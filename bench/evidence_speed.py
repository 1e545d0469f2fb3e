"""Figure: CPU of CR2 in its low-rank form against the form with matrices of all rows of a cluster, and of mixed models.

STAR K by school, the published data beside the checkout, else children made up in as many schools. Both forms in one
run, the best of five turns each. The form with all rows: (I − X_j M X_j')^(−1/2) by its own eigenvalues, and degrees of
freedom out of I − H. Mixed models: the engine's fit, and our audit of it, beside lme4 where Rscript has it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from time import process_time

import numpy as np

from bench.evidence import published
from homeroom.evidence.design_matrix import Design, Real, design
from homeroom.evidence.least_squares import fit
from homeroom.evidence.mixed_engine import fitted
from homeroom.evidence.robust import clustered

TURNS = 5
MODELS = {"Exam_rs": 1.2, "HSB_full": 1.2, "egsingle_cond": 1.2, "bdf_rs": 1.2, "Early": 1.2, "InstEval_2": 0.7}


def best(work: Callable[[], object], turns: int = TURNS) -> float:
    seconds = []
    for _ in range(turns):
        started = process_time()
        work()
        seconds.append(process_time() - started)
    return min(seconds)


def study() -> tuple[Design, Real, Real]:
    if published.STUDIES.is_dir():
        columns, score, school = published.star("k")
        return design(columns), score, school
    chance = np.random.default_rng(1)
    school = np.repeat(np.arange(79), 73)
    kind = chance.integers(0, 3, len(school))
    score = 900 + 30 * chance.normal(size=79)[school] + 70 * chance.normal(size=len(school))
    return design({"small": kind == 1, "aide": kind == 2}), score, school


def low_rank(model: Design, score: Real, school: Real) -> tuple[Real, list[float]]:
    robust = clustered(fit(model, score), school)
    return robust.covariance(), [robust.coefficient(name).freedom for name in model.names]


def whole(model: Design, score: Real, school: Real) -> tuple[Real, list[float]]:
    """Every matrix as the papers write it."""
    x = model.matrix
    bread = np.linalg.inv(x.T @ x)
    rest = score - x @ (bread @ (x.T @ score))
    scores, pushes = [], []
    for one in np.unique(school):
        rows = np.flatnonzero(school == one)
        hat = x[rows] @ bread @ x.T
        values, vectors = np.linalg.eigh(np.eye(len(rows)) - hat[:, rows])
        times = np.where(values > 1e-12, 1 / np.sqrt(np.maximum(values, 1e-12)), 0)
        push = bread @ x[rows].T @ (vectors * times) @ vectors.T
        scores.append(push @ rest[rows])
        spread = -push @ hat
        spread[:, rows] += push
        pushes.append(spread)
    stacked, found = np.array(pushes), np.array(scores)
    freedom = []
    for at in range(x.shape[1]):
        varying = stacked[:, at] @ stacked[:, at].T
        freedom.append(float(np.trace(varying) ** 2 / (varying**2).sum()))
    return found.T @ found, freedom


def lme4() -> dict[str, float] | str:
    """CPU seconds of each model in R, or why there are none."""
    if not shutil.which("Rscript"):
        return "Rscript is not installed"
    done = subprocess.run(["Rscript", "-e", "library(lme4)"], capture_output=True, check=False)
    if done.returncode:
        return "R has no lme4 (Debian: r-cran-lme4)"
    formulas = json.loads((published.STUDIES / "ANCHORS_lme4.json").read_text("utf-8"))
    seconds = {}
    for name in MODELS:
        model, told = published.mixed(name), formulas[name]
        seconds[name] = _in_r(model, told["REML"])
    return seconds


def _in_r(model: published.Mixed, reml: bool) -> float:
    """The same columns, written to a file; user and system time of lmer alone, the best of three."""
    import tempfile
    from pathlib import Path

    import pandas as pd

    columns = {f"x{at}": column for at, column in enumerate(model.design.matrix.T)} | {"y": model.outcome}
    bars = []
    for number, term in enumerate(model.terms):
        columns[f"g{number}"] = term.place
        varying = {f"z{number}{at}": column for at, column in enumerate(term.varying.T)}
        columns |= varying
        bars.append(f"(0 + {' + '.join(varying)} | g{number})")
    fixed = " + ".join(name for name in columns if name.startswith("x"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        pd.DataFrame(columns).to_csv(path, index=False)
        words = (
            f"library(lme4); d <- read.csv('{path}'); f <- y ~ 0 + {fixed} + {' + '.join(bars)}; "
            f"t <- replicate(3, sum(system.time(suppressWarnings(lmer(f, d, REML = {str(reml).upper()})))[1:2])); "
            f"cat(min(t))"
        )
        done = subprocess.run(["Rscript", "-e", words], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def main() -> None:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    model, score, school = study()
    ours, theirs = low_rank(model, score, school), whole(model, score, school)
    apart = float(np.abs(ours[0] / theirs[0] - 1).max())
    off = float(np.abs(np.array(ours[1]) / theirs[1] - 1).max())
    quick, slow = best(lambda: low_rank(model, score, school)), best(lambda: whole(model, score, school))
    said = "PASS" if slow / quick >= 15 and apart <= 1e-12 else "MISS"
    print(
        f"{len(score)} children, {len(np.unique(school))} schools: CR2 with degrees of freedom, all rows over low-rank:"
    )
    print(f"  {slow * 1e3:.1f} over {quick * 1e3:.2f} CPU ms: {slow / quick:.1f}; covariances differ by {apart:.1e} of")
    print(f"  themselves, degrees of freedom by {off:.1e}; limits >= 15, <= 1e-12: {said}")
    if not published.STUDIES.is_dir():
        print("mixed models: skipped, no ../shared/data/studies beside this checkout")
        return
    peer = lme4()
    if isinstance(peer, str):
        print(f"mixed models beside lme4: skipped, {peer}. Ours alone, the best of three:")
    for name, limit in MODELS.items():
        mixed = published.mixed(name)
        args = (mixed.design.matrix, mixed.outcome, mixed.terms)
        seconds = best(lambda args=args, reml=mixed.reml: fitted(*args, reml=reml), 3)
        if isinstance(peer, str):
            print(f"  {name}: {seconds:.3f} CPU s")
        else:
            ratio = seconds / peer[name]
            said = "PASS" if ratio <= limit else "MISS"
            print(f"  {name}: {seconds:.3f} over {peer[name]:.3f} CPU s: {ratio:.2f}; limit {limit}: {said}")


if __name__ == "__main__":
    main()
