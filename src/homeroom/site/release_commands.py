"""`homeroom release`: make what a program's maker is told, and attack what was told."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console

FAILED = 1
out = Console(soft_wrap=True)
release_app = typer.Typer(no_args_is_help=True, help="Releases: what are makers of programs told?")

Program = Annotated[str, typer.Argument(help="The program's slug.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts: one object.")]


@release_app.callback()
def release() -> None:
    """Releases: what are makers of programs told?"""


@release_app.command()
def make(
    program: Program,
    by: Annotated[str, typer.Option("--by", help="The user name of who makes it. A second person approves it.")],
    as_json: Json = False,
) -> None:
    """Make a release of the standing cohort, attacked with all earlier ones. A second person approves it."""
    from homeroom.evidence import release as releasing
    from homeroom.evidence.errors import EvidenceError

    try:
        made = releasing.make(program, by)
    except EvidenceError as error:
        out.print(f"{program}: {error}", markup=False)
        raise typer.Exit(FAILED) from None
    hidden = len(made.counts["hidden"])
    if as_json:
        told = {"program": program, "made_on": str(made.made_on), "lines": len(made.shown["rows"]), "hidden": hidden}
        out.print(json.dumps({**told, "state": "waits for a second person"}), markup=False, highlight=False)
        return
    out.print(f"{program}: {len(made.shown['rows'])} lines, {hidden} counts hidden. It waits for a second person.")


@release_app.command()
def attack(program: Program, as_json: Json = False) -> None:
    """Attack all releases of a program together, in whole numbers, and say how unsure each hidden count is."""
    from homeroom.evidence import release as releasing
    from homeroom.evidence.suppress import WIDE

    spans = releasing.attack_on(program)
    narrow = {" ".join(cell): span for cell, span in spans.items() if span[1] - span[0] < WIDE}
    if as_json:
        told = {
            "program": program,
            "attacked": len(spans),
            "narrow": {cell: list(span) for cell, span in narrow.items()},
        }
        out.print(json.dumps(told), markup=False, highlight=False)
    else:
        out.print(f"{program}: {len(spans)} hidden counts attacked, {len(narrow)} less than {WIDE} unsure.")
        for cell, (low, high) in narrow.items():
            out.print(f"    {cell}: {low:.0f} to {high:.0f}", markup=False)
    raise typer.Exit(FAILED if narrow else 0)
