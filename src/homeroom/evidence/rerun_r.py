"""Ask R for the estimates of a pack, number by number. What R lacks leaves out its own part alone, and is said.

Scripts out of a pack are never run as they come: only the one that this version writes, to the last character.
"""

from __future__ import annotations

import math
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext

from homeroom.evidence import pack_r, sentences
from homeroom.evidence.panel import Line
from homeroom.evidence.results import Results

NOTHING = 1e-6  # of its standard error: as far apart may estimates be that are nearly 0
# How far apart a number may be, of itself: five digits. lmerTest finds slopes by steps, as we do, and with other steps.
CLOSE = {"estimate": 1e-5, "standard error": 1e-5, "degrees of freedom": 5e-5}
ESTIMATE, *_ = CLOSE

Process = Callable[[list[str], Path], subprocess.CompletedProcess[str]]


@dataclass(frozen=True)
class InR:
    """`numbers` were compared, `other` names each that is another; `not_asked` says why some were not compared."""

    numbers: int
    other: tuple[str, ...]
    not_asked: tuple[str, ...]


def compared(folder: Path, kept: Results, process: Process) -> InR:
    why = why_not(folder)
    if why:
        return InR(0, (), (why,))
    done = process(["Rscript", "--vanilla", "analyse.R"], folder)
    lines = {one.by: one for one in (kept.estimates.first, *kept.estimates.beside)}
    lines |= {pack_r.SWEPT: kept.estimates.first}
    parts = [_row(row, lines) for row in done.stdout.splitlines()]
    if done.returncode:
        parts.append(InR(0, (f"R: {(done.stderr.strip().splitlines() or ['?'])[-1]}",), ()))
    return InR(
        sum(one.numbers for one in parts),
        tuple(word for one in parts for word in one.other),
        tuple(word for one in parts for word in one.not_asked),
    )


def why_not(folder: Path) -> str:
    """Blank where R can be asked."""
    if shutil.which("Rscript") is None:
        return gettext("R was not asked: Rscript is not installed.")
    if not (folder / "analysed.csv").is_file() or not (folder / "analysed.csv").read_text("utf-8"):
        return gettext("R was not asked: it has nothing to estimate in a study of this design.")
    script = folder / "analyse.R"
    if not script.is_file() or script.read_text("utf-8") != pack_r.SCRIPT:
        return gettext("R was not asked: the pack's script is not the one that this version writes.")
    return ""


def _row(row: str, lines: dict[str, Line]) -> InR:
    """Of one line that R printed; an estimator that the results have no line of has nothing to be held against."""
    name, *told = row.split("\t")
    if name == pack_r.LACKING:
        return InR(0, (), (_lacking(told[0]),))
    return _line(name, told, lines[name]) if name in lines else InR(0, (), ())


def _lacking(package: str) -> str:
    return {
        "lme4": gettext("R lacks its package lme4: the mixed model was not compared."),
        "lmerTest": gettext("R lacks its package lmerTest: degrees of freedom of the mixed model were not compared."),
        "clubSandwich": gettext("R lacks its package clubSandwich: CR2 was not compared."),
    }[package]


def _line(name: str, told: list[str], line: Line) -> InR:
    own = _own(line)
    if own is None:
        words = gettext("The results hold no numbers of this estimator, so R's were not compared: %(name)s.")
        return InR(0, (), (words % {"name": line.by},))
    is_singular = any(one.rule == sentences.SINGULAR.id for one in line.remarks)
    given = list(zip(list(CLOSE)[: 2 if is_singular else 3], own, map(float, told), strict=False))
    unlike = tuple(f"R, {name}, {what}: {one} and {its}" for what, one, its in given if not _alike(what, one, its, own))
    return InR(len(given), unlike, (_of_its_own(),) if is_singular else ())


def _of_its_own() -> str:
    return gettext("The fit is singular: its degrees of freedom are homeroom's own, and were not compared with R's.")


def _alike(what: str, one: float, its: float, own: tuple[float, float, float]) -> bool:
    nothing = NOTHING * own[1] if what == ESTIMATE else 0.0
    return math.isclose(one, its, rel_tol=CLOSE[what], abs_tol=nothing)


def _own(line: Line) -> tuple[float, float, float] | None:
    """Estimate and standard error in the outcome's points, degrees of freedom; None where one of them is not told."""
    points, effect, spread = line.points.found, line.effect.found, line.spread.found
    if points is None or spread is None or not effect:
        return None
    return points, spread.error * (points / effect), spread.freedom
