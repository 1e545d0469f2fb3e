"""The flexible block, by HiGHS: `python -m homeroom.rotation.solvers.block_main INSTANCE PLAN`.

Each better plan is written to PLAN at once, whole or not at all, and told as a line of JSON. SIGTERM ends it well.
"""

from __future__ import annotations

import argparse
import resource
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from homeroom.rotation.block import plan as plans
from homeroom.rotation.block.instance import from_json
from homeroom.rotation.errors import RotationError

REFUSED = 3


def main(given: Sequence[str] | None = None) -> int:
    asked = _asked(given)
    if asked.memory:
        resource.setrlimit(resource.RLIMIT_AS, (asked.memory, asked.memory))
    try:
        _solve(asked)
    except RotationError as why:
        sys.stderr.write(f"{why}\n")
        return REFUSED
    return 0


def _asked(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Plan a flexible block's week.")
    parser.add_argument("instance", type=Path)
    parser.add_argument("plan", type=Path)
    parser.add_argument("--before", type=Path, help="the plan that this one follows")
    parser.add_argument("--seconds", type=float, default=60.0, help="of CPU")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--turns", type=int, help="neighbourhoods at most: the same plan next time")
    parser.add_argument("--memory", type=int, default=0, help="bytes at most")
    parser.add_argument("--tight", action="store_true", help="a tighter bound, which takes its time")
    return parser.parse_args(given)


def _solve(asked: argparse.Namespace) -> None:
    import highspy

    from homeroom.rotation.block.board import Facts
    from homeroom.rotation.solvers.block.pipeline import TURNS, Budget, Progress, solve_block

    instance = from_json(asked.instance.read_bytes())
    before = plans.from_json(asked.before.read_bytes()) if asked.before else None
    turns = TURNS if asked.turns is None else asked.turns
    budget = Budget(asked.seconds, asked.seed, turns, tight=asked.tight)

    def halt(*_: object) -> None:
        budget.halted = True

    signal.signal(signal.SIGTERM, halt)

    def tell(progress: Progress, plan: plans.Plan) -> None:
        _write(asked.plan, plan)
        sys.stdout.write(msgspec.json.encode(progress).decode() + "\n")
        sys.stdout.flush()

    made_by = f"HiGHS {highspy.Highs().version()}"
    _write(asked.plan, solve_block(Facts(instance), budget, made_by, tell, before))


def _write(path: Path, plan: plans.Plan) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(plans.as_json(plan))
    part.replace(path)


if __name__ == "__main__":
    raise SystemExit(main())
