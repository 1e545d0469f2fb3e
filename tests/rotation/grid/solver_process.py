"""Solves one week a line of what it is sent: CP-SAT must not be loaded where the block's solver may be.

With the word `days` it does so by days alone; with `filled` all but the last activity are first put on the first day.
"""

from __future__ import annotations

import sys

import msgspec

from homeroom.rotation.grid.instance import Instance, from_json
from homeroom.rotation.grid.plan import as_json
from homeroom.rotation.solvers.grid_days import by_days, filled
from homeroom.rotation.solvers.grid_main import solve


def _solved(week: Instance) -> bytes:
    return as_json(solve(week, seed=3, work=5))


def _days(week: Instance) -> bytes:
    return msgspec.json.encode(by_days(week, 3))


def _filled(week: Instance) -> bytes:
    *first, last = (activity.key for activity in week.activities)
    return msgspec.json.encode(filled(week, {**dict.fromkeys(first, 0), last: 1}))


DO = {"": _solved, "days": _days, "filled": _filled}
for line in sys.stdin.buffer:
    sys.stdout.buffer.write(DO["".join(sys.argv[1:])](from_json(line)) + b"\n")
    sys.stdout.flush()
