"""Figure: rows a CPU second of intake, against the bare reader of the same file; bytes an answer takes; peak memory.

The bare reader is DuckDB's own: `read_csv` with everything detected, written as Parquet with zstd. Each side runs in a
process of its own, in turn, and the better of its runs counts, since a shared machine only ever makes a run slower.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROWS = 5_000_000
CHILDREN = 10_000
TURNS = 2
LEAST_RATIO, MOST_BYTES, MOST_MEMORY = 0.6, 11.0, 2e9
# One row an answer, in the order of time. Of 1,000 rows one is bad, in one of four ways; two are nobody's we know.
# What is bad breaks no detected type, so the bare reader takes it as it is.
ANSWERS = """
copy (
    select
        'number_trail' as program,
        case when dirt = 0 and how = 0 then '' when dirt in (1, 2) then format('X{:07d}', child)
             else format('S{:07d}', child) end as student_id,
        format('nt-{:05d}', item) as item_id,
        case when dirt = 0 and how = 1 then '' when right_one then 'true' else 'false' end as correct,
        strftime(moment, '%Y-%m-%dT%H:%M:%S') || case when dirt = 0 and how = 2 then '' else 'Z' end as answered_at,
        case when dirt = 0 and how = 3 then 999999 else seconds end as seconds
    from (
        select
            hash(i, 1) % $children as child, hash(i, 2) % 20000 as item, hash(i, 3) % 100 < 71 as right_one,
            3 + (hash(i, 4) % 117)::integer as seconds, hash(i, 5) % 1000 as dirt, hash(i, 6) % 4 as how,
            timestamp '2026-08-31 14:00:00' + to_days((i * 40 // $rows)::integer) + to_seconds(hash(i, 7) % 25200)
                as moment
        from range($rows) as t(i)
    )
    order by moment::date, child, moment
) to '{path}' (header)
"""


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--state", type=Path, default=Path(".make/bench/intake"))
    options.add_argument("--rows", type=int, default=ROWS)
    options.add_argument("--turns", type=int, default=TURNS)
    options.add_argument("--alone", choices=["prepare", "bare", "ours"], help="one part, in this process")
    chosen = options.parse_args(arguments)
    state = chosen.state.absolute()
    if chosen.alone:
        print(json.dumps(PARTS[chosen.alone](state, chosen.rows)))
        return 0
    alone("prepare", state, chosen.rows)
    turns = [(alone("bare", state, chosen.rows), alone("ours", state, chosen.rows)) for _ in range(chosen.turns)]
    return tell(chosen.rows, *(min(side, key=lambda told: told["cpu"]) for side in zip(*turns, strict=True)))


def alone(part: str, state: Path, rows: int) -> dict[str, float]:
    """Run one part in a process of its own."""
    command = [sys.executable, "-m", "bench.intake", "--alone", part, "--state", str(state), "--rows", str(rows)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    if part != "prepare":
        print(f"  {part}: {told['cpu']:.1f} CPU s, {told['wall']:.1f} s, {told['memory'] / 1e6:.0f} MB", flush=True)
    return told


def tell(rows: int, bare: dict[str, float], ours: dict[str, float]) -> int:
    ratio = bare["cpu"] / ours["cpu"]
    print(f"{rows:,} rows: {ours['published']:,.0f} published, {ours['quarantined']:,.0f} quarantined")
    print(f"bare reader: {rows / bare['cpu']:,.0f} rows a CPU second")
    print(f"intake:      {rows / ours['cpu']:,.0f} rows a CPU second, {rows / ours['wall']:,.0f} a second of the clock")
    limits = (
        (f"intake over bare reader: {ratio:.2f}", ratio >= LEAST_RATIO, f"at least {LEAST_RATIO}"),
        (f"bytes an answer: {ours['bytes']:.1f}", ours["bytes"] <= MOST_BYTES, f"at most {MOST_BYTES:.0f}"),
        (f"peak memory: {ours['memory'] / 1e9:.2f} GB", ours["memory"] < MOST_MEMORY, f"below {MOST_MEMORY / 1e9:.0f}"),
    )
    for words, met, limit in limits:
        print(f"{words} ({'PASS' if met else 'FAIL'}, limit {limit})")
    return int(not all(met for _, met, _ in limits))


def export(state: Path, rows: int) -> Path:
    return state / f"answers_{rows}_2026-10-12.csv"


def prepare(state: Path, rows: int) -> dict[str, float]:
    """The file, once, and a home whose roster holds the children."""
    import duckdb

    from bench.school import set_up

    state.mkdir(parents=True, exist_ok=True)
    path = export(state, rows)
    if not path.exists():
        part = path.with_suffix(".part")
        duckdb.execute(ANSWERS.replace("{path}", str(part)), {"rows": rows, "children": CHILDREN})
        part.rename(path)
    shutil.rmtree(state / "home", ignore_errors=True)
    set_up(state / "home")
    from homeroom.people.models import Student

    Student.objects.bulk_create(
        [Student(sourced_id=f"S{n:07d}", given_name=f"G{n}", family_name=f"F{n}", grade="03") for n in range(CHILDREN)]
    )
    return {}


def bare(state: Path, rows: int) -> dict[str, float]:
    import duckdb

    target = state / "bare.parquet"
    source = f"read_csv('{export(state, rows)}')"
    return measured(lambda: duckdb.execute(f"copy (select * from {source}) to '{target}' (compression zstd)"))


def ours(state: Path, rows: int) -> dict[str, float]:
    """A whole `receive`: the original kept, every row read, matched, checked, settled, written and published."""
    from bench.school import set_up, start_over

    set_up(state / "home")
    from django.db.models import Sum

    from homeroom.facts.models import FactFile
    from homeroom.intake.receive import receive

    start_over()
    ended = []
    told = measured(lambda: ended.extend(receive([export(state, rows)])))
    [delivery] = ended
    if delivery.state != "published" or delivery.rows_in != rows:
        raise SystemExit(f"{delivery.state}: {delivery.rows_in} of {rows} rows. {delivery.message}")
    files = FactFile.objects.filter(retired_in=None).aggregate(bytes=Sum("bytes"), rows=Sum("rows"))
    counts = {"published": delivery.published, "quarantined": delivery.quarantined}
    return {**told, **counts, "bytes": files["bytes"] / files["rows"]}


def measured(work: Callable[[], object]) -> dict[str, float]:
    """CPU seconds of this process and its children, seconds of the clock, and peak memory in bytes."""
    cpu, wall = _cpu(), time.monotonic()
    work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"cpu": _cpu() - cpu, "wall": time.monotonic() - wall, "memory": peak}


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


PARTS = {"prepare": prepare, "bare": bare, "ours": ours}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
