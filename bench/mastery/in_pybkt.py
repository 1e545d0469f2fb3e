"""What pyBKT does, told as JSON. Runs inside pyBKT's own environment, as a script, and knows nothing of homeroom.

    in_pybkt.py ANSWERS.parquet FITS [TEST.parquet PREDICTED.npy]

Both files: student, standard, correct, in order of time. The model is pyBKT's plain one: one guess and slip a standard.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyBKT
from pyBKT.models import Model, Roster


def refuse_pure_python() -> None:
    """The pure-Python EM is twenty times slower: beating it would say nothing."""
    if not list(Path(pyBKT.__file__).parent.glob("fit/E_step*.so")):
        sys.exit("This pyBKT has its EM in pure Python: no figure is taken from it. Build it by `sh tools/pybkt.sh`.")


def read(path: str) -> pd.DataFrame:
    told = pd.read_parquet(path)
    names = {"student": "user_id", "standard": "skill_name", "correct": "correct"}
    frame = told.rename(columns=names)[list(names.values())].assign(order_id=np.arange(len(told)))
    return frame.assign(skill_name=frame["skill_name"].astype(str))


def timed(call: Any) -> tuple[Any, float]:
    begun = time.process_time()
    given = call()
    return given, time.process_time() - begun


def one_event(model: Model, standard: str, events: int = 2000) -> float:
    """CPU seconds of one answer taken in by the Roster."""
    roster = Roster(["a"], [standard], model=model)
    _, seconds = timed(lambda: [roster.update_state(standard, "a", i % 2) for i in range(events)])
    return seconds / events


def main(answers: str, fits: str, test: str = "", predicted: str = "") -> None:
    refuse_pure_python()
    frame = read(answers)
    model = Model(seed=0, num_fits=int(fits), parallel=False)
    _, fit = timed(lambda: model.fit(data=frame, num_fits=int(fits), parallel=False))
    coefficients = {
        standard: [float(np.ravel(of[name])[0]) for name in ("prior", "learns", "forgets", "guesses", "slips")]
        for standard, of in model.coef_.items()
    }
    told = {"fit": fit, "parameters": coefficients, "event": one_event(model, next(iter(coefficients)))}
    _, told["predict"] = timed(lambda: model.predict(data=frame))
    if test:
        np.save(predicted, model.predict(data=read(test))["correct_predictions"].to_numpy())
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
