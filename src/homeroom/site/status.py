"""How the installation stands: feeds, deliveries, the true version, rows."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Max
from rich.console import Console
from rich.table import Table as Grid

from homeroom.facts import store
from homeroom.facts.schema import BASE
from homeroom.intake.models import Delivery

THROUGH = "select program, report, max(occurred_on)::varchar as through, count(*) as facts from {table} group by all"


def status() -> dict[str, Any]:
    """The stable JSON shape: feeds, deliveries by state, version, and true rows of every fact table."""
    states = Counter(Delivery.objects.values_list("state", flat=True))
    return {
        "version": store.current(),
        "feeds": feeds(),
        "deliveries": {state: states.get(state, 0) for state in Delivery.State.values},
        "rows": store.row_counts(),
    }


def feeds() -> list[dict[str, Any]]:
    """One a program and report: the last day with a fact, the facts, and when the last file came."""
    came = Delivery.objects.exclude(program="").values_list("program", "report").annotate(Max("received_at"))
    last = {(program, report): moment.isoformat() for program, report, moment in came}
    found = []
    for table in BASE:
        for row in store.query(THROUGH.format(table=table), tables=[table]).dicts():
            declared = (row["program"], row["report"])
            received = last.get(declared) or last.get(("item_responses", row["report"]))
            found.append({**row, "table": table, "last_received_at": received})
    return sorted(found, key=lambda feed: (feed["program"], feed["report"]))


def show(now: dict[str, Any], console: Console) -> None:
    """The same for people."""
    grid = Grid("program", "report", "through", "facts", "last file", box=None, pad_edge=False)
    for feed in now["feeds"]:
        received = (feed["last_received_at"] or "")[:16].replace("T", " ")
        grid.add_row(feed["program"], feed["report"], feed["through"], f"{feed['facts']:,}", received)
    console.print(f"Version {now['version']}.")
    console.print(grid if now["feeds"] else "No facts yet. Receive a roster first, then the programs' files.")
    told = [f"{count:,} {state}" for state, count in now["deliveries"].items() if count]
    console.print(f"Deliveries: {', '.join(told) or 'none'}.")
    console.print("Rows: " + ", ".join(f"{name} {rows:,}" for name, rows in now["rows"].items()) + ".")
