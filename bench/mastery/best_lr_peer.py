"""BestLR by scikit-learn, in an environment of its own: `sh tools/scikit.sh` makes it."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from homeroom.mastery.columns import Numbers
from homeroom.mastery.recency import leading
from homeroom.mastery.responses import Responses

PYTHON = Path(".make/scikit/bin/python")
SCRIPT = Path(__file__).parent / "in_scikit.py"


def best_lr(train: Responses, test: Responses) -> Mapping[str, Numbers]:
    if not PYTHON.exists():
        sys.exit("scikit-learn is not installed here: `make bench-mastery` does it.")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        given, told = Path(folder) / "given.npz", Path(folder) / "told.npy"
        np.savez(given, **_columns(train, "train"), **_columns(test, "test"))
        subprocess.run([PYTHON, SCRIPT, given, told], check=True)
        predicted: Numbers = np.load(told)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"    (scikit-learn's process took {spent:.1f} CPU s)", flush=True)
    return {"bestlr": predicted}


def _columns(responses: Responses, name: str) -> dict[str, np.ndarray]:
    columns = (responses.student, leading(responses), responses.item, responses.result)
    return {f"{name}_{at}": column for at, column in enumerate(columns)}
