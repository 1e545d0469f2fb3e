"""Figure: permutations and splits of one school's deliveries, and how many different truths they end in (one).

Among the twelve are year-to-date files with a week missing, and a correction; some are sent twice, some undone and sent
again later. The roster comes first, an undo after what it undoes.

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
from datetime import date, timedelta
from pathlib import Path

from bench.school import checksums, enroll, set_up, start_over, totals
from homeroom.programs.declaration import Program, load, load_all

WANTED = 1000
CUMULATIVE = (0, 2, 3)
A_WEEK = timedelta(days=7)
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


TO_DATE = """
[program]
slug = "tally"
name = "Tally"
minutes_definition = "from opening to closing"
channels = []

[[report]]
slug = "to_date"
name = "To date"
fact = "usage"
grain = "one child on one day"

[[report.layout]]
slug = "to_date"
columns = ["child", "day", "start", "minutes_so_far"]
key = ["student", "occurred_on"]

[report.layout.identity]
ids = "child"

[report.layout.fields]
occurred_on = { column = "day", cast = "date", format = "iso", required = true }
starts_on = { column = "start", cast = "date", format = "iso" }
ends_on = { column = "day", cast = "date", format = "iso", required = true }
value = { column = "minutes_so_far", cast = "number", low = 0, high = 10000, required = true }
metric = { value = "MinutesOnTask" }
grain = { value = "ytd" }
cumulative = { value = true }
"""


def twelve(deliveries: Sequence[Path], folder: Path) -> list[Path]:
    """Twelve deliveries: weekly year-to-date files without the second week, and the last of the school's own."""
    from homeroom.people.models import Student

    children = Student.objects.order_by("pk").values_list("sourced_id", flat=True)
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for week in CUMULATIVE:
        day = date(2026, 9, 7) + week * A_WEEK
        # Of every seventh child the last value is lower than the one before.
        rows = [
            f"{c},{day},2026-08-10,{20 + 15 * week - 40 * (week == 3 and n % 7 == 0)}" for n, c in enumerate(children)
        ]
        made.append(folder / f"to_date_{week}.csv")
        made[-1].write_text("\n".join(["child,day,start,minutes_so_far", *rows, ""]), "utf-8")
    return [*made, *deliveries[len(made) :]]


def programs(folder: Path) -> tuple[Program, ...]:
    """The programs that ship, and one whose file counts from the start of the year."""
    (folder / "tally").mkdir(parents=True, exist_ok=True)
    (folder / "tally" / "program.toml").write_text(TO_DATE, "utf-8")
    return (*load_all(), load(folder / "tally"))


def truth(number: int, deliveries: Sequence[Path], folder: Path) -> str:
    """Receive permutation `number` from nothing and say what is true then: checksums of all tables, rows that stand."""
    from homeroom.intake.receive import receive
    from homeroom.intake.undo import withdraw
    from homeroom.site.work_out import work_out

    start_over()
    paths = permuted(number, deliveries, folder)
    known, draw = programs(folder / "programs"), random.Random(-number)
    while paths:  # in runs of a few files each, sometimes worked out in between
        run = draw.randint(1, len(paths)) if number else len(paths)
        ended = list(zip(paths[:run], receive(paths[:run], programs=known), strict=True))
        paths = paths[run:]
        if number and draw.random() < 0.3:  # an import is undone, and its file comes again later
            path, delivery = draw.choice(ended)
            withdraw(delivery.pk, None, programs=known)
            paths.insert(draw.randint(0, len(paths)), path)
        if draw.random() < 0.3:
            work_out()
    work_out()
    return json.dumps({**checksums(), "published": totals()["published"]})


def go_on(state: Path, wanted: int, minutes: float) -> dict[str, list[int]]:
    """Do permutations that are not done yet, until `wanted` or out of time. Gives the numbers by what was true."""
    set_up(state / "home")
    school = enroll(state / "school")
    deliveries = twelve(school.deliveries, state / "to_date")
    # Another school has another truth: what was counted of an older simulation is not counted on.
    school_sum = hashlib.sha256(b"".join(path.read_bytes() for path in deliveries)).hexdigest()[:12]
    record, until = state / f"permutations-{school_sum}.json", time.monotonic() + minutes * 60
    done: dict[str, list[int]] = json.loads(record.read_text("utf-8")) if record.exists() else {}
    known = {number for numbers in done.values() for number in numbers}
    for number in (number for number in range(wanted) if number not in known):
        if time.monotonic() > until:
            break
        done.setdefault(truth(number, deliveries, state / "incoming"), []).append(number)
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
