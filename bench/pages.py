"""What a page costs beside its floor: CPU, questions to the database, scans, reads of attempts; and under a load.

    python -m bench.pages [--children 10000] [--classes 12] [--seconds 8] [--home FOLDER]

One network. Every page is asked for as a teacher gets it, and beside it, in the same run, the floor: the same sign-in
check, scope and audit entry, sending the same bytes (`bench.floor`). Each SQL that a page sends is explained by SQLite;
a scan is a step that reads the whole of a table with more than a thousand rows. Then a server as `homeroom serve`
starts it is asked for pages at a fixed rate, by this process on the same machine; late answers count as they came.
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

from bench import kept, load

LARGE = 1_000  # rows of a table that no page may read as a whole
TURNS = 3
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
        home = asked.home or Path(temporary)
        opened, wanted = kept.begin(home, asked.children)
        _told()
        _report(opened[: asked.classes], wanted)
        if asked.seconds:
            load.report(home, opened, wanted, asked.seconds)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure every page of a teacher beside a floor that sends the same.")
    parser.add_argument("--home", type=Path, help="keep the tables in this folder and use them again")
    parser.add_argument("--children", type=int, default=10_000)
    parser.add_argument("--classes", type=int, default=12)
    parser.add_argument("--seconds", type=int, default=8, help="of each load; 0 for none")
    return parser.parse_args()


def _told() -> None:
    from homeroom.reports.kept import told

    told.work_out()


def _report(opened: Sequence[tuple[Any, int]], wanted: Sequence[Sequence[int]]) -> None:
    from django.conf import settings

    from bench.floor import SENT

    settings.ROOT_URLCONF = "bench.floor"
    pages: dict[str, Callable[[int], str]] = {
        "my-class": lambda at: f"/class/{opened[at][1]}/",
        "student": lambda at: f"/student/{wanted[at][0]}/",
        "groups": lambda at: f"/class/{opened[at][1]}/groups/",
        "children": lambda at: "/children/",
        "numbers": lambda at: "/numbers/",
        "how": lambda at: "/how/",
    }
    users = [user for user, _ in opened]
    kept_pages = ("my-class", "student")
    for at, user in enumerate(users):
        for name in kept_pages:
            SENT[f"/floor{pages[name](at)}"] = _client(user).get(pages[name](at)).content
    floors = {name: _cost(f"floor of {name}", _below(pages[name]), users) for name in kept_pages}
    first = [_first(name, pages[name], users) for name in kept_pages]
    costs = {name: _cost(name, address, users) for name, address in pages.items()}
    print(f"{len(opened)} classes, {TURNS} turns")
    for floor in floors.values():
        print(floor.line(floor.cpu))
    for name, one in costs.items():
        print(one.line(floors.get(name, floors["my-class"]).cpu))
        for scan in one.scans:
            print(f"      scan: {scan}")
    for line in first:
        print(line)
    for name in kept_pages:
        _judge(f"CPU of {name} over its floor", round(costs[name].cpu / floors[name].cpu, 2), 2)
    _judge("reads of attempts", sum(one.attempts for one in costs.values()))
    _judge("scans of large tables", sum(len(one.scans) for one in costs.values()))


def _below(address: Callable[[int], str]) -> Callable[[int], str]:
    return lambda at: f"/floor{address(at)}"


def _first(name: str, address: Callable[[int], str], users: Sequence[Any]) -> str:
    """What a page takes that is not kept yet."""
    from homeroom.reports.kept import shelf

    clients = [_client(user) for user in users]
    for path in shelf.folder().glob("*-*-*/*/*"):
        shelf.drop(path)
    sent, _ = _looked_into(clients[0], address(0))
    cpu = [_timed(client, address(at)) for at, client in enumerate(clients) if at]
    reads = sum("'attempts'" in sql for sql in sent)
    return f"  {name + ', not kept':<22} {statistics.median(cpu):7.1f} ms CPU  {len(sent)} queries  attempts {reads}"


def _judge(what: str, seen: float, limit: float = 0) -> None:
    print(f"  {'PASS' if seen <= limit else 'FAIL'}  {what}: {seen}, limit {limit}")


def _cost(name: str, address: Callable[[int], str], users: Sequence[Any]) -> Cost:
    """The first asking is looked into, the others are timed."""
    clients = [_client(user) for user in users]
    for at, client in enumerate(clients):  # what is kept is drawn by now
        client.get(address(at))
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
    if answer.status_code != 200:
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
