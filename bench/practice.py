"""What working out the practice table costs beside the bare SQL: the same statement by DuckDB alone.

    python -m bench.practice [--rows 3000000] [--seed 5] [--turns 3] [--spark]

A school year of answers and lessons is made by SQL and published. Then in turns:

- bare: DuckDB reads the same files, runs `practice.sql`, writes a Parquet file: once unsorted, once as the store sorts;
- ours: `store.derive`, with reading the alignment and the spellings, sorting, writing, syncing and publishing.

CPU is of the process, DuckDB on one thread, the least of the turns. The ratio is bare over ours.
With --spark the table is worked out on Spark too, and compared row by row: counts equal, doubles within 1e-9.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from bench import network
from bench.mastery.told import tell

FLOOR, TARGET = 0.8, 0.9
ROWS_A_CHILD = 1_000
ITEMS, LESSONS = 4_000, 400
PROGRAMS = ("alpha", "beta", "gamma", "delta")

ANSWERS = """
with drawn as (
    select n, hash(n, $seed) as chance, hash(n, $seed, 1) as other, 1 + n // $rows_a_child as student
    from range($rows) as numbers(n)
),
placed as (
    select *, $programs[1 + (hash(student, other % 220 // 3) % 4)::integer] as program, (other % 220)::integer as day
    from drawn
)
select
    student, program, 'items' as report, 2027 as school_year,
    timestamp '2026-08-17 08:00:00' + to_days(day) + to_seconds((chance // 8 % 20000)::integer) as occurred_at,
    date '2026-08-17' + day as occurred_on,
    'instant' as precision,
    -- Within a week a child works on twelve neighbouring items.
    'i' || ((hash(student, day // 7) + other // 256 % 12) % $items)::varchar as content_item,
    case when chance // 16 % 10 = 0 then '3.nf.1' end as standard,
    chance // 64 % 100 < 70 as correct,
    (chance // 128 % 90)::integer as seconds,
    'l' || (other // 1024 % $lessons)::varchar as activity,
    chance // 512 % 500 = 0 as contradiction,
    1 as delivery, n::integer as row
from placed
"""
TRIES = """
with drawn as (
    select n, hash(n, $seed, 2) as chance, 1 + n // ($rows_a_child // 20) as student
    from range($rows // 20) as numbers(n)
)
select
    student, $programs[1 + (chance % 4)::integer] as program, 'lessons' as report, 2027 as school_year,
    date '2026-08-17' + (chance // 8 % 220)::integer as occurred_on, 'day' as precision,
    'l' || (chance // 4096 % $lessons)::varchar as content_item, 'lesson' as kind,
    (chance // 64 % 30)::double as minutes, 'while the lesson is open' as minutes_definition,
    case when chance // 128 % 3 > 0 then 'passed' else 'not passed' end as outcome,
    1 as delivery, n::integer as row
from drawn
"""


def main() -> None:
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="practice-") as folder:
        network.begin(Path(folder))
        _align(random.Random(asked.seed))
        _publish(asked.rows, asked.seed)
        _get_ready(Path(folder))
        _report(asked.turns, Path(folder))
        if asked.spark:
            _compare(Path(folder))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Practice by the store beside the bare SQL.")
    parser.add_argument("--rows", type=int, default=3_000_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--spark", action="store_true", help="compare with Spark's table")
    return parser.parse_args()


def _align(chance: random.Random) -> None:
    """Neighbouring items and lessons on one standard, a fifth on the next one too, a tenth on none."""
    from homeroom.standards import alignment, ccss
    from homeroom.standards.content import Content, take_content

    codes = [code.code for code in ccss.read().codes if not code.parent]
    names = [("item", f"i{n}", n // 10) for n in range(ITEMS)] + [("lesson", f"l{n}", n) for n in range(LESSONS)]
    contents = [((program, kind, name), place) for program in PROGRAMS for kind, name, place in names]
    take_content(Content(*content) for content, _ in contents)
    places = ((content, at) for content, at in contents if chance.random() < 0.9)
    on = ((content, at + more) for content, at in places for more in ((0,) if chance.random() < 0.8 else (0, 1)))
    alignment.take_tags((alignment.Tag(c, codes[at % len(codes)], 1, "vendor") for c, at in on), ccss.SLUG)


def _publish(rows: int, seed: int) -> None:
    from homeroom.facts import store
    from homeroom.facts.engine import session
    from homeroom.facts.schema import ACTIVITIES, ATTEMPTS

    told = {"rows_a_child": ROWS_A_CHILD, "rows": rows, "seed": seed, "items": ITEMS, "lessons": LESSONS}
    with store.publishing(), session() as place:
        for table, made in ((ATTEMPTS, ANSWERS), (ACTIVITIES, TRIES)):
            for name, number in told.items():
                made = made.replace(f"${name}", str(number))
            made = made.replace("$programs", str(list(PROGRAMS)))
            place.run(f"create or replace temp table made as {made}")
            shown = "select * from (select * from nothing union all by name select * from made)"
            place.files("nothing", table, [])
            store.publish([store.stage_year(place, table, 2027, shown)], [], "bench")
    print(f"{rows:,} answers of {rows // ROWS_A_CHILD:,} children")


def _get_ready(folder: Path) -> None:
    """DuckDB on one thread, and the alignment as Parquet for the bare SQL."""
    from homeroom.facts.engine import session
    from homeroom.mastery import refresh
    from homeroom.standards import alignment

    with session() as place:
        place.run("set global threads = 1")
        for name, columns in (("tags", alignment.tags()), ("spellings", refresh.spellings(2027))):
            place.relation(name, columns)
            place.write(f"select * from {name}", folder / f"{name}.parquet", 122_880)


def _report(turns: int, folder: Path) -> None:
    plain, ordered, ours = [], [], []
    for _ in range(turns):
        plain.append(_cpu(partial(_bare, folder, "")))
        ordered.append(_cpu(partial(_bare, folder, "order by student, week, standard")))
        ours.append(_cpu(_ours))
    print(f"bare SQL, written unsorted  {min(plain):6.2f} CPU s")
    print(f"bare SQL, written sorted    {min(ordered):6.2f} CPU s")
    print(f"ours                        {min(ours):6.2f} CPU s")
    for name, bare in (("unsorted", plain), ("sorted", ordered)):
        ratio = min(bare) / min(ours)
        tell({f"practice: bare SQL, {name}, over ours": ratio})
        verdict = "PASS" if ratio >= FLOOR else "FAIL"
        print(f"  {verdict}  bare SQL, {name}, over ours: {ratio:.2f}, floor {FLOOR}, target {TARGET}")


def _compare(folder: Path) -> None:
    """Rows of DuckDB's table and of Spark's that the other has not."""
    from django.conf import settings

    from homeroom.facts import store
    from homeroom.facts.engine import session
    from homeroom.facts.schema import PRACTICE

    by_duckdb = folder / "by_duckdb.parquet"
    store.copy_out("practice", by_duckdb, "parquet")
    settings.HOMEROOM_FACTS_ENGINE = "spark"
    began = time.perf_counter()
    _ours()
    taken = time.perf_counter() - began
    shown = ", ".join(f"round({c.name}, 9)" if c.type == "DOUBLE" else c.name for c in PRACTICE.columns)
    with session() as place:
        place.files("one", PRACTICE, [by_duckdb])
        place.files("other", PRACTICE, store.paths(store.true_files("practice")))
        one, other = f"select {shown} from one", f"select {shown} from other"
        odd = place.run(f"select count(*) from (({one} except all {other}) union all ({other} except all {one}))").one[
            0
        ]
        rows = place.run("select count(*) from one").one[0]
    print(f"Spark: {taken:.0f} s with its start; rows that differ: {odd:,} of {rows:,}")


def _cpu(work: Callable[[], int]) -> float:
    began = time.process_time()
    rows = work()
    taken = time.process_time() - began
    if not rows:
        sys.exit("nothing was worked out")
    return taken


def _ours() -> int:
    from homeroom.facts import store
    from homeroom.facts.schema import ACTIVITIES, ATTEMPTS, PRACTICE
    from homeroom.mastery import refresh
    from homeroom.standards import alignment

    def relations() -> Mapping[str, Mapping[str, Sequence[object]]]:
        return {"tags": alignment.tags(), "spellings": refresh.spellings(2027)}

    store.derive(
        {PRACTICE: refresh.sql("practice")},
        inputs=[ATTEMPTS.name, ACTIVITIES.name],
        relations=relations,
        school_year=2027,
        cause="bench",
    )
    return store.row_counts()["practice"]


def _bare(folder: Path, order: str) -> int:
    import duckdb

    from homeroom.facts import store
    from homeroom.mastery import refresh

    target = folder / "bare.parquet"
    bare = duckdb.connect(config={"threads": 1, "memory_limit": "1200MB"})
    for name in ("attempts", "activities"):
        listed = ", ".join(f"'{path}'" for path in store.paths(store.true_files(name)))
        bare.execute(f"create view {name} as select * from read_parquet([{listed}])")
    for name in ("tags", "spellings"):
        bare.execute(f"create view {name} as select * from read_parquet('{folder / name}.parquet')")
    made = f"select * from ({refresh.sql('practice')}) {order}"
    bare.execute(f"copy ({made}) to '{target}' (format parquet, compression zstd, row_group_size 40960)")
    return int(bare.execute(f"select count(*) from read_parquet('{target}')").fetchall()[0][0])


if __name__ == "__main__":
    main()
