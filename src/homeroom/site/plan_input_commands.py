"""`homeroom plan import` and `export`: what plans are made from, as files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from homeroom.site.plan_commands import SHOWN, WAITING, out, plan_app

if TYPE_CHECKING:
    from homeroom.people.models import School
    from homeroom.rotation.files.take import Taken

Of = Annotated[str, typer.Option("--school", help="The school's id in the roster.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts: one object.")]


@plan_app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="A folder of files as export writes them, or one of them.")],
    school: Of,
    dry: Annotated[bool, typer.Option("--check", help="Say what would happen; nothing is kept.")] = False,
    as_json: Json = False,
) -> None:
    """Take in bells, rooms, staff times, services and the like: all that is sound. The rest is named by its line."""
    from homeroom.people import audit
    from homeroom.rotation.files.take import take
    from homeroom.site.commands import told

    with told():
        taken = take(path, school_of(school), audit.command_line(), dry=dry)
    if as_json:
        accounts = [one.as_json() for one in taken.accounts]
        print(json.dumps({"files": accounts, "unread": taken.unread, "kept": not dry}))  # noqa: T201
    else:
        _show(taken)
    raise typer.Exit(WAITING if taken.waiting else 0)


@plan_app.command("export")
def export(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")], school: Of, as_json: Json = False
) -> None:
    """Write what the school's plans are made from: a CSV file a table, people by their roster ids."""
    from homeroom.people import audit
    from homeroom.rotation.files.give import give
    from homeroom.site.commands import told

    with told():
        given = give(school_of(school), folder, audit.command_line())
    if as_json:
        print(json.dumps(given))  # noqa: T201
        return
    for name, rows in given.items():
        out.print(f"{name}.csv: {rows} rows", markup=False, highlight=False)


def school_of(sourced_id: str) -> School:
    from homeroom.people.models import School
    from homeroom.rotation.errors import RotationError

    found = School.objects.filter(sourced_id=sourced_id).first()
    if found is None:
        schools = School.objects.filter(kind="school").order_by("sourced_id")
        known = ", ".join(schools.values_list("sourced_id", flat=True))
        raise RotationError(f"{sourced_id} is no school's id. There are: {known}")
    return found


def _show(taken: Taken) -> None:
    for account in taken.accounts:
        out.print(f"{account.file}:", markup=False)
        aside = [*account.set_aside, *account.fields]
        for line in (*account.told(), *map(str, aside[:SHOWN])):
            out.print(f"    {line}", markup=False, highlight=False)
        if len(aside) > SHOWN:
            out.print(f"    and {len(aside) - SHOWN} more; --json lists them all", markup=False)
    if taken.unread:
        out.print(f"Not read, for their names are none of ours: {', '.join(taken.unread)}", markup=False)
