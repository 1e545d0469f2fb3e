"""`homeroom programs list`: a table for people, a line of JSON a report for scripts."""

import json

from typer.testing import CliRunner

from homeroom.programs.declaration import load_all
from homeroom.site import commands

REPORTS = [(program.slug, report.slug) for program in load_all() for report in program.reports]


def test_every_report_is_listed_with_what_was_seen_of_it() -> None:
    lines = CliRunner().invoke(commands.app, ["programs", "list", "--json"]).output.splitlines()
    told = [json.loads(line) for line in lines]
    assert [(one["program"], one["report"]) for one in told] == REPORTS
    assert {one["seen"] for one in told} <= {"rows", "columns"}
    assert all((one["tried"] == "not yet tried on a real file") == (one["seen"] == "columns") for one in told)


def test_the_table_names_every_program() -> None:
    shown = CliRunner().invoke(commands.app, ["programs", "list"]).output
    assert all(slug[:5] in shown for slug, _ in REPORTS)
    assert "tried" in shown
