"""What the commands around deliveries show: progress, one line a delivery, quarantine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from homeroom.intake import quarantine, unknown
from homeroom.intake.feeds.judge import judge
from homeroom.intake.ledger import LOST, SET_ASIDE
from homeroom.intake.models import LEDGER, ROSTERS, Delivery
from homeroom.intake.reasons import remedy_for
from homeroom.intake.receive import receive as take_in
from homeroom.intake.who import after_roster
from homeroom.intake.working import Tell
from homeroom.people import audit
from homeroom.people.models import User
from homeroom.people.recognised import recognised
from homeroom.reports.csv import lines
from homeroom.site.drawing_ahead import keep_up
from homeroom.site.work_out import work_out

out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)


def receive(paths: Sequence[Path], as_of: date | None, as_json: bool, user: User | None = None) -> bool:
    """Take in, show each delivery as it ends, then bring what follows up to date. Says whether a file waits."""
    ended = []
    with progress(as_json) as tell:
        for delivery in take_in(paths, as_of=as_of, user=user, tell=tell):
            ended.append(delivery)
            show(delivery, as_json)
    if any(one.program in ROSTERS and one.published for one in ended):
        _ask_the_roster()
    follow_up()
    return any(delivery.state in (Delivery.State.HELD, Delivery.State.REFUSED) for delivery in ended)


def follow_up() -> None:
    """A roster that came in may name children whose rows wait; facts that came in change what is worked out.

    What is due is read from what is stored, so a run that was stopped before this point is made up for by the next.
    """
    for delivery in unknown.judge_known():
        err.print(f"its layout is known by now: delivery {delivery.pk}, {sentence(delivery)}", markup=False)
    if overdue := quarantine.overdue():
        for delivery in quarantine.redrive(overdue):
            err.print(f"judged anew after the roster: delivery {delivery.pk}, {sentence(delivery)}", markup=False)
    for year in work_out():
        err.print(f"worked out anew: school year {year - 1}-{year % 100:02}")
    keep_up()
    if alarms := judge():
        err.print(f"feeds that need a look: {len(alarms)}. See `homeroom status` or the page Imports.", markup=False)


def _ask_the_roster() -> None:
    """Links that the newer roster speaks against go back to a person."""
    for delivery in after_roster.reconsider():
        err.print(f"links looked at again after the roster: delivery {delivery.pk}, {sentence(delivery)}", markup=False)


@contextmanager
def progress(as_json: bool) -> Iterator[Tell]:
    """A line that says which file is at which step, with its rows and rate; nothing of it where a script reads."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[rows]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=as_json or not err.is_terminal) as bar:
        task = bar.add_task("starting", total=None, rows="")

        def tell(delivery: Delivery) -> None:
            rows = f"{delivery.rows_total:,} rows" if delivery.rows_total else f"{delivery.size:,} bytes"
            total, done = delivery.rows_total or None, delivery.rows_done
            bar.update(task, description=f"{delivery.file}: {delivery.stage}", total=total, completed=done, rows=rows)

        yield tell


def show(delivery: Delivery, as_json: bool) -> None:
    """One delivery: a sentence for people, the documented JSON line for scripts."""
    if as_json:
        print(json.dumps(as_dict(delivery), ensure_ascii=False), flush=True)  # noqa: T201
        return
    what = f"{delivery.program} {delivery.report}".strip() or "unknown"
    out.print(f"{delivery.file} ({what}): {sentence(delivery)}", markup=False, highlight=False)
    for group in delivery.groups.all():
        out.print(f"    {group.rows:,} {group.ended_as}: {group.words}", markup=False, highlight=False)
    if delivery.message:
        out.print(f"    {delivery.message}", markup=False, highlight=False)


def sentence(delivery: Delivery) -> str:
    """ "18,412 in = 18,397 published + 15 quarantined"; classes without rows are left out."""
    parts = [f"{getattr(delivery, name):,} {name}" for name in LEDGER if getattr(delivery, name)]
    if delivery.state == Delivery.State.REFUSED:
        return "refused"
    return f"{delivery.rows_in:,} in = {' + '.join(parts) or '0'}{_aside(delivery)}"


def _aside(delivery: Delivery) -> str:
    """The second line of the ledger, where there is anything to say."""
    if not delivery.set_aside:
        return ""
    fields = "1 field" if delivery.set_aside == 1 else f"{delivery.set_aside:,} fields"
    return f" ({delivery.set_aside_rows:,} of them with {fields} set aside)"


def as_dict(delivery: Delivery) -> dict[str, Any]:
    """The stable JSON shape of a delivery: the eight classes after `rows_in` add up to it."""
    reasons: dict[str, int] = {}
    for group in delivery.groups.exclude(ended_as__in=(*LOST, SET_ASIDE)):
        reasons[group.code] = reasons.get(group.code, 0) + group.rows
    return {
        "file": delivery.file,
        "program": delivery.program,
        "report": delivery.report,
        "rows_in": delivery.rows_in,
        **{name: getattr(delivery, name) for name in LEDGER},
        "reasons": reasons,
        "delivery": delivery.pk,
        "state": str(delivery.state),
        "message": delivery.message,
        "facts": delivery.facts,
        "set_aside": {"rows": delivery.set_aside_rows, "fields": delivery.set_aside},
    }


def list_quarantine(delivery: int | None, as_json: bool) -> None:
    groups = quarantine.groups(delivery)
    for group in groups:
        told = {
            "delivery": group.delivery_id,
            "file": group.delivery.file,
            "group": group.pk,
            "code": group.code,
            "column": group.column,
            "why": group.words,
            "rows": group.rows,
            "first_line": group.first_line,
            "what_to_do": remedy_for(group.code),
        }
        if as_json:
            print(json.dumps(told, ensure_ascii=False))  # noqa: T201
        else:
            place = f"delivery {told['delivery']}, {told['file']}"
            out.print(f"{place}: {group.rows:,} rows from line {group.first_line:,}: {group.words}", markup=False)
            out.print(f"    {told['what_to_do']}", markup=False)
    if not groups and not as_json:
        out.print("Nothing is in quarantine.")


def export_quarantine(folder: Path, delivery: int | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for group in quarantine.groups(delivery):
        header, rows = quarantine.rows(group)
        words = f"quarantined rows of delivery {group.delivery_id}, reason {group.code}"
        audit.exported(audit.command_line(), words, recognised(rows), "command on the server")
        path = folder / f"delivery_{group.delivery_id}_{group.code}_{group.pk}.csv"
        path.write_text("".join(lines(header, rows)), encoding="utf-8", newline="")
        out.print(f"{path}: {group.rows:,} rows", markup=False)


def redrive(delivery: int | None, as_json: bool) -> None:
    judged = list(quarantine.redrive([delivery] if delivery else []))
    for one in judged:
        show(one, as_json)
    if not judged and not as_json:
        out.print("Nothing is in quarantine.")
    work_out()
