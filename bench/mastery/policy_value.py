"""Figure: of 500 simulated logs whose policy's true value is known, how many 95 % intervals hold it."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np

from bench.mastery.told import tell

FIRST, LOGS = 1_000, 500
SIZES = ((200, 5), (100, 10), (1_000, 2))


def main() -> int:
    sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))
    from evidence.logs import simulated
    from homeroom.evidence.policy_value import doubly_robust, snips

    for children, offers in SIZES:
        started = time.process_time()
        found = [simulated(FIRST + at, children, offers) for at in range(LOGS)]
        for name, estimate in (("DR", doubly_robust), ("SNIPS", snips)):
            values = [estimate(one.log, seed=at) for at, one in enumerate(found)]
            held = np.mean([v.low <= one.truth <= v.high for v, one in zip(values, found, strict=True)])
            tell({f"policy {name}, {children} × {offers}: holds the truth": float(held)})
            off = np.mean([v.value for v in values]) - found[0].truth
            wide = np.mean([v.high - v.low for v in values])
            size = np.mean([v.effective for v in values])
            print(
                f"{children} children × {offers} offers, {name}: the interval holds the truth in {held:.1%} of {LOGS}; "
                f"off by {off:+.4f}, {wide:.3f} wide, effective sample {size:.0f}",
                flush=True,
            )
        print(f"  {time.process_time() - started:.0f} CPU s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
