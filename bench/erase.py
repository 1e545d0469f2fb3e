"""Figure: CPU of erasing one child out of many rows, against writing anew the files that hold the child.

What is written anew is the same on both sides: the fact files that hold the child, copied by a plain DuckDB statement
with the same settings, and the kept original, read and written once. The whole erasure is timed from the request to the
certificate; each turn erases another child, and the cost of the first, with what a process does once, is told
too. Afterwards every byte of the installation is searched for the child: names and ids that stand nowhere else.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import duckdb

from bench.intake import ANSWERS, measured

ROWS, CHILDREN, TURNS = 1_500_000, 600, 3
MOST_RATIO = 1.5
CANARY = ("zq-sourced-7741", "Quezephyrine", "Wobblethwaite", "qzephyrine.w@valley.test")
CHILD = 300


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--state", type=Path, default=Path(".make/bench/erase"))
    options.add_argument("--rows", type=int, default=ROWS)
    options.add_argument("--turns", type=int, default=TURNS)
    chosen = options.parse_args(arguments)
    told = run(chosen.state.absolute(), chosen.rows, chosen.turns)
    print(json.dumps(told))
    ratio = told["erase_cpu"] / told["rewrite_cpu"]
    print(
        f"one child out of {chosen.rows:,} rows: {told['erase_cpu']:.2f} CPU s, writing anew {told['rewrite_cpu']:.2f}"
    )
    print(f"erasing over writing anew: {ratio:.2f} ({'PASS' if ratio <= MOST_RATIO else 'FAIL'}, limit {MOST_RATIO})")
    print(f"the first in its process: {told['first_erase_cpu']:.2f} CPU s")
    print(f"canary hits: {told['hits']:.0f} ({'PASS' if not told['hits'] else 'FAIL'}, limit 0)")
    return int(ratio > MOST_RATIO or told["hits"] > 0)


def run(state: Path, rows: int, turns: int = 1) -> dict[str, float]:
    """The better of some turns of each side, in turn, and what the search found after the erasure."""
    home = fill(state, rows)
    from homeroom.people.models import Student
    from homeroom.site.erasing import run as erasing

    child = Student.objects.get(sourced_id=CANARY[0])
    if len(_hits(home)) < 3:
        raise SystemExit("the canaries did not come in: the search would prove nothing")
    rewritten, erased = [], []
    # Each turn erases a child of its own, the one with the canaries last.
    for one in [*Student.objects.exclude(pk=child.pk).order_by("-pk")[: turns - 1], child]:
        rewritten.append(measured(lambda: rewrite_all(home, state))["cpu"])
        erased.append(measured(lambda one=one: erasing.erase(one, None, "bench")))
    cpu = [one["cpu"] for one in erased]
    told = {"rewrite_cpu": min(rewritten), "erase_cpu": min(cpu), "first_erase_cpu": cpu[0]}
    return {**told, "erase_s": min(one["wall"] for one in erased), "hits": len(_hits(home))}


def fill(state: Path, rows: int) -> Path:
    """An installation that has received one file of so many answers, some of them the child's."""
    from bench.school import set_up

    state.mkdir(parents=True, exist_ok=True)
    path = state / f"answers_{rows}_2026-10-12.csv"
    duckdb.execute(ANSWERS.replace("{path}", str(path)), {"rows": rows, "children": CHILDREN})
    path.write_bytes(path.read_bytes().replace(f"S{CHILD:07d}".encode(), CANARY[0].encode()))
    home = state / "home"
    shutil.rmtree(home, ignore_errors=True)
    set_up(home)
    from homeroom.intake.receive import receive
    from homeroom.people.models import Student
    from homeroom.site.work_out import work_out

    Student.objects.bulk_create([_student(number) for number in range(CHILDREN)])
    for delivery in receive([path]):
        if delivery.rows_in != rows:
            raise SystemExit(f"{delivery.state}: {delivery.message}")
    work_out(everything=True)
    return home


def _student(number: int):  # type: ignore[no-untyped-def]
    from homeroom.people.models import Student

    if number == CHILD:
        sourced_id, given, family, email = CANARY
        return Student(sourced_id=sourced_id, given_name=given, family_name=family, email=email, grade="03")
    return Student(sourced_id=f"S{number:07d}", given_name=f"G{number}", family_name=f"F{number}", grade="03")


def rewrite_all(home: Path, state: Path) -> None:
    """The files that hold the child, or did, each written anew once by the plainest means."""
    from homeroom.facts.models import FactFile
    from homeroom.facts.schema import TABLES

    target = state / "rewritten"
    for file in FactFile.objects.filter(retired_in=None, first_student__lte=CHILD + 1, last_student__gte=CHILD + 1):
        options = f"format parquet, compression zstd, parquet_version v2, row_group_size {TABLES[file.table].row_group}"
        duckdb.execute(f"copy (select * from '{home / 'facts' / file.path}') to '{target}' ({options})")
    for path in (home / "originals").glob("??/*"):
        target.write_bytes(path.read_bytes())
    target.unlink()


def _hits(home: Path) -> list[str]:
    """Files of the installation in whose bytes, or in whose Parquet columns, a canary stands."""
    found = []
    for path in sorted(one for one in home.rglob("*") if one.is_file()):
        raw = path.read_bytes().lower()
        wanted = {word.lower().encode(codec) for word in CANARY for codec in ("utf-8", "utf-16-le", "utf-16-be")}
        if any(word in raw for word in wanted):
            found.append(str(path.relative_to(home)))
        if path.suffix == ".parquet":
            sql = "select count(*) from read_parquet($path) where student = $student"
            count = duckdb.execute(sql, {"path": str(path), "student": CHILD + 1}).fetchall()[0][0]
            found += [path.name] if count else []
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
