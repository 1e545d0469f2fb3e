"""The command line. It only calls and shows; what it calls does the work.

Exit codes: 0 done; 1 nothing could be done, the message says why; 2 the command was called wrongly; 3 done, but a file
is held or was refused and waits for a person.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from homeroom.site import align_commands, erase_commands, programs_commands, work_commands
from homeroom.site.audit_commands import audit_app
from homeroom.site.goals_commands import goals_app
from homeroom.site.layout_commands import layout_app
from homeroom.site.logs import told_briefly
from homeroom.site.mastery_commands import mastery_app
from homeroom.site.plan_commands import plan_app
from homeroom.site.release_commands import release_app
from homeroom.site.standards_commands import standards_app
from homeroom.site.study_commands import study_app
from homeroom.site.survey_commands import survey_app
from homeroom.site.who_commands import who_app

WAITING = 3
out, err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # a local variable may hold a child's name
    help="One honest picture of every child.",
)
roster_app = typer.Typer(no_args_is_help=True, help="Rosters.")
quarantine_app = typer.Typer(no_args_is_help=True, help="Rows that wait for a person.")
programs_app = typer.Typer(no_args_is_help=True, help="Declarations of programs.")
work_commands.register(app)
erase_commands.register(app)
app.add_typer(roster_app, name="roster")
app.add_typer(quarantine_app, name="quarantine")
app.add_typer(programs_app, name="programs")
programs_commands.add_to(programs_app)
app.add_typer(who_app, name="who")
app.add_typer(layout_app, name="layout")
app.add_typer(audit_app, name="audit")
app.add_typer(mastery_app, name="mastery")
align_commands.add_to(standards_app)
app.add_typer(standards_app, name="standards")
app.add_typer(goals_app, name="goals")
app.add_typer(plan_app, name="plan")
app.add_typer(study_app, name="study")
app.add_typer(release_app, name="release")
app.add_typer(survey_app, name="survey")

Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
Paths = Annotated[list[Path], typer.Argument(help="Files, folders or zips.")]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day the files speak of, if they don't say."),
]

Sender = Annotated[str | None, typer.Option("--as", help="Who sends the files, by user name.")]


@app.callback()
def start(context: typer.Context) -> None:
    """Set Django up once for whatever command follows."""
    if context.invoked_subcommand == "demo":
        from homeroom.site import demo_home

        demo_home.choose()
    if context.invoked_subcommand == "doctor":
        return  # it looks at the folder first: starting Django would make one, or stop at what is wrong with it
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeroom.site.settings")
    try:
        django.setup()
    except (OSError, ValueError) as error:
        # The folder can't be used, or its settings.toml can't be read: there is nothing to set up yet.
        home = os.environ.get("HOMEROOM_HOME", "homeroom-data")
        err.print(f"{home}: can't be used as HOMEROOM_HOME: {error}", style="red", markup=False)
        raise typer.Exit(1) from None


@contextmanager
def told() -> Iterator[None]:
    """Turn what went wrong into one message and exit code 1, with no trace of the inside."""
    from django.db import DatabaseError

    from homeroom.evidence.errors import EvidenceError
    from homeroom.facts.engine import EngineDiskError
    from homeroom.facts.store import StoreError
    from homeroom.intake.errors import IntakeError
    from homeroom.programs.declaration import DeclarationError
    from homeroom.rotation.errors import RotationError
    from homeroom.simulation.errors import SimulationError
    from homeroom.site.home import HomeError, ready
    from homeroom.standards.errors import StandardsError

    of_inputs = (StandardsError, IntakeError, StoreError, DeclarationError, SimulationError)
    mended = (*of_inputs, HomeError, RotationError, EvidenceError)
    try:
        ready()
        yield
    except mended as error:
        err.print(str(error), style="red", markup=False)
        raise typer.Exit(1) from None
    except OSError as error:
        err.print(f"{error.filename or 'A file'}: {error.strerror}. See `homeroom doctor`.", style="red", markup=False)
        raise typer.Exit(1) from None
    except (EngineDiskError, DatabaseError) as error:
        # Their text may quote a row.
        words = f"The disk or the database refused ({type(error).__name__}). Run `homeroom doctor`."
        err.print(words, style="red", markup=False)
        raise typer.Exit(1) from None


@app.command()
def receive(paths: Paths, as_of: AsOf = None, sender: Sender = None, as_json: Json = False) -> None:
    """Take in files, folders or zips, account for every row, and bring the pages up to date."""
    from homeroom.site import receiving

    with told():
        held = receiving.receive(paths, as_of.date() if as_of else None, as_json, person(sender) if sender else None)
    raise typer.Exit(WAITING if held else 0)


@roster_app.command()
def draft(
    source: Annotated[Path, typer.Option("--from", help="A program's own export.")],
    folder: Annotated[Path, typer.Option("--out", help="A new folder for the drafted set.")],
) -> None:
    """Draft a OneRoster set out of a program's export, for a person to check and then receive."""
    from homeroom.intake.rosters.draft import draft as write_draft

    with told():
        made = write_draft(source, folder)
    out.print(
        f"{made.rows} rows gave {len(made.students)} students, {len(made.teachers)} teachers, "
        f"{len(made.classes)} classes. Read {folder / 'README.txt'}, check the files, then receive {folder}."
    )


@quarantine_app.command("list")
def quarantine_list(
    delivery: Annotated[int | None, typer.Option(help="Only this delivery.")] = None, as_json: Json = False
) -> None:
    """Quarantined rows by delivery and reason, with what to do."""
    from homeroom.site import receiving

    with told():
        receiving.list_quarantine(delivery, as_json)


@quarantine_app.command("export")
def quarantine_export(
    folder: Annotated[Path, typer.Option("--out", help="A folder for one CSV a group.")],
    delivery: Annotated[int | None, typer.Option(help="Only this delivery.")] = None,
) -> None:
    """Write quarantined rows as CSV: the program's own columns, with the line and the reason before them."""
    from homeroom.site import receiving

    with told():
        receiving.export_quarantine(folder, delivery)


@quarantine_app.command("redrive")
def quarantine_redrive(
    delivery: Annotated[int | None, typer.Option(help="Only this delivery.")] = None, as_json: Json = False
) -> None:
    """Judge quarantined rows anew, after a roster or a declaration has grown."""
    from homeroom.site import receiving

    with told():
        receiving.redrive(delivery, as_json)


@app.command()
def undo(
    delivery: Annotated[int, typer.Argument(help="The delivery's number, as --json and the Imports page give it.")],
    by: Annotated[str, typer.Option(help="The user name of who decided it, for the audit log.")] = "",
    as_json: Json = False,
) -> None:
    """Undo an import: its rows leave the facts, and what they had pushed aside stands again."""
    from homeroom.site import undo_commands

    with told():
        undo_commands.undo(delivery, by, as_json)


@app.command()
def nightly() -> None:
    """Everything a night needs: finish what was interrupted, take the inbox in, re-drive, work out, clean up."""
    from homeroom.site import nightly as night

    with told():
        held = night.run()
    raise typer.Exit(WAITING if held else 0)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "localhost",
    port: Annotated[int, typer.Option(help="The port.")] = 8000,
    workers: Annotated[int, typer.Option(help="Processes that answer pages.")] = 2,
    worker: Annotated[bool, typer.Option(help="Do the jobs that pages ask for, too, as `homeroom work` does.")] = True,
) -> None:
    """Serve the pages, with a worker beside them."""
    from homeroom.site import serving

    with told():
        serving.serve(host, port, workers, worker)


@app.command()
def status(as_json: Json = False) -> None:
    """Feeds, deliveries, the version that is true, and the rows of every fact table."""
    from homeroom.site import status as state

    with told():
        now = state.status()
    if as_json:
        print(json.dumps(now, ensure_ascii=False))  # noqa: T201
    else:
        state.show(now, out)


@app.command()
def export(
    table: Annotated[str, typer.Argument(help="A fact table, such as practice.")],
    form: Annotated[str, typer.Option("--format", help="parquet or csv.")] = "csv",
    folder: Annotated[
        Path | None, typer.Option("--out", help="Where to; exports/ of the installation if not given.")
    ] = None,
) -> None:
    """Write a fact table with its data dictionary beside it."""
    from homeroom.site import exporting

    with told():
        for path in exporting.export(table, form, folder):
            out.print(str(path), markup=False)


@programs_app.command()
def check(folder: Annotated[Path, typer.Argument(help="A program's folder, or a folder of them.")]) -> None:
    """Read each program's samples as real files are, compare with the facts expected, and say what it can be told."""
    from homeroom.intake.samples import check_folder

    checked = list(check_folder(folder))
    for one in checked:
        words = "differs:" if one.differences else one.told or f"{one.facts} facts as expected"
        out.print(f"{one.program} {one.sample}: {words}", *one.differences, sep="\n    ", markup=False)
    raise typer.Exit(1 if any(one.differences for one in checked) else 0)


@app.command()
def link(
    username: Annotated[str, typer.Argument(help="As the roster gives it.")],
    data_team: Annotated[bool, typer.Option("--data-team", help="Make the person one of the data team first.")] = False,
    port: Annotated[int, typer.Option(help="The port on which the pages are served.")] = 8000,
) -> None:
    """Print a link that signs one person in, once."""
    from homeroom.site import serving

    with told():
        out.print(serving.link(username, data_team, port), markup=False)
        err.print(serving.HOW_LONG)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The port to serve on.")] = 8000,
    serve: Annotated[bool, typer.Option(help="Serve the pages at the end.")] = True,
    children: Annotated[int, typer.Option(help="Children in the made-up school.")] = 480,
    weeks: Annotated[int, typer.Option(help="Weeks of work.")] = 8,
    odd: Annotated[
        bool, typer.Option("--odd", help="With a third school: a class of 45, long and missing names.")
    ] = False,
) -> None:
    """A made-up school: exports written, received and worked out, then served with sign-in links."""
    from homeroom.site import demo as demonstration
    from homeroom.site import serving

    with told():
        demonstration.build(children, weeks, port, odd)
        out.print("\nWhat you assign is answered by the simulated children when you call: homeroom next-week")
        if serve:
            out.print(f"\nServing at http://localhost:{port} (Control-C stops it).")
            serving.serve("localhost", port, 2)
        out.print(f"\nNothing is served yet: HOMEROOM_HOME={os.environ['HOMEROOM_HOME']} homeroom serve --port {port}")


@app.command(name="next-week")
def next_week() -> None:
    """The next week of a demonstration: children answer what is asked of them; written, received and worked out."""
    from homeroom.site import demo_next

    with told():
        day = demo_next.live_on()
        out.print(f"\nIt is {day:%A, %B %-d} now. A server that runs already keeps its day: start it anew.")


@app.command()
def doctor(as_json: Json = False) -> None:
    """What is wrong with this installation, and how to mend it. Changes nothing."""
    from homeroom.site.doctor import diagnose, healthy

    findings = diagnose()
    for finding in findings:
        if as_json:
            print(json.dumps(asdict(finding), ensure_ascii=False))  # noqa: T201
        else:
            mend = f" — {finding.mend}" if finding.mend else ""
            out.print(f"{finding.state:5}  {finding.what}{mend}", markup=False)
    raise typer.Exit(0 if healthy(findings) else 1)


from homeroom.site import plan_day_commands, plan_fet_commands, plan_run_commands  # noqa: E402, F401  they join `plan`
from homeroom.site.accounts_commands import accounts_app  # noqa: E402
from homeroom.site.calendar_commands import calendar_app  # noqa: E402  it uses `told` and the consoles from here
from homeroom.site.roster_commands import decisions_app, person  # noqa: E402
from homeroom.site.strings_commands import strings_app  # noqa: E402

app.add_typer(calendar_app, name="calendar")
app.add_typer(accounts_app, name="accounts")
app.add_typer(strings_app, name="strings")
roster_app.registered_commands += decisions_app.registered_commands


def main() -> None:
    """The `homeroom` command. What nobody foresaw is told by its kind and place: its words may hold a child's name."""
    try:
        app(prog_name="homeroom", args=sys.argv[1:])
    except Exception as error:
        logging.getLogger("homeroom.commands").exception("a command came to a stop")
        words = f"Something broke on our side ({told_briefly(error)}). What was finished stands. Run `homeroom doctor`."
        err.print(words, style="red", markup=False)
        sys.exit(1)
