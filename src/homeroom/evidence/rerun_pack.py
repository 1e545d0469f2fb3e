"""Rerun a pack in a process of its own, and in R where R and its packages are there; say so where they are not."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext

from homeroom.evidence import mixed_engine, rerun_r, results_json
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.pack_open import unpacked

PATIENCE = 3600  # seconds


@dataclass(frozen=True)
class Rerun:
    """`other` names what is another number; `not_in_r` says, in words, what R was not asked for, and why."""

    numbers: int
    other: tuple[str, ...]
    in_r: int
    not_in_r: tuple[str, ...]

    @property
    def same(self) -> bool:
        return not self.other


def rerun(path: Path) -> Rerun:
    """Raises EvidenceError where the pack is not sound, or the process that reruns it fails."""
    mixed_engine.needed()
    with tempfile.TemporaryDirectory() as place:
        folder = unpacked(path, Path(place))
        numbers, other = _again(folder)
        kept = results_json.load((folder / "results.json").read_text("utf-8"))
        in_r = rerun_r.compared(folder, kept, _process)
    return Rerun(numbers, (*other, *in_r.other), in_r.numbers, in_r.not_asked)


def _again(folder: Path) -> tuple[int, list[str]]:
    done = _process([sys.executable, "-I", "-m", "homeroom.evidence.rerun", str(folder)], folder)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        last = done.stderr.strip().splitlines()[-1:] or ["?"]
        raise EvidenceError(gettext("The pack can't be rerun: %(why)s") % {"why": last[0]}) from None
    return int(told["numbers"]), [str(one) for one in told["other"]]


def _process(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run([*words], cwd=folder, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EvidenceError(gettext("The pack can't be rerun: %(why)s") % {"why": error}) from error
