"""Everything a night needs, safe to stop and to run twice."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from homeroom.facts import store
from homeroom.facts.models import FactFile
from homeroom.intake import quarantine
from homeroom.intake.feeds.judge import judge
from homeroom.intake.models import Delivery
from homeroom.intake.receive import receive
from homeroom.intake.rosters.undo import forget_old
from homeroom.intake.who import after_roster
from homeroom.people.clock import today
from homeroom.site.receiving import out, show
from homeroom.site.status import show_alarms
from homeroom.site.work_out import work_out


def run() -> bool:
    """Finish what was left, take the inbox in, re-drive, work out, clean up, judge feeds. Says whether a file waits."""
    inbox = Path(settings.HOMEROOM_HOME) / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    waiting = sorted(path for path in inbox.iterdir() if path.name != "done" and not path.name.startswith("."))
    ended = list(receive(waiting, insist=False))
    for delivery in ended:
        show(delivery, as_json=False)
    _put_away(waiting, inbox / "done" / today().isoformat())
    for delivery in [*after_roster.reconsider(), *quarantine.redrive()]:
        show(delivery, as_json=False)
    work_out(everything=True)
    for table, year in FactFile.objects.filter(retired_in=None).values_list("table", "school_year").distinct():
        store.compact(table, year)
    store.vacuum()
    forget_old()
    show_alarms(judge(), out)
    return any(delivery.state in (Delivery.State.HELD, Delivery.State.REFUSED) for delivery in ended)


def _put_away(taken: list[Path], done: Path) -> None:
    """The originals are kept; the inbox's copies go aside, so that tomorrow shows what is new."""
    for path in taken:
        done.mkdir(parents=True, exist_ok=True)
        target, number = done / path.name, 1
        while target.exists():
            number += 1
            target = done / f"{number}_{path.name}"
        path.rename(target)
