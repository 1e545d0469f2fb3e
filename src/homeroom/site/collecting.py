"""Look at every source once, and show what each brought."""

from __future__ import annotations

import json

from rich.console import Console

from homeroom.intake.job_models import SourceRun
from homeroom.intake.models import Delivery
from homeroom.intake.receive import quiet
from homeroom.intake.sources import collect as collect_all
from homeroom.intake.working import Tell
from homeroom.site.receiving import follow_up, progress, show

out = Console(soft_wrap=True)


def collect(as_json: bool) -> bool:
    """Take in, show each delivery and each source, then bring what follows up to date. Says whether all is well."""
    with progress(as_json) as tell:
        well = take_in_all(as_json, insist=True, tell=tell)
    follow_up()
    return well


def take_in_all(as_json: bool, *, insist: bool, tell: Tell = quiet) -> bool:
    """Every source once. Says whether no file waits and no source failed."""
    well = True
    for run, delivery in collect_all(tell=tell, insist=insist):
        if delivery is None:
            well &= run.state != SourceRun.State.FAILED
            show_run(run, as_json)
        else:
            well &= delivery.state not in (Delivery.State.HELD, Delivery.State.REFUSED)
            show(delivery, as_json)
    return well


def show_run(run: SourceRun, as_json: bool) -> None:
    """One source: a line where there is something to say, the same as JSON for scripts."""
    if as_json:
        told = {"source": run.source, "state": str(run.state), "taken": run.taken, "left": run.left}
        print(json.dumps(told | {"message": run.message}, ensure_ascii=False), flush=True)  # noqa: T201
    elif run.message:
        words = f"{run.source}: {'failed. ' if run.state == SourceRun.State.FAILED else ''}{run.message}"
        out.print(words, markup=False, highlight=False)
