"""Figure: `kill -9` at a random moment of a running `homeroom nightly`, and which estimates are true after it.

After each kill estimates, sources, lists, groups and flags are all of yesterday or all of today; the next night then
ends where an undisturbed one ends. Seeded, so that a kill can be played again.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CHILDREN, EACH, WANTED = 25, 20, 20
# Before, Python and Django start.
BEGINS = 0.35
TABLES = ("mastery", "mastery_sources", "next_steps", "groups", "flags")


@dataclass(frozen=True)
class Nights:
    """What the tables hold after yesterday and after today, a home just before today's night, and how long it takes."""

    yesterday: dict[str, str]
    today: dict[str, str]
    before: Path
    seconds: float


def checksums() -> dict[str, str]:
    """One number a table over all that it says but the version that it was drawn from."""
    from homeroom.facts import store
    from homeroom.facts.schema import TABLES as SCHEMAS

    found = {}
    for table in TABLES:
        columns = ", ".join(f'"{name}"' for name in SCHEMAS[table].names if name != "facts_version")
        sql = f"select count(*), coalesce(sum(hash({columns})::hugeint), 0)::varchar from {table}"
        rows, total = store.query(sql, tables=[table]).one
        found[table] = f"{rows}:{total}"
    return found


def versions() -> set[int]:
    """The versions in which the true files of the tables were added; more than one is a mix."""
    from homeroom.facts.models import FactFile

    files = FactFile.objects.filter(table__in=TABLES, retired_in=None)
    return set(files.values_list("added_in", flat=True))


def put(source: Path, target: Path) -> None:
    from django.db import connection

    connection.close()
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def night(home: Path, until: float | None = None) -> int:
    """Run `homeroom nightly` in `home`, killed after `until` seconds. Gives the exit code, below 0 of a killed run."""
    environment = {name: value for name, value in os.environ.items() if name != "HOMEROOM_DATABASE"}
    process = subprocess.Popen(
        [sys.executable, "-m", "homeroom", "nightly"],
        env={**environment, "HOMEROOM_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        process.communicate(timeout=until)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    return process.returncode


def prepared(state: Path, home: Path) -> Nights:
    """Live yesterday in `home`, let answers come in, and live today once undisturbed."""
    from bench.mastery import district

    taught = district.align()
    first = district.enroll(CHILDREN)
    district.answer(first, CHILDREN, EACH, taught)
    _lived(home, state, "yesterday")
    yesterday = checksums()
    district.answer(first, CHILDREN, EACH // 4, taught, seed=1)
    before = state / "before"
    put(home, before)
    began = time.monotonic()
    _lived(home, state, "today")
    return Nights(yesterday, checksums(), before, time.monotonic() - began)


def _lived(home: Path, state: Path, name: str) -> None:
    if code := night(home):
        raise SystemExit(f"{name}: the undisturbed night ended with {code}")


def kill(number: int, nights: Nights, home: Path) -> tuple[str, list[str]]:
    """One kill: whose tables are true after it, and what was wrong then or after the next night."""
    at, code = random.Random(number).uniform(BEGINS, 1.0) * nights.seconds, 0
    while code >= 0:  # a night that ended before its kill is lived again, with less time
        put(nights.before, home)
        code = night(home, at)
        at *= 0.9
    found, wrong = checksums(), list[str]()
    names = {"yesterday": nights.yesterday, "today": nights.today}
    whose = next((name for name, sums in names.items() if sums == found), "a mix")
    if whose == "a mix" or len(versions()) != 1:
        wrong.append(f"tables of versions {sorted(versions())}: {found}")
    if code := night(home):
        wrong.append(f"the next night ended with {code}")
    if checksums() != nights.today or len(versions()) != 1:
        wrong.append("the next night ended elsewhere")
    return whose, wrong


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--wanted", type=int, default=WANTED)
    chosen = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        state, home = Path(folder), Path(folder) / "home"
        home.mkdir()
        (home / "settings.toml").write_text("today = 2026-11-20\nsimulated = true\n", "utf-8")
        os.environ.pop("HOMEROOM_DATABASE", None)
        from bench.school import set_up

        set_up(home)
        nights = prepared(state, home)
        if nights.yesterday == nights.today:
            raise SystemExit("both nights say the same: nothing could be told from a kill")
        done = {number: kill(number, nights, home) for number in range(chosen.wanted)}
    whose = Counter(name for name, _ in done.values())
    print(f"{len(done)} of {chosen.wanted} kills done: {dict(whose)}; a night takes {nights.seconds:.1f} s")
    bad = {number: wrong for number, (_, wrong) in done.items() if wrong}
    for number, wrong in bad.items():
        print(f"kill {number}: {wrong}")
    print(f"kills after which something was wrong: {len(bad)} ({'FAIL' if bad else 'PASS'}, limit 0)")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
