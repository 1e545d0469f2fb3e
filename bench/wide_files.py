"""Figure: CPU seconds that a very wide file takes from receiving to publishing, once homeroom has started.

Measured on the files of `../shared`: FastBridge's mathematics (13 rows of 1,711 columns) and SC READY (5 of 2,135).
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.vendors import FOLDER, SPOKEN_OF, children, enroll

MOST_SECONDS = 1.0
TURNS = 3
FILES = ("SC_READY", "FastBridge_Math")


def main(arguments: Sequence[str] = ()) -> int:
    if not FOLDER.is_dir():
        print("skipped: the measuring data is not beside the checkout")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        from bench.school import set_up

        set_up(Path(folder) / "home")
        best = {name: min(seconds(name) for _ in range(TURNS)) for name in FILES}
    for name, taken in best.items():
        verdict = "PASS" if taken <= MOST_SECONDS else "FAIL"
        print(f"{name}: {taken:.2f} CPU s ({verdict}, limit {MOST_SECONDS:.0f})")
    return int(any(taken > MOST_SECONDS for taken in best.values()))


def seconds(name: str) -> float:
    """CPU seconds of one `receive` of the vendor's sample; its children are enrolled before."""
    from bench.school import start_over
    from homeroom.intake.layouts import declared
    from homeroom.intake.receive import receive

    path = FOLDER / "vendor_assessments" / name / "sample_anonymized_file.csv"
    start_over()
    enroll(children(path))
    declared()
    before = _cpu()
    [delivery] = receive([path], as_of=SPOKEN_OF)
    taken = _cpu() - before
    if not delivery.published:
        raise SystemExit(f"{name}: {delivery.state}, nothing was published. {delivery.message}")
    return taken


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
