"""What the main engine takes: parameter passes and filter at given constants, and one answer through the Python API.

    python -m bench.mastery.filter_speed

On `assist09_dedup`, one thread, compiled functions warm; the best of three turns. pyBKT's times on the same answers are
those of `make bench-pybkt`. Thanks to ASSISTments (www.assistments.org) for the data; nothing but totals is told.
"""

from __future__ import annotations

import os

os.environ |= {"NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

import sys

from bench.mastery.measures import cpu
from bench.mastery.next_answers import DATA, SETS, read
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
    print(f"parameter passes {learning:.3f} CPU s, filter {filtering:.3f} CPU s for {len(responses)} answers")
    print(f"one update {filtering / len(responses) * 1e6:.3f} us, one answer online {events / EVENTS * 1e6:.2f} us")


def answers(parameters: Parameters, responses: Responses) -> None:
    online = Online(tables(parameters, responses))
    child, standard, item = online.begin(), responses.standards[0], responses.items[0]
    for at in range(EVENTS):
        online.answer(child, standard, at % 2, item)


if __name__ == "__main__":
    main()
