"""Solves one week a line of what it is sent: CP-SAT must not be loaded where the block's solver may be."""

from __future__ import annotations

import sys

from homeroom.rotation.grid.instance import from_json
from homeroom.rotation.grid.plan import as_json
from homeroom.rotation.solvers.grid_main import solve

for line in sys.stdin.buffer:
    sys.stdout.buffer.write(as_json(solve(from_json(line), seed=3, work=5)) + b"\n")
    sys.stdout.flush()
