"""Commands around frameworks of standards: take them in, hand them out, look at them first."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

if TYPE_CHECKING:
    from homeroom.standards.account import Account
    from homeroom.standards.packages.account import Taken
    from homeroom.standards.packages.records import Package, Tell

WAITING = 3
SHOWN = 20
out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)
standards_app = typer.Typer(no_args_is_help=True, help="Frameworks of standards.")
Place = Annotated[Path, typer.Argument(help="A CASE package, a CSV, or a folder of Learning Commons' tables.")]
Into = Annotated[str, typer.Option("--into", help="The framework whose standards the items are, by its short name.")]
Only = Annotated[str, typer.Option("--only", help="Of a folder with many frameworks, those with this in their name.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts: one line a package.")]


@standards_app.command("import")
def import_(
    path: Place,
    into: Into = "",
    only: Only = "",
    older: Annotated[bool, typer.Option("--older", help="Go back to an older version than the loaded one.")] = False,
    as_json: Json = False,
) -> None:
    """Take a framework in: all that is sound. What is not is named with its line, and what to do about it."""
    from homeroom.site.commands import told
    from homeroom.standards.packages.find import packages
    from homeroom.standards.packages.take import take

    with told():
        found = packages(path, only)
        taken = []
        for one in found:
            with _bar(one.title) as tell:
                taken.append(take(one, into, older, tell))
    _show(taken, as_json)
    raise typer.Exit(WAITING if any(one.set_aside for one in taken) else 0)


@standards_app.command()
def export(
    framework: Annotated[str, typer.Argument(help="The framework's short name, as import prints it.")],
    path: Annotated[Path, typer.Argument(help="A new file; a new folder for Learning Commons' tables.")],
    like: Annotated[Path | None, typer.Option("--like", help="Say what differs from this file.")] = None,
) -> None:
    """Write a framework as it was received, word for word; what ships with homeroom as a CASE package."""
    from homeroom.site.commands import told
    from homeroom.standards.errors import StandardsError
    from homeroom.standards.models import Framework
    from homeroom.standards.packages.write import write

    with told():
        found = Framework.objects.filter(slug=framework).first()
        if found is None:
            held = ", ".join(Framework.objects.order_by("slug").values_list("slug", flat=True))
            raise StandardsError(f"{framework} is no framework. There are: {held}")
        write(found, path)
    out.print(f"{path}: {found.title}", markup=False)
    if found.attribution:
        out.print(f"Credit to keep with it: {found.attribution}", markup=False)
    if like and _differ(like, path):
        raise typer.Exit(WAITING)


@standards_app.command()
def check(path: Place, into: Into = "", only: Only = "", as_json: Json = False) -> None:
    """Say what an import would do, and whether its export would be the same. Nothing is kept."""
    from homeroom.site.commands import told

    with told():
        taken, differing = _tried(path, into, only)
    _show(taken, as_json)
    _tell_differences(path.name, differing)
    raise typer.Exit(WAITING if differing or any(one.set_aside for one in taken) else 0)


@standards_app.command()
def catalogue(
    paths: Annotated[list[Path], typer.Argument(help="Tables: a row a content item, or an item and its standards.")],
    program: Annotated[str, typer.Option("--program", help="The program of rows that name none.")] = "",
    source: Annotated[str, typer.Option("--source", help="On whose word: human, publisher, vendor.")] = "vendor",
    dry: Annotated[bool, typer.Option("--check", help="Say what would happen; nothing is kept.")] = False,
    as_json: Json = False,
) -> None:
    """Take in what programs offer and which standards it serves: all that is sound. The rest is named by its line."""
    from homeroom.people import audit
    from homeroom.standards.catalogue import Assumed, take_catalogue

    assumed = Assumed(program, source, str(audit.command_line()) if source == "human" else "")
    finish(take_tables(paths, lambda path, tell: take_catalogue(path, assumed, tell), dry), as_json)


@standards_app.command()
def units(
    path: Annotated[Path, typer.Argument(help="A table: a row a unit, week and standard.")],
    framework: Annotated[str, typer.Option("--framework", help="The framework of the standards.")] = "ccss-math",
    dry: Annotated[bool, typer.Option("--check", help="Say what would happen; nothing is kept.")] = False,
    as_json: Json = False,
) -> None:
    """Take in units, which classes plan their weeks by: all that is sound. The rest is named by its line."""
    from homeroom.standards.units import take_units

    finish(take_tables([path], lambda path, tell: take_units(path, framework), dry), as_json)


def take_tables(paths: Sequence[Path], take: Callable[[Path, Tell], Account], dry: bool) -> list[Account]:
    """Take tables in one after the other: all of them, or where one can't be read, none."""
    from django.db import transaction

    from homeroom.site.commands import told
    from homeroom.standards import ccss

    accounts = []
    with told(), transaction.atomic():
        ccss.load()
        for path in paths:
            with _bar(path.name) as tell:
                accounts.append(take(path, tell))
        transaction.set_rollback(dry)
    return accounts


def finish(accounts: Sequence[Account], as_json: bool) -> None:
    """Say what became of tables, and with the exit code whether something waits for a person."""
    for account in accounts:
        _show_account(account, as_json)
    raise typer.Exit(WAITING if any(one.set_aside or one.fields for one in accounts) else 0)


def _show_account(account: Account, as_json: bool) -> None:
    """What became of a table, in lines that add up, and what was set aside."""
    if as_json:
        print(json.dumps(account.as_json()))  # noqa: T201
        return
    out.print(f"{account.file}:", markup=False)
    for line in account.told():
        out.print(f"    {line}", markup=False)
    aside = [*account.set_aside, *account.fields]
    for one in aside[:SHOWN]:
        out.print(f"    {one}", markup=False)
    if len(aside) > SHOWN:
        out.print(f"    and {len(aside) - SHOWN} more; --json lists them all", markup=False)


def _tried(path: Path, into: str, only: str) -> tuple[list[Taken], list[str]]:
    """An import and export that leaves nothing behind."""
    from django.db import transaction

    from homeroom.standards.models import Framework
    from homeroom.standards.packages.compare import differences
    from homeroom.standards.packages.find import packages
    from homeroom.standards.packages.take import take
    from homeroom.standards.packages.write import write

    found: Sequence[Package] = packages(path, only)
    with transaction.atomic(), tempfile.TemporaryDirectory() as folder:
        taken = []
        for one in found:
            with _bar(one.title) as tell:
                taken.append(take(one, into, older=True, tell=tell))
        again = Path(folder) / path.name
        differing = []
        if len(found) == 1 and taken[0].whole:
            write(Framework.objects.get(slug=taken[0].framework), again)
            differing = list(differences(path, again))
        transaction.set_rollback(True)
    return taken, differing


def _differ(like: Path, path: Path) -> bool:
    from homeroom.standards.packages.compare import differences

    found = list(differences(like, path))
    _tell_differences(like.name, found)
    return bool(found)


def _tell_differences(name: str, found: Sequence[str]) -> None:
    err.print(f"{len(found)} differences from {name}", markup=False)
    for place in found[:SHOWN]:
        err.print(f"    {place}", markup=False)


@contextmanager
def _bar(title: str) -> Iterator[Tell]:
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(title[:40], total=None)
        yield lambda done, all_: bar.update(task, completed=done, total=all_)


def _show(taken: Iterable[Taken], as_json: bool) -> None:
    for one in taken:
        if as_json:
            print(json.dumps(one.as_json()))  # noqa: T201
        else:
            _show_one(one)


def _show_one(one: Taken) -> None:
    out.print(f"{one.framework} ({one.layout}): {one.title}", markup=False)
    for line in one.told():
        out.print(f"    {line}", markup=False)
    for aside in one.set_aside[:SHOWN]:
        out.print(f"    {aside}", markup=False)
    if len(one.set_aside) > SHOWN:
        out.print(f"    and {len(one.set_aside) - SHOWN} more; --json lists them all", markup=False)
