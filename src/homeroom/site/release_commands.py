"""`homeroom release`: agree on what a program's maker is told, make it, attack it, approve it, and write it out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console

FAILED = 1
out = Console(soft_wrap=True)
release_app = typer.Typer(no_args_is_help=True, help="Releases: what are makers of programs told?")

Program = Annotated[str, typer.Argument(help="The program's slug.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts: one object.")]
Whose = Annotated[str, typer.Option("--by", help="The user name of who does it.")]


@release_app.callback()
def release() -> None:
    """Releases: what are makers of programs told?"""


@contextmanager
def _doing(act: str, program: str, by: str) -> Iterator[None]:
    """Audited as on its page, or not done at all."""
    from homeroom.pages.network.view import WHY
    from homeroom.people import audit
    from homeroom.site.roster_commands import person
    from homeroom.site.study_commands import keeping

    with keeping(dry=False):
        audit.did(person(by), act, f"releases of {program}", [], WHY)
        yield


@release_app.command()
def agree(
    program: Program,
    by: Whose,
    field: Annotated[list[str] | None, typer.Option("--field", help="What may be told; without one, all.")] = None,
) -> None:
    """Write down which fields the network has agreed on with a program's maker."""
    from homeroom.evidence import release as releasing

    with _doing("agreed on the fields", program, by):
        kept = releasing.agree(program, field or releasing.FIELDS, by)
        out.print(f"{program}: agreed on {', '.join(kept.fields)}.", markup=False)


@release_app.command()
def make(program: Program, by: Whose, as_json: Json = False) -> None:
    """Make a release of the standing cohort, attacked with all earlier ones. A second person approves it."""
    from homeroom.evidence import release as releasing

    with _doing("made a release", program, by):
        made = releasing.make(program, by)
    hidden = len(made.counts["hidden"])
    if as_json:
        said = {"program": program, "made_on": str(made.made_on), "lines": len(made.shown["rows"]), "hidden": hidden}
        out.print(json.dumps({**said, "state": "waits for a second person"}), markup=False, highlight=False)
        return
    out.print(f"{program}: {len(made.shown['rows'])} lines, {hidden} counts hidden. It waits for a second person.")


@release_app.command()
def approve(program: Program, by: Whose) -> None:
    """Let the maker read the release that waits. Whoever made it can't."""
    from homeroom.evidence import release as releasing

    with _doing("approved the release", program, by):
        releasing.approve(releasing.waiting(program), by)
        out.print(f"{program}: approved; its maker may read it.", markup=False)


@release_app.command()
def show(program: Program) -> None:
    """Print the newest approved release as its maker reads it: the CSV file of its page."""
    from homeroom.evidence import release as releasing
    from homeroom.reports import csv
    from homeroom.reports.vendor import told
    from homeroom.reports.vendor.file import filed
    from homeroom.site import commands

    with commands.told():
        newest = releasing.newest(program)
    typer.echo(csv.file(filed(told(newest)).tables[0]).decode("utf-8-sig"), nl=False)


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
