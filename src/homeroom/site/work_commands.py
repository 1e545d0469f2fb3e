"""Commands around work in the background and the places that files come from."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

WAITING = 3
out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]


def register(app: typer.Typer) -> None:
    app.command()(work)
    app.command()(collect)


def work(
    until_empty: Annotated[bool, typer.Option("--until-empty", help="End when nothing is left to do.")] = False,
    beside: Annotated[int, typer.Option(help="End with the process of this number.", hidden=True)] = 0,
) -> None:
    """Do what pages ask for: take uploads in, collect, re-drive, undo. Stop it with Control-C or SIGTERM."""
    from homeroom.intake import worker
    from homeroom.site.commands import told

    with told():
        worker.work(until_empty=until_empty, beside=beside, tell=lambda words: err.print(words, markup=False))


def collect(as_json: Json = False) -> None:
    """Take in what lies in the inbox and in the folders that settings.toml names, once."""
    from homeroom.site.collecting import collect as run
    from homeroom.site.commands import told

    with told():
        well = run(as_json)
    raise typer.Exit(0 if well else WAITING)
