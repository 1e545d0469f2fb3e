"""pyBKT as a peer: its own process in its own environment; files go there and totals come back."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from homeroom.mastery.bkt import BKT, BKTParameters
from homeroom.mastery.columns import Numbers

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".make" / "pybkt" / "bin" / "python"
SCRIPT = ROOT / "bench" / "mastery" / "in_pybkt.py"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

Table = dict[str, Any]


@dataclass(frozen=True)
class Peer:
    """CPU seconds, and pyBKT's parameters in our model, so that both are judged by the same arithmetic."""

    fit: float
    predict: float
    event: float
    model: BKT
    predicted: Numbers


def ready() -> bool:
    return PYTHON.exists()


def fitted(train: Table, fits: int, test: Table | None = None) -> Peer:
    """pyBKT's plain model, fitted on `train`; `predicted` of `test`, if there is one. The files are gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        command = [
            PYTHON,
            ROOT / "bench" / "mastery" / "in_pybkt.py",
            _written(train, place / "train.parquet"),
            str(fits),
        ]
        if test is not None:
            command += [_written(test, place / "test.parquet"), place / "predicted.npy"]
        done = subprocess.run(command, env=os.environ | ONE_THREAD, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr.strip())
        told = json.loads(done.stdout)
        predicted = np.load(place / "predicted.npy") if test is not None else np.empty(0)
    return Peer(told["fit"], told["predict"], told["event"], _model(told["parameters"], train), predicted)


def _written(table: Table, path: Path) -> Path:
    """The three columns that pyBKT reads, as Parquet."""
    answers = {name: np.asarray(table[name]) for name in ("student", "standard", "correct")}  # noqa: F841
    duckdb.sql("select * from answers").write_parquet(str(path))
    return path


def _model(parameters: dict[str, list[float]], train: Table) -> BKT:
    standards = tuple(np.unique(train["standard"]).tolist())
    start, learn, forget, guess, slip = np.array([parameters[str(word)] for word in standards] + [[0.5] * 5]).T
    bkt = BKT(programs=False)
    bkt.parameters_ = BKTParameters(standards, (), start, learn, forget, guess[:, None], slip[:, None])
    return bkt
