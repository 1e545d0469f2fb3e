"""Figure: the nightly refilter (read, sort, filter, publish) over DuckDB's bare read and sort of the same attempts.

Process CPU seconds, the best of several runs of each in turn. What else a night does (constants, lists, groups, flags)
is told beside it, and does not count in the ratio.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.mastery.told import tell

ATTEMPTS, EACH, TURNS = 1_000_000, 250, 3
FLOOR, TARGET = 3.0, 2.0
COLUMNS = "student, program, content_item, activity, attempt_no, correct, score, max_score, seconds, contradiction"
BARE = f"create or replace temp table sorted as select {COLUMNS}, occurred_at, occurred_on, precision from attempts"
ORDER = "order by student, occurred_on, occurred_at, content_item, program, attempt_no"


def spent(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def bare() -> None:
    """Read all attempts and sort them in the order in which they are filtered."""
    from homeroom.facts import store

    with store.reading(["attempts"]) as place:
        place.run(f"{BARE} {ORDER}")


def parts() -> dict[str, float]:
    """CPU seconds of each part of a night whose constants stand."""
    from homeroom.facts import store
    from homeroom.mastery import estimate

    told: dict[str, float] = {}

    def timed(name: str) -> None:
        inner = getattr(estimate, name)

        def outer(*given: object, **named: object) -> object:
            began = time.process_time()
            try:
                return inner(*given, **named)
            finally:
                told[name] = told.get(name, 0.0) + time.process_time() - began

        setattr(estimate, name, outer)

    kept = {name: getattr(estimate, name) for name in ("_listed", "_together")}
    for name in kept:
        timed(name)
    try:
        told["night"] = spent(estimate.nightly)
    finally:
        for name, inner in kept.items():
            setattr(estimate, name, inner)
    store.vacuum(keep=1)
    return told


def measured(attempts: int, turns: int) -> dict[str, float]:
    from bench.mastery import district
    from homeroom.mastery import estimate
    from homeroom.mastery.refresh import refresh

    children = attempts // EACH
    taught = district.align()
    first = district.enroll(children)
    district.answer(first, children, EACH, taught)
    refresh([district.YEAR])
    learning = spent(estimate.nightly)  # learns constants, and compiles
    found = [(spent(bare), parts()) for _ in range(turns)]
    best = min(found, key=lambda one: one[1]["night"])[1]
    night = min(one["night"] for _, one in found)
    lists, together = best["_listed"], best["_together"]
    refilter = night - lists - together
    floor = min(one for one, _ in found)
    return {
        "attempts": attempts, "children": children, "bare": floor, "refilter": refilter, "ratio": refilter / floor,
        "lists": lists, "flags_and_groups": together, "night": night, "first_night": learning,
    }  # fmt: skip


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--attempts", type=int, default=ATTEMPTS)
    options.add_argument("--turns", type=int, default=TURNS)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "settings.toml").write_text("today = 2026-11-20\nsimulated = true\n", "utf-8")
        os.environ.pop("HOMEROOM_DATABASE", None)
        from bench.school import set_up

        set_up(Path(folder))
        found = measured(chosen.attempts, chosen.turns)
    tell({f"nightly: {name}": value for name, value in found.items()})
    if chosen.json:
        print(json.dumps(found))
        return 0
    print(f"{found['attempts']:,.0f} attempts of {found['children']:,.0f} children; CPU seconds")
    print(f"bare read and sort {found['bare']:.2f}; refilter {found['refilter']:.2f}")
    print(f"ratio {found['ratio']:.2f} (floor {FLOOR}, target {TARGET})")
    print(f"beside it: lists {found['lists']:.2f}, flags and groups {found['flags_and_groups']:.2f}")
    print(f"the whole night {found['night']:.2f}; the first one, which learns constants, {found['first_night']:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
