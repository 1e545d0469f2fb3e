"""`homeroom audit`: is the log whole, what does a notice need, and what is removed when its years are over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from collections.abc import Callable

out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)
audit_app = typer.Typer(no_args_is_help=True, help="The audit log: who saw or changed what about which children.")
DAYS = ["%Y-%m-%d"]
SHOWN = 100


@audit_app.command()
def verify(
    heads: Annotated[
        Path | None, typer.Option("--heads", help="A copy of the heads file that was kept elsewhere.")
    ] = None,
) -> None:
    """Read every entry again; say what was edited, deleted, put in, moved or cut off. Exit code 1 if anything was."""
    from homeroom.people import audit_heads, audit_verify
    from homeroom.people.models import AuditEntry
    from homeroom.site.commands import told

    with told():
        with _progress(AuditEntry.objects.count()) as tell:
            found = list(islice(audit_verify.verify(heads or audit_heads.path(), tell), SHOWN + 1))
        if not found:
            out.print(f"The audit log is whole: {AuditEntry.objects.count():,} entries.")
    for one in found[:SHOWN]:
        out.print(str(one), markup=False, highlight=False)
    if len(found) > SHOWN:
        out.print(f"And more: only the first {SHOWN} findings are shown.")
    raise typer.Exit(1 if found else 0)


@audit_app.command()
def notice(
    student: Annotated[
        list[str] | None, typer.Option("--student", help="A child's number or roster id; may be repeated.")
    ] = None,
    school_class: Annotated[
        int | None, typer.Option("--class", help="A class's number: every child who was ever in it.")
    ] = None,
    actor: Annotated[str, typer.Option("--actor", help="The sign-in name of one account.")] = "",
    first: Annotated[datetime | None, typer.Option("--from", formats=DAYS, help="The first day.")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=DAYS, help="The last day.")] = None,
    folder: Annotated[
        Path | None, typer.Option("-o", "--out", help="A new folder; below exports/ of the installation.")
    ] = None,
) -> None:
    """Write what a notice of a breach needs: who saw which children when, by what means, and what isn't known."""
    from homeroom.people import audit
    from homeroom.people.audit_notice import Asked
    from homeroom.people.models import AuditEntry
    from homeroom.site import notice as pack
    from homeroom.site.commands import told

    with told(), _progress(AuditEntry.objects.count()) as tell:
        asked = Asked(
            frozenset(map(pack.known_child, student or ())),
            actor,
            first.date() if first else None,
            last.date() if last else None,
        )
        made = pack.write(folder, asked, school_class, audit.command_line(), tell)
    out.print(
        f"{made.folder}: {made.entries:,} entries about {made.children:,} children. Read summary.txt first.",
        markup=False,
    )


@audit_app.command()
def purge(
    before: Annotated[datetime, typer.Option("--before", formats=DAYS, help="Entries of before this day are removed.")],
) -> None:
    """Remove the entries whose years are over. The rest can still be verified."""
    from homeroom.people import audit, audit_purge
    from homeroom.site.commands import told

    with told():
        gone = audit_purge.purge(before.date(), audit.command_line())
    out.print(f"{gone:,} entries were removed.")


@audit_app.command()
def index() -> None:
    """Make the list of children by entry anew, out of the entries."""
    from homeroom.people import audit_index
    from homeroom.site.commands import told

    with told():
        audit_index.make_anew()
    out.print("The list of children was made anew.")


@audit_app.command()
def lock() -> None:
    """Put the database's own lock on the log, so that no code changes or removes an entry."""
    from homeroom.people import audit_lock
    from homeroom.site.commands import told

    with told():
        audit_lock.put_on()
    out.print("The lock is on.")


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("entries"), BarColumn(bar_width=20), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.update(task, completed=done)
