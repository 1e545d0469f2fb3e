"""How long My Class takes to read and to draw out of a network's practice: 25 million rows, 100,000 children.

    python -m bench.class_read [--home FOLDER] [--rows 25000000] [--classes 100] [--seed 2]

The network is made once by SQL; with --home it is kept for the next run. Every class is read four times over:

- the grid's query by bare DuckDB, straight from the same files;
- the page's query by bare DuckDB: every column of practice that the page needs, of its children;
- the page's data through the store: that query, and all that the page works out of it;
- the whole page: visibility, data, audit entry and HTML, as a teacher gets it. Nothing is kept between two pages.

Once with children whose numbers lie together (they came in one roster), once with children scattered over the whole
network (they came one by one). Times are of one process, in milliseconds; CPU is the median and counts all threads.
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
from pathlib import Path

from bench import network

LIMIT_MS = 150
LIMIT_RATIO = 2

READ = """
select student, standard, sum(attempts) as attempts, sum(correct) as correct, sum(active_minutes) as minutes,
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

    @property
    def work(self) -> float:
        return statistics.median(self.cpu)

    def line(self, name: str) -> str:
        wall = f"p50 {self.wall_at(50):6.1f}  p95 {self.wall_at(95):6.1f}  most {max(self.wall):6.1f}"
        return f"  {name:<30} {wall}  CPU {self.work:6.1f}"


def main() -> None:
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="class-read-") as temporary:
        network.begin(asked.home or Path(temporary))
        network.build(asked.rows, asked.seed)
        _measure(asked.rows // network.ROWS_A_CHILD, asked.classes, random.Random(asked.seed))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time My Class over a network's practice.")
    parser.add_argument("--home", type=Path, help="keep the table in this folder and use it again")
    parser.add_argument("--rows", type=int, default=25_000_000)
    parser.add_argument("--classes", type=int, default=100)
    parser.add_argument("--seed", type=int, default=2)
    return parser.parse_args()


def _measure(children: int, classes: int, chance: random.Random) -> None:
    together = [_together(chance, children) for _ in range(classes)]
    scattered = [sorted(chance.sample(range(1, children + 1), network.CHILDREN_A_CLASS)) for _ in range(classes)]
    opened = network.classes([*together, *scattered])
    print(f"{classes} classes of {network.CHILDREN_A_CLASS}, milliseconds")
    for where, wanted, pages in (("together", together, opened[:classes]), ("scattered", scattered, opened[classes:])):
        print(f"children {where}")
        _report(wanted, [_page(*page) for page in pages])


def _together(chance: random.Random, children: int) -> list[int]:
    many = network.CHILDREN_A_CLASS
    first = 1 + many * chance.randrange(children // many)
    return list(range(first, first + many))


def _report(wanted: Sequence[Sequence[int]], pages: Sequence[Callable[[], int]]) -> None:
    bare = _bare()
    grid = _time([lambda s=s: bare(READ, s) for s in wanted])
    query = _time([lambda s=s: bare(_page_query(), s) for s in wanted])
    data = _time([lambda s=s: _data(s) for s in wanted])
    page = _time(pages)
    print(grid.line("grid's query, bare DuckDB"))
    print(query.line("page's query, bare DuckDB"))
    print(data.line("page's data"))
    print(page.line("whole page"))
    _judge("page's data, p95", data.wall_at(95), LIMIT_MS)
    _judge("whole page, p95", page.wall_at(95), LIMIT_MS)
    _judge("CPU of data over bare query", data.work / query.work, LIMIT_RATIO)
    _judge("CPU of page over bare query", page.work / query.work, LIMIT_RATIO)
    _judge("CPU of page over its data", page.work / data.work, LIMIT_RATIO)


def _judge(what: str, seen: float, limit: float) -> None:
    print(f"  {'PASS' if seen <= limit else 'FAIL'}  {what}: {seen:.2f}, limit {limit}")


def _page_query() -> str:
    from homeroom.reports.gathered import COLUMNS

    columns = ", ".join(COLUMNS["practice"])
    wanted = "student in (select unnest($students))"
    return f"create or replace temp table gathered as select {columns} from practice where {wanted}"


def _bare() -> Callable[[str, Sequence[int]], int]:
    """A question to DuckDB alone, the children's numbers written into it."""
    import duckdb

    from homeroom.facts import store

    connection = duckdb.connect(config={"threads": os.cpu_count() or 2, "memory_limit": "1200MB"})
    connection.execute("set global parquet_metadata_cache = true")
    listed = ", ".join(f"'{file}'" for file in store.paths(store.true_files("practice")))

    def read(asked: str, students: Sequence[int]) -> int:
        numbers = ", ".join(map(str, students))
        sql = asked.replace("from practice", f"from read_parquet([{listed}])")
        sql = sql.replace("select unnest($students)", numbers).replace("$week", f"date '{network.FIRST_MONDAY}'")
        return len(connection.cursor().execute(sql).fetchall())

    return read


def _data(students: Sequence[int]) -> int:
    """Every read of facts that the page makes: how far they reach, then its week."""
    from homeroom.facts import store
    from homeroom.reports.class_week import read
    from homeroom.reports.gathered import Gathered
    from homeroom.reports.seen import reach

    with Gathered(students, store.current()) as gathered:
        week = reach(gathered, network.TODAY).week(network.TODAY)
        return len(read.facts(gathered, week).practice)


def _page(user: object, number: int) -> Callable[[], int]:
    """The page of one class, for its teacher, who is signed in."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(user)

    def get() -> int:
        response = client.get(f"/class/{number}/")
        return len(response.content) if response.status_code == 200 else 0

    return get


def _time(reads: Sequence[Callable[[], int]]) -> Times:
    """Read every class once, after one read that opens files and is not counted."""
    reads[0]()
    wall, cpu = [], []
    for read in reads:
        began, worked = time.perf_counter(), time.process_time()
        if not read():
            sys.exit("a class was read without a result")
        wall.append(1000 * (time.perf_counter() - began))
        cpu.append(1000 * (time.process_time() - worked))
    return Times(wall, cpu)


if __name__ == "__main__":
    main()
