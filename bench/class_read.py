"""How long reading one class's data takes out of a network's practice: 25 million rows, 200 classes.

    python bench/class_read.py [--home FOLDER] [--rows 25000000] [--classes 200] [--seed 2]

The table is made once by SQL and published through the store's own door; with --home it is kept for the next run.
Every class is read twice over: once with children whose numbers lie together (they came in one roster), once with
children scattered over the whole network (they came one by one). Beside it, in the same run, DuckDB reads the same
rows bare, straight from the same files. "One query" is the grid alone; "all of My Class" is every query its page runs.
Times are of one process, wall and CPU, in milliseconds.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

CHILDREN_A_CLASS = 25
ROWS_A_CHILD = 250
SCHOOL_YEAR = 2027
LIMIT_MS = 150
FIRST_MONDAY = date(2026, 8, 17)
TODAY = date(2027, 4, 14)

# One row of practice: child number and the number of the child's row. Seven rows a week, five programs, a grade's
# standards; hashes stand for chance, so that the same seed gives the same table.
MADE = """
with standards as (
    select grade, standard, row_number() over (partition by grade order by standard) - 1 as place,
        count(*) over (partition by grade) as many
    from grades
),
drawn as (
    select
        1 + n // $rows_a_child as student,
        n % $rows_a_child as k,
        hash(n, $seed) as chance,
        ['K', '1', '2', '3', '4', '5'][1 + (n // $rows_a_child // 600) % 6] as grade
    from range($rows) as numbers(n)
),
counted as (
    select *, (chance % 20)::integer as attempts, (chance // 32 % 1000) / 1000.0 as luck from drawn
)
select
    counted.student,
    standards.standard,
    ['alpha', 'beta', 'gamma', 'delta', 'epsilon'][1 + k % 7 % 5] as program,
    $school_year as school_year,
    $first_monday::date + (k // 7 * 7)::integer as week,
    attempts,
    (attempts * luck)::integer as correct,
    0 as unscored,
    attempts / (1.0 + chance // 64 % 2) as share,
    attempts // 2 as first_tries,
    (attempts // 2 * luck)::integer as first_correct,
    (chance // 128 % 9000) / 600.0 as minutes,
    'what program ' || (k % 7 % 5)::varchar || ' counts as a minute' as minutes_definition,
    chance // 256 % 3 as lessons,
    chance // 512 % 2 as lessons_passed,
    week + (chance // 1024 % 5)::integer as last_on
from counted
join standards on standards.grade = counted.grade and standards.place = (k // 9 + k % 7) % standards.many
"""

READ = """
select student, standard, sum(attempts) as attempts, sum(correct) as correct, sum(minutes) as minutes,
    sum(attempts) filter (where week = $week) as this_week, max(last_on) as last_on
from practice
where student in (select unnest($students))
group by student, standard
order by student, standard
"""


@dataclass(frozen=True)
class Times:
    """Milliseconds, one number a read."""

    wall: Sequence[float]
    cpu: Sequence[float]

    def wall_at(self, percent: int) -> float:
        return statistics.quantiles(self.wall, n=100)[percent - 1]

    def line(self, name: str) -> str:
        wall = f"p50 {self.wall_at(50):6.1f}  p95 {self.wall_at(95):6.1f}  most {max(self.wall):6.1f}"
        return f"{name:<36} {wall}  CPU {statistics.median(self.cpu):6.1f}"

    def beside(self, bare: Times) -> str:
        wall = f"{self.wall_at(50) / bare.wall_at(50):.2f} at p50, {self.wall_at(95) / bare.wall_at(95):.2f} at p95"
        cpu = statistics.median(self.cpu) / statistics.median(bare.cpu)
        kept = "kept" if self.wall_at(95) <= LIMIT_MS else "MISSED"
        return f"x bare {wall}, CPU {cpu:.2f}; limit of {LIMIT_MS} ms at p95 {kept}"


def main() -> None:
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="class-read-") as temporary:
        _begin(asked.home or Path(temporary))
        _build(asked.rows, asked.seed)
        _measure(asked.rows // ROWS_A_CHILD, asked.classes, asked.seed)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time reading one class's practice out of a network's.")
    parser.add_argument("--home", type=Path, help="keep the table in this folder and use it again")
    parser.add_argument("--rows", type=int, default=25_000_000)
    parser.add_argument("--classes", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2)
    return parser.parse_args()


def _begin(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    os.environ["HOMEROOM_HOME"] = str(home.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "homeroom.site.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _build(rows: int, seed: int) -> None:
    from homeroom.facts import store
    from homeroom.facts.schema import PRACTICE

    there = store.row_counts()[PRACTICE.name]
    if there == rows:
        print(f"{rows:,} rows stand there already")
    elif there:
        sys.exit(f"the folder holds {there:,} rows of practice, not {rows:,}: choose another --home")
    else:
        began = time.perf_counter()
        _publish(rows, seed)
        print(f"{rows:,} rows made and published in {time.perf_counter() - began:.0f} s")
    files = store.paths(store.true_files(PRACTICE.name))
    print(f"{len(files)} file(s), {sum(file.stat().st_size for file in files) / 1e6:,.0f} MB")


def _publish(rows: int, seed: int) -> None:
    from homeroom.facts import store
    from homeroom.facts.engine import session
    from homeroom.facts.schema import PRACTICE
    from homeroom.standards import ccss

    codes = [code for code in ccss.read().codes if not code.parent]
    numbers = {"rows_a_child": ROWS_A_CHILD, "rows": rows, "seed": seed, "school_year": SCHOOL_YEAR}
    made = MADE.replace("$first_monday", f"'{FIRST_MONDAY}'")
    for name, number in numbers.items():
        made = made.replace(f"${name}", str(number))
    with store.publishing(), session() as place:
        place.relation("grades", {"grade": [c.grade for c in codes], "standard": [c.code for c in codes]})
        store.publish([store.stage_year(place, PRACTICE, SCHOOL_YEAR, made, every=True)], [], "bench")


def _measure(children: int, classes: int, seed: int) -> None:
    from homeroom.facts import store

    chance = random.Random(seed)
    together = [_together(chance, children) for _ in range(classes)]
    scattered = [chance.sample(range(1, children + 1), CHILDREN_A_CLASS) for _ in range(classes)]
    bare = _bare(store.paths(store.true_files("practice")))
    print(f"{classes} classes of {CHILDREN_A_CLASS}, milliseconds")
    for where, wanted in (("together", together), ("scattered", scattered)):
        theirs = _time(bare, wanted)
        print(theirs.line(f"one query, bare DuckDB, {where}"))
        for name, read in (("one query, store", _one_query), ("all of My Class", _my_class)):
            ours = _time(read, wanted)
            print(ours.line(f"{name}, {where}"))
            print(f"{'':<36} {ours.beside(theirs)}")


def _together(chance: random.Random, children: int) -> list[int]:
    first = 1 + CHILDREN_A_CLASS * chance.randrange(children // CHILDREN_A_CLASS)
    return list(range(first, first + CHILDREN_A_CLASS))


def _one_query(students: list[int]) -> int:
    from homeroom.facts import store

    parameters = {"students": students, "week": FIRST_MONDAY}
    found = store.query(READ, parameters, tables=["practice"], students=students, school_year=SCHOOL_YEAR)
    return len(found.rows)


def _my_class(students: list[int]) -> int:
    """Every read of the page: how far the facts reach, then the week's queries."""
    from homeroom.facts import store
    from homeroom.reports.class_week import read
    from homeroom.reports.seen import reach

    version = store.current()
    week = reach(students, TODAY, version).week(TODAY)
    return len(read.facts(students, week, version).practice)


def _bare(files: Sequence[Path]) -> Callable[[list[int]], int]:
    """The same question to DuckDB alone, the children's numbers written into it."""
    import duckdb

    connection = duckdb.connect(config={"threads": os.cpu_count() or 2, "memory_limit": "1200MB"})
    connection.execute("set global parquet_metadata_cache = true")
    listed = ", ".join(f"'{file}'" for file in files)

    def read(students: list[int]) -> int:
        numbers = ", ".join(map(str, students))
        sql = READ.replace("from practice", f"from read_parquet([{listed}])").replace(
            "select unnest($students)", numbers
        )
        return len(connection.cursor().execute(sql, {"week": FIRST_MONDAY}).fetchall())

    return read


def _time(read: Callable[[list[int]], int], wanted: Sequence[list[int]]) -> Times:
    """Read every class once, after one read that opens files and is not counted."""
    read(wanted[0])
    wall, cpu = [], []
    for students in wanted:
        began, worked = time.perf_counter(), time.process_time()
        if not read(students):
            sys.exit(f"no rows for the children {students}")
        wall.append(1000 * (time.perf_counter() - began))
        cpu.append(1000 * (time.process_time() - worked))
    return Times(wall, cpu)


if __name__ == "__main__":
    main()
