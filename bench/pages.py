"""What a page costs beside a page that says nothing: CPU, questions to the database, scans, reads of attempts.

    python -m bench.pages [--rows 500000] [--classes 12] [--home FOLDER]

A network of `rows` rows of practice and its children. Every page is asked for as a teacher gets it, and beside it, in
the same run, the floor: the page that is not here, which has the same head, foot, session and sign-in. Each SQL that a
page sends is explained by SQLite; a scan is a step that reads the whole of a table with more than a thousand rows.
"""

from __future__ import annotations

import argparse
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import network

LARGE = 1_000  # rows of a table that no page may read as a whole
TURNS = 3
FLOOR = "/nothing/"
SCAN = re.compile(r"^SCAN (\w+)(?! USING)")


@dataclass(frozen=True)
class Cost:
    """CPU in milliseconds, the median of all askings; the rest is of the first one."""

    page: str
    cpu: float
    bytes: int
    queries: int
    scans: Sequence[str]
    attempts: int

    def line(self, floor: float) -> str:
        told = f"{self.cpu:7.1f} ms CPU  {self.cpu / floor:5.1f} × floor  {self.bytes / 1000:6.1f} KB"
        return f"  {self.page:<22} {told}  {self.queries:3d} queries  scans {len(self.scans)}  attempts {self.attempts}"


def main() -> None:
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="pages-") as temporary:
        network.begin(asked.home or Path(temporary))
        network.build(asked.rows, seed=2)
        children = asked.rows // network.ROWS_A_CHILD
        each = network.CHILDREN_A_CLASS
        wanted = [list(range(1 + at * each, 1 + (at + 1) * each)) for at in range(min(asked.classes, children // each))]
        _report(network.classes(wanted), wanted)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure every page of a teacher beside a page that says nothing.")
    parser.add_argument("--home", type=Path, help="keep the tables in this folder and use them again")
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--classes", type=int, default=12)
    return parser.parse_args()


def _report(opened: Sequence[tuple[Any, int]], wanted: Sequence[Sequence[int]]) -> None:
    pages: dict[str, Callable[[int], str]] = {
        "floor": lambda at: FLOOR,
        "my-class": lambda at: f"/class/{opened[at][1]}/",
        "my-class by level": lambda at: f"/class/{opened[at][1]}/?show=levels",
        "student": lambda at: f"/student/{wanted[at][0]}/",
        "groups": lambda at: f"/class/{opened[at][1]}/groups/",
        "children": lambda at: "/children/",
        "numbers": lambda at: "/numbers/",
        "style": lambda at: "/style/",
        "how": lambda at: "/how/",
    }
    costs = [_cost(name, address, [user for user, _ in opened]) for name, address in pages.items()]
    floor = costs[0].cpu
    print(f"{len(opened)} classes, {TURNS} turns")
    for one in costs:
        print(one.line(floor))
        for scan in one.scans:
            print(f"      scan: {scan}")
    _judge("reads of attempts", sum(one.attempts for one in costs))
    _judge("scans of large tables", sum(len(one.scans) for one in costs))


def _judge(what: str, seen: int) -> None:
    print(f"  {'PASS' if seen == 0 else 'FAIL'}  {what}: {seen}, limit 0")


def _cost(name: str, address: Callable[[int], str], users: Sequence[Any]) -> Cost:
    """The first asking is looked into, the others are timed."""
    clients = [_client(user) for user in users]
    sent, size = _looked_into(clients[0], address(0))
    cpu = [_timed(client, address(at)) for _ in range(TURNS) for at, client in enumerate(clients)]
    attempts = sum("'attempts'" in sql for sql in sent)
    return Cost(name, statistics.median(cpu), size, len(sent), _scans(sent), attempts)


def _client(user: Any) -> Any:
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def _looked_into(client: Any, address: str) -> tuple[list[str], int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    if answer.status_code != (404 if address == FLOOR else 200):
        raise SystemExit(f"{address} answered {answer.status_code}")
    return [query["sql"] for query in asked], len(answer.content)


def _timed(client: Any, address: str) -> float:
    began = time.process_time()
    client.get(address)
    return 1000 * (time.process_time() - began)


def _scans(sent: Sequence[str]) -> list[str]:
    """Steps that read the whole of a large table, each with the table and the start of what asked for it."""
    from django.db import connection

    large, found = _large(), []
    with connection.cursor() as cursor:
        for sql in dict.fromkeys(one for one in sent if one.startswith("SELECT")):
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [SCAN.match(row[3]) for row in cursor.fetchall()]
            found += [f"{step[1]}: {sql[:120]}" for step in steps if step and step[1] in large]
    return found


def _large() -> set[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        counts = {name: cursor.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    return {name for name, rows in counts.items() if rows > LARGE}


if __name__ == "__main__":
    main()
