"""The main engine beside BestLR and Elo: how well each foretells next answers of children it was not fitted to.

    make bench-mastery
    python -m bench.mastery.next_answers [--sets assist09_split,assist09,assist15,algebra05] [--engines main,elo,bestlr]

By child: the published split, or five folds by `RandomState(0)`. CPU seconds are those of fit and prediction, one
thread. BestLR (Gervet et al. 2020) is scikit-learn's logistic regression in an environment of its own.

ASSISTments' and DataShop's data serve local measuring only: nothing but totals leaves this process. Thanks to
ASSISTments (www.assistments.org) for the 2009-10 and 2015 data, and to PSLC DataShop and the KDD Cup 2010 for Algebra.
"""

from __future__ import annotations

import os

os.environ |= {"NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import numpy as np

from bench.mastery import best_lr_peer
from bench.mastery.elo import elo
from bench.mastery.told import tell
from homeroom.mastery.columns import Codes
from homeroom.mastery.evaluate import Engine, Quality, main_engine, measured
from homeroom.mastery.leaks import leak
from homeroom.mastery.measures import in_folds
from homeroom.mastery.responses import Responses

DATA = Path(__file__).parents[3] / "shared" / "data" / "responses"
TOLD = Path(".make/bench/next_answers.json")
# Rows of these are repeated under other standards. They have no items, so it can't be seen; they are refused by name.
LEAKY = ("xiong2016_0910_a", "xiong2016_0910_b")
ENGINES: dict[str, Engine] = {"main": main_engine, "elo": elo, "bestlr": best_lr_peer.best_lr}


@dataclass(frozen=True)
class Set:
    file: str
    columns: str
    published: bool = False


SETS = {
    "assist09_split": Set("assist09_dedup", "item", published=True),
    "assist09": Set("assist09_dedup", "item"),
    "assist15": Set("assist15", ""),
    "algebra05": Set("algebra05_testpart_timestamps", "item, timestamp_s as occurred_at"),
}


def read(of: Set) -> Responses:
    columns = ", ".join(filter(None, ["student, seq as id, skill as standard, correct", of.columns]))
    path = str(DATA / f"{of.file}.parquet")
    told = Responses.of(duckdb.execute(f"select {columns} from read_parquet($path)", {"path": path}).fetchnumpy())
    if of.file in LEAKY:
        sys.exit(f"{of.file} repeats answers under several standards: no figure is taken on it.")
    leak(told).refuse()
    return told


def held_out(of: Set, responses: Responses) -> Codes:
    """The fold of each child, -1 for those of a published split that are always fitted."""
    if not of.published:
        return in_folds(len(responses.students), 5)
    asked = "select distinct student from read_parquet($path) where published_split = 'test'"
    test = duckdb.execute(asked, {"path": str(DATA / f"{of.file}.parquet")}).fetchnumpy()["student"]
    return np.where(np.isin(np.array(responses.students), test), 0, -1)


def line(name: str, one: Quality) -> str:
    return (
        f"{name:<15}{one.engine:<11} AUC {one.auc:.4f} (mean of folds {one.auc_by_fold:.4f})  RMSE {one.rmse:.4f}  "
        f"ECE {one.ece:.4f}  first {one.auc_first:.4f}  ECE after a day {one.ece_gap:.4f}  {one.cpu_seconds:.1f} CPU s"
    )


def main() -> None:
    asked = _asked()
    if not DATA.is_dir():
        sys.exit("The measuring data are not beside this checkout.")
    told = json.loads(TOLD.read_text()) if TOLD.exists() else {}
    TOLD.parent.mkdir(parents=True, exist_ok=True)
    for name in asked.sets.split(","):
        responses = read(SETS[name])
        fold = held_out(SETS[name], responses)
        for engine in asked.engines.split(","):
            for one in measured(responses, fold, {engine: ENGINES[engine]}):
                print(line(name, one), flush=True)
                told[f"{name} {one.engine}"] = asdict(one)
                tell({f"{name}, {one.engine}: {of}": getattr(one, of) for of in ("auc", "ece", "auc_first", "ece_gap")})
                TOLD.write_text(json.dumps(told, indent=2))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How well engines foretell next answers.")
    parser.add_argument("--sets", default=",".join(SETS))
    parser.add_argument("--engines", default=",".join(ENGINES))
    return parser.parse_args()


if __name__ == "__main__":
    main()
