"""Figure: files changed at random, and how many bring intake down, hold it up, or lose a row (none).

Nine in ten are read and judged without publishing, each row counted; every tenth goes the whole way through `receive`.
Each is drawn from its number; runs go on where the last stopped, also after a crash, which is then counted.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.mutations import mutated, shortened
from bench.school import enroll, set_up, start_over

WANTED, MINUTES = 100_000, 8.0
WHOLE = 10  # every tenth goes the whole way
HANG = 10.0  # seconds of processor time: on a busy machine the clock tells of the others
STUCK = 600.0  # seconds by the clock, after which the process ends and the file counts as a crash
START_OVER = 400  # whole files, so that the facts stay few
SAMPLES = Path("src/homeroom/programs")


def sources(school: Sequence[Path]) -> list[tuple[str, bytes]]:
    """Every sample that ships, and the exports of the made-up school: their headers and first rows."""
    shipped = [path for path in sorted(SAMPLES.glob("*/samples/*")) if path.is_file() and path.suffix != ".json"]
    return [(path.name, shortened(path.read_bytes())) for path in (*shipped, *school)]


class Counts:
    """What was seen so far, kept in a file after each step; the number in hand tells of a crash."""

    def __init__(self, path: Path) -> None:
        self.path, self.in_hand = path, path.with_suffix(".now")
        self.seen: dict[str, Any] = {"done": 0, "whole": 0, "crashes": [], "hangs": [], "inexact": [], "slowest": 0.0}
        if path.exists():
            self.seen |= json.loads(path.read_text("utf-8"))
        if self.in_hand.exists() and int(self.in_hand.read_text() or -1) >= self.seen["done"]:
            self.seen["done"] = int(self.in_hand.read_text()) + 1
            self.seen["crashes"].append([self.seen["done"] - 1, "the process ended"])

    def begin(self, number: int) -> None:
        self.in_hand.write_text(str(number))

    def end(self, number: int, took: float) -> None:
        self.seen["done"] = number + 1
        self.seen["slowest"] = max(self.seen["slowest"], round(took, 2))
        if took > HANG:
            self.seen["hangs"].append([number, round(took, 1)])
        if number % 100 == 0:
            self.write()

    def write(self) -> None:
        self.path.write_text(json.dumps(self.seen, indent=1), "utf-8")


def judge(name: str, content: bytes, folder: Path, programs: Sequence[Any]) -> str:
    """Read and judge without publishing. Says what is inexact, or nothing."""
    from homeroom.facts.engine import session
    from homeroom.intake.layouts import find, read_header
    from homeroom.intake.match import roster
    from homeroom.intake.publish import causes_in, link
    from homeroom.intake.read import count_records, read_typed, with_escape
    from homeroom.intake.text import DAMAGED, as_utf8
    from homeroom.intake.working import malformed_causes

    path = folder / "original"
    path.write_bytes(content)
    with session() as place:
        decoded = as_utf8(path, folder, name)
        seen = replace(read_header(decoded.path, name), native=DAMAGED not in decoded.notes)
        header = with_escape(place, decoded.path, seen)
        found = find(header, programs)
        records = count_records(place, decoded.path, header)
        if found is None:
            return ""
        read = read_typed(place, decoded.path, header, found)
        link(place, found, roster())
        causes = [*malformed_causes(read.malformed), *causes_in(place, found)]
        typed = place.run("select row from typed").column("row")
    away = [number for cause in causes if cause.ended_as != "set aside" for number in cause.numbers]
    numbers = sorted([*typed, *(one.row for one in read.malformed)])
    if numbers != list(range(1, records + 1)) or read.records != records:
        return f"{records} records, numbered {numbers[:20]}"
    return (
        "" if len(away) == len(set(away)) and set(away) <= set(numbers) else f"{len(away)} rows end twice or never came"
    )


def whole(name: str, content: bytes, folder: Path, programs: Sequence[Any]) -> str:
    """The whole way. The database itself refuses a ledger that does not add up; here it is added once more."""
    from homeroom.intake.models import LEDGER
    from homeroom.intake.receive import receive

    path = folder / f"{len(content)}-{name[-80:]}"
    path.write_bytes(content)
    for one in receive([path], programs=programs):
        one.refresh_from_db()
        if sum(getattr(one, word) for word in LEDGER) != one.rows_in:
            return f"{one.rows_in} rows in, which do not add up"
        if "came to a stop" in one.message:
            raise RuntimeError(one.message)
        if not one.sha256:
            return "nothing was kept"
    return ""


def go_on(state: Path, wanted: int, minutes: float) -> Counts:
    set_up(state / "home")
    from homeroom.facts.engine import EngineError
    from homeroom.intake.errors import IntakeError
    from homeroom.programs.declaration import load_all

    school, programs = enroll(state / "school"), load_all()
    files, counts, until = sources(school.deliveries), Counts(state / "fuzz.json"), time.monotonic() + minutes * 60
    for number in range(counts.seen["done"], wanted):
        if time.monotonic() > until:
            break
        counts.begin(number)
        name, content = mutated(number, files)
        all_of_it = number % WHOLE == 0
        began = time.process_time()
        faulthandler.dump_traceback_later(STUCK, exit=True)
        with TemporaryDirectory(dir=state) as folder:
            try:
                wrong = (whole if all_of_it else judge)(name, content, Path(folder), programs)
                if wrong:
                    counts.seen["inexact"].append([number, wrong])
            except (IntakeError, EngineError):
                pass  # said in words; `receive` keeps the file and holds it
            except Exception as error:
                counts.seen["crashes"].append([number, f"{type(error).__name__}: {error}"[:300]])
        faulthandler.cancel_dump_traceback_later()
        counts.seen["whole"] += all_of_it
        counts.end(number, time.process_time() - began)
        if all_of_it and counts.seen["whole"] % START_OVER == 0:
            start_over()
    counts.write()
    counts.in_hand.unlink(missing_ok=True)
    return counts


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--state", type=Path, default=Path(".make/bench/fuzz"))
    options.add_argument("--wanted", type=int, default=WANTED)
    options.add_argument("--minutes", type=float, default=MINUTES)
    chosen = options.parse_args(arguments)
    chosen.state.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    seen = go_on(chosen.state.absolute(), chosen.wanted, chosen.minutes).seen
    print(
        f"{seen['done']:,} of {chosen.wanted:,} files, {seen['whole']:,} of them the whole way;"
        f" slowest {seen['slowest']} s; {time.monotonic() - started:.0f} s in this run"
    )
    for word in ("crashes", "hangs", "inexact"):
        print(
            f"{word}: {len(seen[word])} ({'PASS' if not seen[word] else 'FAIL'}, limit 0)",
            *seen[word][:10],
            sep="\n    ",
        )
    return int(any(seen[word] for word in ("crashes", "hangs", "inexact")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
