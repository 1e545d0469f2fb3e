"""Our BKT against pyBKT 1.4.3 with its C++ EM, on the same answers: the same plain model, both by maximum likelihood.

    make bench-pybkt

ASSISTments' data serve local measuring only: nothing but totals leaves this process. Thanks to ASSISTments
(www.assistments.org) for the 2009-10 and 2015 data.
"""

from __future__ import annotations

import os

os.environ |= {"NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

import json
import sys
import time
from pathlib import Path

import duckdb

from bench.mastery import pybkt_peer
from bench.mastery.measured import cpu
from bench.mastery.pybkt_peer import Table
from bench.mastery.told import tell
from homeroom.mastery.bkt import BKT, NO_PRIORS, Live
from homeroom.mastery.responses import Responses

DATA = Path(__file__).parents[3] / "shared" / "data" / "responses"
RUNS = (("assist09_dedup", 1), ("assist09_dedup", 5), ("assist15", 1))
TOLD = Path(".make/bench/pybkt.json")


def read(name: str) -> Table:
    order = "order by student, seq"
    query = f"select student, skill as standard, correct from read_parquet($path) {order}"
    return dict(duckdb.execute(query, {"path": str(DATA / f"{name}.parquet")}).fetchnumpy())


def one_event(bkt: BKT, standard: int, events: int = 100_000) -> float:
    live = Live(bkt.parameters_)
    begun = time.process_time()
    for i in range(events):
        live.update("a", standard, i % 2)
    return (time.process_time() - begun) / events


def measured(name: str, fits: int) -> dict[str, float | str]:
    table = read(name)
    peer = pybkt_peer.fitted(table, fits)
    bkt = BKT(programs=False, priors=NO_PRIORS)
    _, fit = cpu(lambda: bkt.fit(table))
    responses = Responses.of(table)
    _, from_responses = cpu(lambda: bkt.fit(responses))
    _, predict = cpu(lambda: bkt.predict(responses))
    _, predict_rows = cpu(lambda: bkt.predict(table))
    event = one_event(bkt, table["standard"][0].item())
    ours, theirs = bkt.log_likelihood(responses), peer.model.log_likelihood(responses)
    return {
        "data": f"{name}, num_fits={fits}",
        "fit: pyBKT s": peer.fit,
        "fit: ours s, from columns": fit,
        "fit: ratio": peer.fit / fit,
        "fit: ratio, from Responses": peer.fit / from_responses,
        "log likelihood: ours above pyBKT's": ours - theirs,
        "predict: ratio, from Responses": peer.predict / predict,
        "predict: ratio, from columns": peer.predict / predict_rows,
        "one event: pyBKT us": peer.event * 1e6,
        "one event: ours us": event * 1e6,
        "one event: ratio": peer.event / event,
    }


def main() -> None:
    if not pybkt_peer.ready():
        sys.exit("pyBKT is not built here: `make bench-pybkt` does it.")
    if not DATA.is_dir():
        sys.exit("The measuring data are not beside this checkout.")
    rows = [measured(*run) for run in RUNS]
    for row in rows:
        print(
            "\n".join(
                f"{name:>40}  {value if isinstance(value, str) else round(value, 4)}" for name, value in row.items()
            )
        )
        tell({f"BKT {row['data']}: {name}": value for name, value in row.items() if not isinstance(value, str)})
    TOLD.parent.mkdir(parents=True, exist_ok=True)
    TOLD.write_text(json.dumps(rows, indent=2), "utf-8")


if __name__ == "__main__":
    main()
