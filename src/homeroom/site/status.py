"""How the installation stands: feeds, deliveries, the true version, rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Max
from rich.console import Console
from rich.table import Table as Grid

from homeroom.facts import store
from homeroom.facts.schema import BASE
from homeroom.intake.feeds.judge import open_alarms
from homeroom.intake.feeds.models import FeedAlarm
from homeroom.intake.models import Delivery
from homeroom.mastery import curriculum

THROUGH = "select program, report, max(occurred_on)::varchar as through, count(*) as facts from {table} group by all"


def status() -> dict[str, Any]:
    """The stable JSON shape: feeds, deliveries by state, version, true rows of every fact table, open alarms,
    and what is wrong with the standards."""
    states = Counter(Delivery.objects.values_list("state", flat=True))
    return {
        "version": store.current(),
        "feeds": feeds(),
        "deliveries": {state: states.get(state, 0) for state in Delivery.State.values},
        "rows": store.row_counts(),
        "alarms": [as_dict(alarm) for alarm in open_alarms()],
        "standards": [words for words in (curriculum.loaded().circle,) if words],
    }


def as_dict(alarm: FeedAlarm) -> dict[str, Any]:
    """The stable JSON shape of an open alarm. `since` is the day it is about, `opened_on` the day it rang."""
    return {
        "kind": alarm.kind,
        "program": alarm.program,
        "report": alarm.report,
        "school": alarm.school.name if alarm.school else None,
        "since": alarm.since.isoformat(),
        "opened_on": alarm.opened_on.isoformat(),
        "words": alarm.words,
        "what_to_do": alarm.what_to_do,
        "delivery": alarm.delivery_id,
        "file": alarm.delivery.file if alarm.delivery else None,
    }


def feeds() -> list[dict[str, Any]]:
    """One a program and report: the last day with a fact, the facts, and when the last file came."""
    came = Delivery.objects.exclude(program="").values_list("program", "report").annotate(Max("received_at"))
    last = {(program, report): moment.isoformat() for program, report, moment in came}
    found = []
    for table in BASE:
        for row in store.query(THROUGH.format(table=table), tables=[table]).dicts():
            declared = (row["program"], row["report"])
            received = last.get(declared) or next((last[of] for of in _carriers(row["report"]) if of in last), None)
            found.append({**row, "table": table, "last_received_at": received})
    return sorted(found, key=lambda feed: (feed["program"], feed["report"]))


def _carriers(report: str) -> list[tuple[str, str]]:
    """The plain layouts whose rows name their program themselves."""
    return [(carrier, report) for carrier in ("item_responses", "lesson_results")]


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
    show_alarms(now["alarms"], console)
    for words in now["standards"]:
        console.print(f"STANDARDS  {words}", markup=False, highlight=False)
    console.print("Rows: " + ", ".join(f"{name} {rows:,}" for name, rows in now["rows"].items()) + ".")


def show_alarms(alarms: Iterable[FeedAlarm | Mapping[str, Any]], console: Console) -> None:
    """What is wrong with the feeds, and what to do: two lines each."""
    for alarm in alarms:
        told = alarm if isinstance(alarm, Mapping) else as_dict(alarm)
        console.print(f"{str(told['kind']).upper()}  {told['words']}", markup=False, highlight=False)
        console.print(f"    {told['what_to_do']}", markup=False, highlight=False)
