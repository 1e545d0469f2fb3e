"""What the main engine takes beside pyBKT, in one run: parameter passes and filter at given constants, predictions, and
one answer through the Python API.

    python -m bench.mastery.filter_speed

On `assist09_dedup`, one thread, process CPU time, compiled functions warm; the best of three turns. pyBKT (num_fits 5)
takes the same answers in the same run, where it is built (`sh tools/pybkt.sh`).

Thanks to ASSISTments (www.assistments.org) for the data; nothing but totals is told.
"""

from __future__ import annotations

import os

os.environ |= {"NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

import sys

from bench.mastery import against_pybkt, pybkt_peer
from bench.mastery.measured import cpu
from bench.mastery.next_answers import DATA, SETS, read
from bench.mastery.told import tell
from homeroom.mastery.filter import filtered
from homeroom.mastery.fitting import passes
from homeroom.mastery.online import Online
from homeroom.mastery.parameters import Parameters, tables
from homeroom.mastery.responses import Responses

EVENTS = 50_000


def main() -> None:
    if not DATA.is_dir():
        sys.exit("The measuring data are not beside this checkout.")
    responses = read(SETS["assist09"])
    parameters, learning = cpu(lambda: passes(Parameters(), responses))
    _, filtering = cpu(lambda: filtered(responses, parameters))
    _, events = cpu(lambda: answers(parameters, responses))
    tell({"filter: passes and filter, CPU s": learning + filtering})
    print(f"parameter passes {learning:.3f} CPU s, filter {filtering:.3f} CPU s for {len(responses)} answers")
    print(f"one update {filtering / len(responses) * 1e6:.3f} us, one answer online {events / EVENTS * 1e6:.2f} us")
    if pybkt_peer.ready():
        peer = pybkt_peer.fitted(against_pybkt.read(SETS["assist09"].file), 5)
        ratios = {
            "filter: pyBKT's fit over ours": peer.fit / (learning + filtering),
            "filter: pyBKT's prediction over ours": peer.predict / filtering,
            "filter: pyBKT's event over ours": peer.event / (events / EVENTS),
        }
        tell(ratios)
        print("\n".join(f"{name}: {ratio:.1f}" for name, ratio in ratios.items()))


def answers(parameters: Parameters, responses: Responses) -> None:
    online = Online(tables(parameters, responses))
    child, standard, item = online.begin(), responses.standards[0], responses.items[0]
    for at in range(EVENTS):
        online.answer(child, standard, at % 2, item)


if __name__ == "__main__":
    main()
