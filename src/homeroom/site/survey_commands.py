"""`homeroom survey`: open a wave of a survey, take answers in from a file, close the wave."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from homeroom.site.study_commands import WAITING, Dry, Whose, keeping, who

out = Console(soft_wrap=True)
survey_app = typer.Typer(no_args_is_help=True, help="Surveys of staff, students and families.")

Name = Annotated[str, typer.Argument(help="What the survey is called.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts: one object.")]


@survey_app.callback()
def survey() -> None:
    """Surveys of staff, students and families."""


@survey_app.command("open")
def open_(
    name: Name,
    until: Annotated[datetime, typer.Option("--until", formats=["%Y-%m-%d"], help="The last day for answers.")],
    by: Whose = "",
    dry: Dry = False,
    as_json: Json = False,
) -> None:
    """Open a wave from today on, in every language that somebody has reviewed."""
    from homeroom.evidence.survey_build import survey_of
    from homeroom.evidence.survey_wave import open_wave

    with keeping(dry):
        made = open_wave(survey_of(name), until.date(), who(by))
        groups = [(one.label, one.people) for one in made.asked.order_by("label")]
    people = sum(number for _, number in groups)
    if as_json:
        told = {"survey": name, "wave": made.number, "languages": made.languages, "people": people}
        _print({**told, "groups": dict(groups), "kept": not dry})
    else:
        spoken = ", ".join(made.languages)
        out.print(f"{name}: wave {made.number} asks {people} people in {spoken}.", markup=False)


@survey_app.command("import")
def import_(
    name: Name,
    path: Annotated[Path, typer.Argument(help="A CSV: school or class, and a column a question.")],
    by: Whose = "",
    dry: Dry = False,
    as_json: Json = False,
) -> None:
    """Take answers in. What can't be taken is named, counted and set aside; the rest goes on."""
    from homeroom.evidence.survey_build import survey_of
    from homeroom.evidence.survey_import import take_in

    with keeping(dry):
        done = take_in(survey_of(name), path, who(by))
    if as_json:
        told = asdict(done) | {"set_aside": len(done.asides), "reasons": dict(done.reasons), "kept": not dry}
        _print({"survey": name, **told})
    else:
        aside = len(done.asides)
        out.print(f"{name}: {done.rows_in} rows in = {done.taken} taken + {aside} set aside.", markup=False)
        lines = [f"{count} × {why}" for why, count in sorted(done.reasons.items())]
        lines += [f"line {one.line}: {one.why}" for one in done.asides[:20]]
        lines += [f"column set aside: {one}" for one in done.unknown_columns[:20]]
        lines += [f"{done.cells} answers are no choice of their question, and count as left out"] if done.cells else []
        lines += [f"{done.languages} rows in a language that is not offered count as English"] if done.languages else []
        for line in lines:
            out.print(f"    {line}", markup=False, highlight=False)
    raise typer.Exit(WAITING if done.asides or done.unknown_columns or done.cells or done.languages else 0)


@survey_app.command("close")
def close(name: Name, by: Whose = "", dry: Dry = False, as_json: Json = False) -> None:
    """Close the wave that is open, for ever: from then on its results are shown."""
    from homeroom.evidence import survey_wave
    from homeroom.evidence.survey_build import survey_of

    with keeping(dry):
        made = survey_wave.close(survey_of(name), who(by))
    if as_json:
        _print({"survey": name, "wave": made.number, "closed_on": str(made.closed_on), "kept": not dry})
    else:
        out.print(f"{name}: wave {made.number} is closed.", markup=False)


def _print(told: dict[str, object]) -> None:
    print(json.dumps(told))  # noqa: T201
