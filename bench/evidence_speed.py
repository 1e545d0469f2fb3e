"""Figure: CPU of CR2 in its low-rank form against the form with matrices of all rows of a cluster, and of mixed models.

STAR K by school, the published data beside the checkout, else children made up in as many schools. Both forms in one
run, the best of five turns each. The form with all rows: (I − X_j M X_j')^(−1/2) by its own eigenvalues, and degrees of
freedom out of I − H. Mixed models: the engine's fit alone, beside lme4 where Rscript has it, turn and turn about, the
medians of their CPU seconds; models that are named alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # R's is one, too; numpy reads it as it is loaded

import numpy as np
import pandas as pd

from bench.evidence import published
from homeroom.evidence.design_matrix import Design, Real, design
from homeroom.evidence.least_squares import fit
from homeroom.evidence.mixed_engine import fitted
from homeroom.evidence.robust import clustered

TURNS = 5
FITS = 9
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


class Lme4:
    """One R process that fits what it is told to, and answers with its CPU seconds. Nothing is read inside the time."""

    SCRIPT = """
      suppressPackageStartupMessages(library(lme4))
      told <- file("stdin", "r")
      while (length(path <- readLines(told, n = 1))) {
        f <- as.formula(readLines(told, n = 1))
        reml <- readLines(told, n = 1) == "TRUE"
        d <- read.csv(path)
        for (g in grep("^g", names(d), value = TRUE)) d[[g]] <- factor(d[[g]])
        while (readLines(told, n = 1) == "fit") {
          gc(FALSE)
          cat(sum(system.time(suppressMessages(suppressWarnings(lmer(f, d, REML = reml))))[1:2]), "\\n")
        }
      }
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        words = ["Rscript", "--vanilla", "-e", self.SCRIPT]
        self._r = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder)

    def _say(self, *lines: str) -> None:
        assert self._r.stdin
        self._r.stdin.write("".join(f"{line}\n" for line in lines))
        self._r.stdin.flush()

    def begin(self, model: published.Mixed) -> None:
        columns = {f"x{at}": column for at, column in enumerate(model.design.matrix.T)} | {"y": model.outcome}
        bars = []
        for number, term in enumerate(model.terms):
            columns[f"g{number}"] = term.place
            varying = {f"z{number}{at}": column for at, column in enumerate(term.varying.T)}
            columns |= varying
            bars.append(f"(0 + {' + '.join(varying)} | g{number})")
        pd.DataFrame(columns).to_csv(self._folder / "rows.csv", index=False)
        fixed = " + ".join(name for name in columns if name.startswith("x"))
        self._say("rows.csv", f"y ~ 0 + {fixed} + {' + '.join(bars)}", str(model.reml).upper())

    def fit(self) -> float:
        assert self._r.stdout
        self._say("fit")
        return float(self._r.stdout.readline())

    def end(self) -> None:
        self._say("end")

    def close(self) -> None:
        self._r.communicate(timeout=60)


def why_no_lme4() -> str:
    """Blank where R has it."""
    if not shutil.which("Rscript"):
        return "Rscript is not installed"
    done = subprocess.run(["Rscript", "--vanilla", "-e", "library(lme4)"], capture_output=True, check=False)
    return "R has no lme4 (Debian: r-cran-lme4)" if done.returncode else ""


def beside(name: str, peer: Lme4 | None) -> tuple[list[float], list[float]]:
    """CPU seconds of our fits and of lme4's, turn and turn about."""
    model = published.mixed(name)
    ours, theirs = [], []
    if peer:
        peer.begin(model)
    for _ in range(FITS):
        ours.append(best(lambda: fitted(model.design.matrix, model.outcome, model.terms, reml=model.reml), 1))
        if peer:
            theirs.append(peer.fit())
    if peer:
        peer.end()
    return ours, theirs


def mixed_models() -> None:
    why = why_no_lme4()
    if why:
        print(f"mixed models beside lme4: skipped, {why}. Ours alone, the median of {FITS}:")
    with TemporaryDirectory() as folder:
        peer = None if why else Lme4(Path(folder))
        for name in sys.argv[1:] or MODELS:
            limit = MODELS[name]
            ours, theirs = beside(name, peer)
            told = f"  {name}: {median(ours):.3f}"
            if not theirs:
                print(f"{told} CPU s", flush=True)
                continue
            ratio = median(ours) / median(theirs)
            said = "PASS" if ratio <= limit else "MISS"
            ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
            told = f"{told} over {median(theirs):.3f} CPU s: {ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
            print(f"{told}; limit {limit}: {said}", flush=True)
        if peer:
            peer.close()


def main() -> None:
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
    mixed_models()


if __name__ == "__main__":
    main()
