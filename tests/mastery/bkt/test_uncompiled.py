"""The compiled functions do what their source says: run as plain Python they give the same bits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from homeroom.mastery.bkt import BKT
from homeroom.simulation.worlds import binary

SCRIPT = "from mastery.bkt.test_uncompiled import told; import json; print(json.dumps(told()))"


def told() -> dict[str, Any]:
    """A small fit and what follows from it; some answers are scores, some are on two standards, some say nothing."""
    answers: dict[str, Any] = dict(binary.make(seed=1, children=6, standards=3).table)
    rows = len(answers["correct"])
    answers["correct"] = [0.5 if row % 7 == 3 else float(right) for row, right in enumerate(answers["correct"])]
    answers["standard"] = [[k, 2] if row % 5 == 1 else [k] for row, k in enumerate(answers["standard"].tolist())]
    answers["size"] = [0.0 if row % 11 == 2 else 1.0 for row in range(rows)]
    bkt = BKT(forgets=True, rounds=4, tolerance=0.05).fit(answers)
    mastery = bkt.mastery(answers)
    return {
        "parameters": bkt.parameters_.to_json(),
        "p_mastered": mastery.p_mastered.tolist(),
        "answers": mastery.answers.tolist(),
        "predicted": bkt.predict(answers).tolist(),
    }


def test_plain_python_gives_the_same_bits() -> None:
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == told()
