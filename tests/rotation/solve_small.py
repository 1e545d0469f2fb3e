"""Solves small weeks, drawn from these seeds, and prints a plan a line: a process of its own, as solvers are.

A line is empty where there is no plan.
"""

from __future__ import annotations

import sys

from homeroom.rotation.block.board import Facts
from homeroom.rotation.block.plan import as_json
from homeroom.rotation.errors import RotationError
from homeroom.rotation.solvers.block.exact import exact_plan
from homeroom.rotation.solvers.block.highs import Stop
from rotation.small_blocks import small_block


def solved(seed: int) -> str:
    try:
        return as_json(exact_plan(Facts(small_block(seed)), Stop(), "exact")).decode()
    except RotationError:
        return ""


if __name__ == "__main__":
    for seed in sys.argv[1:]:
        print(solved(int(seed)), flush=True)
