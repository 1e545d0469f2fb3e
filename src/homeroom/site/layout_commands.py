"""The commands around layouts: propose, accept, reject, list, export."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

if TYPE_CHECKING:
    from homeroom.intake.look import Looked, Preview
    from homeroom.intake.proposing.proposal import ColumnProposal, Edits
    from homeroom.people.models import User

out = Console(soft_wrap=True)
layout_app = typer.Typer(
    no_args_is_help=True, help="Layouts of files: what no declared layout fits, and what was accepted."
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="COLUMN=FIELD", help="What a column is: a field, a column of the report, leave or refuse."
    ),
]
Form = Annotated[
    list[str] | None,
    typer.Option("--date-form", metavar="COLUMN=FORM", help="How a column's days are written, such as %d/%m/%Y."),
]
Report = Annotated[
    str, typer.Option("--report", help="The report it is, as program/report; the likeliest if not given.")
]
Name = Annotated[str, typer.Option("--program-name", help="The name of a program that nobody has declared.")]
ReportName = Annotated[str, typer.Option("--report-name", help="The name of that program's report.")]
As = Annotated[str, typer.Option("--as", help="The user name of the person who decides.")]
Number = Annotated[int, typer.Argument(help="The delivery's number.")]


@layout_app.command()
def propose(
    what: Annotated[str, typer.Argument(metavar="FILE|DELIVERY", help="A file, or the number of a held delivery.")],
    set_: Set = None,
    form: Form = None,
    report: Report = "",
    program_name: Name = "",
    report_name: ReportName = "",
    as_json: Json = False,
) -> None:
    """What an unknown file may be: each column's field with the reason, and what would become of the first rows."""
    from homeroom.site.commands import told

    with told():
        looked = _look(what, _edits(set_, form, report, program_name, report_name))
        _noted(looked, what)
    if as_json:
        print(json.dumps(as_dict(looked), ensure_ascii=False))  # noqa: T201
    else:
        _show(looked)


@layout_app.command()
def accept(
    delivery: Number,
    by: As,
    set_: Set = None,
    form: Form = None,
    report: Report = "",
    program_name: Name = "",
    report_name: ReportName = "",
    as_json: Json = False,
) -> None:
    """Accept a proposal, with your own choices: the layout is kept, and the files that waited for it are loaded."""
    from homeroom.intake.accept import accept as take
    from homeroom.site.commands import told
    from homeroom.site.receiving import show
    from homeroom.site.work_out import work_out

    with told():
        done = take(delivery, _edits(set_, form, report, program_name, report_name), _person(by))
        if not as_json:
            out.print(f"Accepted as {done.layout.program}/{done.layout.report}/{done.layout.layout}.", markup=False)
        for one in done.judged:
            show(one, as_json)
        work_out()


@layout_app.command()
def reject(
    delivery: Number,
    by: As,
    reason: Annotated[str, typer.Option("--reason", help="Why. Whoever meets the next such file reads it.")],
) -> None:
    """Reject a held file: it is kept, and none of its rows becomes a fact."""
    from homeroom.intake import unknown
    from homeroom.site.commands import told

    with told():
        rejected = unknown.reject(delivery, _person(by), reason)
    out.print(f"Rejected {rejected.file}: {rejected.rows_in:,} rows ignored.", markup=False)


@layout_app.command("list")
def list_(as_json: Json = False) -> None:
    """Files that wait for a layout, this installation's own layouts, and those of them that can't be read."""
    from homeroom.site.commands import told

    with told():
        found = listed()
    if as_json:
        print(json.dumps(found, ensure_ascii=False))  # noqa: T201
        return
    for one in found["waiting"]:
        out.print(f"waits: delivery {one['delivery']}, {one['file']}, {one['rows']:,} rows", markup=False)
    for one in found["own"]:
        out.print(f"own: {one['layout']}, since {one['since'] or 'no day'}, {one['columns']} columns", markup=False)
    for one in found["broken"]:
        out.print(f"broken: {one['path']}\n    {one['why']}", markup=False)
    if not any(found.values()):
        out.print("No file waits for a layout, and this installation has no layouts of its own.")


@layout_app.command()
def export(
    layout: Annotated[str, typer.Argument(help="As program/report/layout.")],
    folder: Annotated[
        Path | None, typer.Option("--out", help="A folder for the program.toml; printed if not given.")
    ] = None,
) -> None:
    """A layout as the program.toml that declares it, for another installation."""
    from homeroom.intake.export_layout import text
    from homeroom.site.commands import told

    with told():
        written = text(layout)
        if folder is None:
            print(written, end="")  # noqa: T201
            return
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "program.toml").write_text(written, "utf-8")
        out.print(str(folder / "program.toml"), markup=False)


def listed() -> dict[str, list[dict[str, Any]]]:
    """What `layout list` says."""
    from homeroom.intake import own_programs, unknown

    waiting = unknown.waiting()
    own = [one for one in own_programs.each_layout(own_programs.known().programs) if own_programs.is_own(*one)]
    return {
        "waiting": [{"delivery": w.delivery_id, "file": w.delivery.file, "rows": w.delivery.rows_in} for w in waiting],
        "own": [
            {
                "layout": f"{program.slug}/{report.slug}/{layout.slug}",
                "since": layout.since.isoformat() if layout.since else "",
                "columns": len(layout.columns),
            }
            for program, report, layout in own
        ],
        "broken": [{"path": str(one.path), "why": one.words} for one in own_programs.known().problems],
    }


def as_dict(looked: Looked) -> dict[str, Any]:
    """The proposal and its preview as JSON."""
    proposal = looked.proposal
    return {
        "file": proposal.file,
        "base": asdict(proposal.base),
        "others": [asdict(base) for base in proposal.bases[1:]],
        "columns": [_column(column) for column in proposal.columns],
        "missing": [{"column": target.name, "meaning": target.meaning} for target in proposal.missing],
        "problems": list(proposal.problems),
        "rows_looked_at": proposal.rows,
        "preview": asdict(looked.preview) if looked.preview else None,
    }


def _column(column: ColumnProposal) -> dict[str, Any]:
    told = asdict(column)
    return {**told, "changed": column.changed, "asked": bool(column.days and column.days.asked)}


def _look(what: str, edits: Edits) -> Looked:
    from homeroom.intake import unknown
    from homeroom.intake.look import look_at, look_at_file

    if what.isdigit() and not Path(what).exists():
        return look_at(unknown.must_wait(int(what)).delivery, edits)
    return look_at_file(Path(what), edits)


def _noted(looked: Looked, what: str) -> None:
    """The samples are of children's rows: whoever runs the command has seen them."""
    from homeroom.people import audit
    from homeroom.people.recognised import recognised

    samples = [value for column in looked.proposal.columns for value in column.values]
    students = {*(looked.preview.students if looked.preview else ()), *recognised([samples])}
    which = f"delivery {what}" if what.isdigit() else "a file"
    audit.saw(audit.command_line(), f"proposed layout of {which}", students, "command on the server")


def _edits(set_: list[str] | None, form: list[str] | None, report: str, program: str, name: str) -> Edits:
    from homeroom.intake.proposing.proposal import Edits

    return Edits(report, _pairs(set_, "--set"), _pairs(form, "--date-form"), program, name)


def _pairs(given: list[str] | None, option: str) -> dict[str, str]:
    """COLUMN=FIELD. A column's name may hold an equals sign, a field never does."""
    for one in given or []:
        if "=" not in one:
            raise typer.BadParameter(f"{one!r} is not COLUMN=…", param_hint=option)
    parts = [one.rpartition("=") for one in given or []]
    return {column.strip(): field.strip() for column, _, field in parts}


def _person(username: str) -> User:
    """Raises IntakeError where nobody of the data team has this user name."""
    from homeroom.intake.errors import IntakeError
    from homeroom.pages.roles import is_data_team
    from homeroom.people.models import User

    user = User.objects.filter(username=username).first()
    if user is None or not is_data_team(user):
        raise IntakeError(
            f"{username}: nobody of the data team has this user name. Only the data team decides about layouts."
        )
    return user


def _show(looked: Looked) -> None:
    proposal = looked.proposal
    base = proposal.base
    what = (
        f"{base.program}, {base.report} (layout {base.layout})"
        if proposal.known
        else f"no declared report; as {base.report}"
    )
    out.print(f"{proposal.file}: {what}, likeness {base.likeness:.0%}", markup=False, highlight=False)
    for column in proposal.changed:
        _show_column(column)
    if proposal.unchanged:
        out.print(f"{len(proposal.unchanged)} columns are as in that layout.")
    for target in proposal.missing:
        out.print(f"missing: “{target.name}” ({target.meaning})", markup=False, highlight=False)
    for words in proposal.problems:
        out.print(f"to decide: {words}", markup=False, highlight=False)
    if looked.preview:
        _show_preview(looked.preview)


def _show_column(column: ColumnProposal) -> None:
    values = ", ".join(column.values) or "no values"
    out.print(f"“{column.name}” → {column.chosen.words}", markup=False, highlight=False)
    out.print(f"    {column.why} Values: {values}", markup=False, highlight=False)
    if column.runner_up:
        out.print(f"    or {column.runner_up.words}", markup=False, highlight=False)
    if column.doubt:
        out.print(f"    {column.doubt}", markup=False, highlight=False)
    for option in column.days.fitting if column.days and column.days.asked else ():
        out.print(f"    --date-form “{column.name}={option.code}”: {option.words}", markup=False, highlight=False)


def _show_preview(preview: Preview) -> None:
    which = "All" if preview.whole else "The first"
    out.print(f"{which} {preview.tried:,} rows: {preview.published:,} would be published.", highlight=False)
    for lost in preview.lost:
        out.print(f"    {lost.rows:,} {lost.ends_as}, from line {lost.first_line:,}: {lost.words}", markup=False)
