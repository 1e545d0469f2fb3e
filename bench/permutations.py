"""Figure: permutations and splits of one school's deliveries, and how many different truths they end in (one).

Each is drawn from its number, so a run goes on where the last one stopped and any of them can be repeated alone.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.school import checksums, enroll, set_up, start_over, totals

WANTED = 500
MINUTES = 8.0


def permuted(number: int, deliveries: Sequence[Path], folder: Path) -> list[Path]:
    """The deliveries in the order of `number`: shuffled, some split in two, some sent twice. 0 is as they came.

    Every file lies in a folder of its own, under its own name, which tells the day it speaks of.
    """
    shutil.rmtree(folder, ignore_errors=True)
    draw = random.Random(number)
    if not number:
        return list(_placed([path.read_bytes() for path in deliveries], deliveries, folder))
    split = set(draw.sample(range(len(deliveries)), draw.randint(1, 4)))
    texts, names = [], []
    for place, path in enumerate(deliveries):
        pieces = halves(path.read_bytes(), draw.random()) if place in split else [path.read_bytes()]
        pieces += [pieces[-1]] * (draw.random() < 0.1)
        texts += pieces
        names += [path] * len(pieces)
    order = list(range(len(texts)))
    draw.shuffle(order)
    return list(_placed([texts[place] for place in order], [names[place] for place in order], folder))


def halves(text: bytes, share: float) -> list[bytes]:
    """One export as two, each with the header. The simulation writes no cell with a line end in it."""
    header, *rows = text.splitlines(keepends=True)
    cut = min(max(int(len(rows) * share), 1), len(rows) - 1)
    return [header + b"".join(rows[:cut]), header + b"".join(rows[cut:])]


def _placed(texts: Sequence[bytes], names: Sequence[Path], folder: Path) -> Iterator[Path]:
    for place, (text, name) in enumerate(zip(texts, names, strict=True)):
        path = folder / f"{place:03}" / name.name
        path.parent.mkdir(parents=True)
        path.write_bytes(text)
        yield path


def truth(number: int, deliveries: Sequence[Path], folder: Path) -> str:
    """Receive permutation `number` from nothing and say what is true then: checksums of all tables, rows that stand."""
    from homeroom.intake.receive import receive
    from homeroom.site.work_out import work_out

    start_over()
    paths = permuted(number, deliveries, folder)
    draw = random.Random(-number)
    while paths:  # in runs of a few files each, sometimes worked out in between
        run = draw.randint(1, len(paths)) if number else len(paths)
        list(receive(paths[:run]))
        paths = paths[run:]
        if draw.random() < 0.3:
            work_out()
    work_out()
    return json.dumps({**checksums(), "published": totals()["published"]})


def go_on(state: Path, wanted: int, minutes: float) -> dict[str, list[int]]:
    """Do permutations that are not done yet, until `wanted` or out of time. Gives the numbers by what was true."""
    set_up(state / "home")
    school = enroll(state / "school")
    # Another school has another truth: what was counted of an older simulation is not counted on.
    school_sum = hashlib.sha256(b"".join(path.read_bytes() for path in school.deliveries)).hexdigest()[:12]
    record, until = state / f"permutations-{school_sum}.json", time.monotonic() + minutes * 60
    done: dict[str, list[int]] = json.loads(record.read_text("utf-8")) if record.exists() else {}
    known = {number for numbers in done.values() for number in numbers}
    for number in (number for number in range(wanted) if number not in known):
        if time.monotonic() > until:
            break
        done.setdefault(truth(number, school.deliveries, state / "incoming"), []).append(number)
        record.write_text(json.dumps(done, indent=1), "utf-8")
    return done


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--state", type=Path, default=Path(".make/bench/permutations"))
    options.add_argument("--wanted", type=int, default=WANTED)
    options.add_argument("--minutes", type=float, default=MINUTES)
    chosen = options.parse_args(arguments)
    started = time.monotonic()
    done = go_on(chosen.state.absolute(), chosen.wanted, chosen.minutes)
    count = sum(map(len, done.values()))
    print(f"{count} of {chosen.wanted} permutations done, {time.monotonic() - started:.0f} s in this run")
    for said, numbers in sorted(done.items(), key=lambda pair: len(pair[1])):
        print(f"{len(numbers)} ended in {said}" + ("" if len(done) == 1 else f": {numbers[:10]}"))
    print(f"different truths: {len(done)} ({'PASS' if len(done) == 1 else 'FAIL'}, limit 1)")
    return int(len(done) != 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
