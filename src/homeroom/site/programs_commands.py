"""`homeroom programs list`: what is declared, what has been tried, and what each program can be told."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

out = Console(soft_wrap=True)


def list_programs(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts: one line a report.")] = False,
) -> None:
    """Every declared report: its layouts, whether it was tried on real rows, and what its program can be told."""
    from homeroom.intake.layouts import declared
    from homeroom.programs.listing import listed

    reports = listed(declared())
    if as_json:
        for one in reports:
            print(json.dumps(asdict(one), ensure_ascii=False))  # noqa: T201
        return
    table = Table()
    for name in ("program", "report", "facts", "layouts", "columns", "tried", "can be told"):
        table.add_column(name, overflow="fold")
    for one in reports:
        tried = f"{one.tried}: {one.caveat}" if one.caveat else one.tried
        told = f"{one.assign} (read {one.verified_on})" if one.verified_on else one.assign
        table.add_row(one.program, one.report, one.fact, str(one.layouts), str(one.columns), tried, told)
    out.print(table)


def add_to(programs_app: typer.Typer) -> None:
    programs_app.command("list")(list_programs)
