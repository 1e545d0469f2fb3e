"""Commands around what classes plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from homeroom.site.standards_commands import Json, finish, take_tables

goals_app = typer.Typer(no_args_is_help=True, help="What classes plan, week by week.")


@goals_app.callback()
def goals() -> None:
    """What classes plan, week by week."""


@goals_app.command()
def plan(
    paths: Annotated[list[Path], typer.Argument(help="Tables: a row a class, week and standard, with minutes.")],
    dry: Annotated[bool, typer.Option("--check", help="Say what would happen; nothing is kept.")] = False,
    as_json: Json = False,
) -> None:
    """Take in classes' weeks: all that is sound. The rest is named by its line; what teachers marked stays."""
    from homeroom.goals.plan_file import take_plans
    from homeroom.people import audit

    finish(take_tables(paths, lambda path, _: take_plans(path, audit.command_line()), dry), as_json)
