"""Rerun a pack in a process of its own, and in R where R and its packages are there; say so where they are not.

Scripts out of a pack are never run as they come: only those that this version writes, to the last character.
"""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext

from homeroom.evidence import mixed_engine, pack_r, results_json
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.pack_open import unpacked
from homeroom.evidence.panel import Line
from homeroom.evidence.results import Results

IN_R = 1e-5  # relative: lme4 stops its search elsewhere
PATIENCE = 3600  # seconds
ASKED = 'q(status = !all(sapply(c("lme4", "lmerTest", "clubSandwich"), requireNamespace, quietly = TRUE)))'


@dataclass(frozen=True)
class Rerun:
    """`other` names what is another number; `in_r` says, in words, why R was not asked, blank where it was."""

    numbers: int
    other: tuple[str, ...]
    in_r: int
    no_r: str

    @property
    def same(self) -> bool:
        return not self.other


def rerun(path: Path) -> Rerun:
    """Raises EvidenceError where the pack is not sound, or the process that reruns it fails."""
    mixed_engine.needed()
    with tempfile.TemporaryDirectory() as place:
        folder = unpacked(path, Path(place))
        numbers, other = _again(folder)
        no_r = why_not_r(folder)
        kept = results_json.load((folder / "results.json").read_text("utf-8"))
        in_r, unlike = (0, []) if no_r else _in_r(folder, kept)
    return Rerun(numbers, (*other, *unlike), in_r, no_r)


def _again(folder: Path) -> tuple[int, list[str]]:
    done = _process([sys.executable, "-I", "-m", "homeroom.evidence.rerun", str(folder)], folder)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        last = done.stderr.strip().splitlines()[-1:] or ["?"]
        raise EvidenceError(gettext("The pack can't be rerun: %(why)s") % {"why": last[0]}) from None
    return int(told["numbers"]), [str(one) for one in told["other"]]


def why_not_r(folder: Path) -> str:
    """Blank where R can be asked."""
    if shutil.which("Rscript") is None:
        return gettext("R was not asked: Rscript is not installed.")
    if _process(["Rscript", "--vanilla", "-e", ASKED], folder).returncode:
        return gettext("R was not asked: install its packages lme4, lmerTest and clubSandwich.")
    if not (folder / "analysed.csv").is_file() or not (folder / "analysed.csv").read_text("utf-8"):
        return gettext("R was not asked: it has nothing to estimate in a study of this design.")
    script = folder / "analyse.R"
    if not script.is_file() or script.read_text("utf-8") != pack_r.SCRIPT:
        return gettext("R was not asked: the pack's script is not the one that this version writes.")
    return ""


def _in_r(folder: Path, kept: Results) -> tuple[int, list[str]]:
    """How many numbers R was asked for, and those that are another."""
    done = _process(["Rscript", "--vanilla", "analyse.R"], folder)
    if done.returncode:
        return 0, [f"R: {(done.stderr.strip().splitlines() or ['?'])[-1]}"]
    lines = {one.by: one for one in (kept.estimates.first, *kept.estimates.beside)}
    unlike, count = [], 0
    for row in done.stdout.splitlines():
        name, estimate, error, _ = row.rsplit(",", 3)
        line = lines.get(name, kept.estimates.first)
        for what, own, its in zip(("estimate", "error"), _points(line), (float(estimate), float(error)), strict=True):
            count += 1
            if own is None or not math.isclose(own, its, rel_tol=IN_R):
                unlike.append(f"R, {name}, {what}: {own} and {its}")
    return count, unlike


def _points(line: Line) -> tuple[float | None, float | None]:
    """Estimate and standard error in the outcome's points."""
    points, effect, spread = line.points.found, line.effect.found, line.spread.found
    if points is None or effect is None or spread is None:
        return points, None
    return points, spread.error * (points / effect) if effect else None


def _process(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run([*words], cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EvidenceError(gettext("The pack can't be rerun: %(why)s") % {"why": error}) from error
