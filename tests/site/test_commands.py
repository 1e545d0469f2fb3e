"""The command line: what it prints, what it returns to scripts, and what it says where nothing can be done."""

from __future__ import annotations

import csv
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import Result
from django.db import DataError, OperationalError
from pytest_django import Settings
from typer.testing import CliRunner

from homeroom.facts import store
from homeroom.intake import jobs, uploads
from homeroom.intake.models import LEDGER, Delivery
from homeroom.people.models import Role, Staff, User
from homeroom.programs.declaration import load_all
from homeroom.site import commands, serving
from homeroom.standards.models import Framework
from intake.taking_in import answers, facts, row, school, take

GOOD = answers(row("i1"), row("i2"))
MIXED = answers(row("i1"), row("i2", answered_on="soon"), row("i3", student_id="9", first_name="Ida", last_name="Holm"))
SHAPE = [
    "file",
    "program",
    "report",
    "rows_in",
    *LEDGER,
    "reasons",
    "delivery",
    "state",
    "message",
    "facts",
    "set_aside",
]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(db: None, settings: Settings) -> None:
    """One that has its standards already: loading them is not what is tested here."""
    settings.HOMEROOM_TODAY = date(2026, 10, 26)
    Framework.objects.create(slug="ccss", title="Common Core", subject="Mathematics")


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    def write(content: str, name: str = "week.csv") -> Path:
        path = tmp_path / "in" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
        return path

    return write


def run(*words: object) -> Result:
    return CliRunner().invoke(commands.app, [str(word) for word in words], catch_exceptions=False)


def told(result: Result) -> list[dict[str, Any]]:
    """The JSON lines of a command, and nothing else on its standard output."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_receive_tells_every_delivery_in_one_line(file: Any) -> None:
    school()
    result = run("receive", file(MIXED), "--json")
    [line] = told(result)
    assert list(line) == SHAPE
    assert (line["file"], line["program"], line["report"], line["state"]) == (
        "week.csv",
        "item_responses",
        "responses",
        "published",
    )
    assert line["rows_in"] == sum(line[name] for name in LEDGER) == 3
    assert line["reasons"] == {"not_a_date": 1, "unmatched": 1}
    assert result.exit_code == 0


def test_receive_tells_people_what_happened(file: Any) -> None:
    school()
    result = run("receive", file(MIXED))
    assert "week.csv (item_responses responses): 3 in = 1 published + 2 quarantined\n" in result.stdout
    assert "    1 quarantined: “answered_on” is not a date in the form this report uses.\n" in result.stdout
    assert "worked out anew: school year 2026-27" in result.stderr


def test_receive_works_out_what_follows(file: Any) -> None:
    school()
    run("receive", file(GOOD), "--json")
    assert store.row_counts()["practice"] > 0


def test_receive_returns_3_where_a_file_waits(file: Any) -> None:
    result = run("receive", file("a,b\n1,2\n"), file(GOOD, "good.csv"), "--json")
    assert [line["state"] for line in told(result)] == ["held", "published"]
    assert result.exit_code == 3


def test_receive_returns_3_where_a_file_was_refused(file: Any, tmp_path: Path) -> None:
    result = run("receive", tmp_path / "nowhere.csv", file(GOOD))
    assert "nowhere.csv (unknown): refused\n" in result.stdout
    assert result.exit_code == 3


def test_receive_returns_1_where_nothing_could_be_done(tmp_path: Path) -> None:
    result = run("receive", tmp_path / "nowhere.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{tmp_path / 'nowhere.csv'}: there is no such file or folder.\n"


@pytest.mark.parametrize(
    "words",
    [["receive"], ["receive", "x.csv", "--as-of", "05/10/2026"], ["nonsense"], ["export"], ["quarantine", "export"]],
)
def test_a_command_called_wrongly_returns_2(words: list[str]) -> None:
    assert run(*words).exit_code == 2


def test_receive_takes_the_day_that_is_stated(file: Any) -> None:
    school()
    run("receive", file(GOOD), "--as-of", "2026-10-05")
    delivery = Delivery.objects.get()
    assert delivery.as_of is not None
    assert (delivery.as_of.date(), delivery.as_of_from) == (date(2026, 10, 5), "statement")


def test_receive_refuses_a_day_in_the_future(file: Any) -> None:
    result = run("receive", file(GOOD), "--as-of", "2062-10-05")
    assert (result.exit_code, "lies in the future" in result.stderr) == (1, True)


def test_receive_logs_no_childs_name(file: Any, caplog: pytest.LogCaptureFixture) -> None:
    school()
    with caplog.at_level(logging.DEBUG):
        result = run("receive", file(MIXED), file("a,b\nRuiz,Ana\n", "odd.csv"))
    assert not re.search("Ruiz|Holm|Ida", caplog.text + result.stdout + result.stderr)


def test_a_roster_judges_waiting_rows_anew(file: Any, tmp_path: Path) -> None:
    run("receive", file(GOOD))
    assert facts() == []
    drafted = tmp_path / "roster"
    made = run("roster", "draft", "--from", file(GOOD), "--out", drafted)
    assert f"2 rows gave 1 students, 0 teachers, 0 classes. Read {drafted / 'README.txt'}" in made.stdout
    result = run("receive", drafted)
    assert result.exit_code == 0, result.stdout
    assert "judged anew after the roster: delivery" in result.stderr
    assert "2 in = 2 published" in result.stderr
    assert len(facts()) == 2


def test_a_draft_needs_an_export_and_a_new_folder(file: Any, tmp_path: Path) -> None:
    lost = run("roster", "draft", "--from", tmp_path / "nowhere.csv", "--out", tmp_path / "new")
    assert (lost.exit_code, lost.stderr.startswith(f"{tmp_path / 'nowhere.csv'}: ")) == (1, True)
    taken = run("roster", "draft", "--from", file(GOOD), "--out", tmp_path / "in")
    assert (taken.exit_code, "not empty. Nothing was written" in taken.stderr) == (1, True)


def test_quarantine_lists_what_waits_and_what_to_do(file: Any) -> None:
    school()
    [delivery] = take(file(MIXED))
    lines = told(run("quarantine", "list", "--json"))
    assert [(line["delivery"], line["code"], line["rows"], line["first_line"]) for line in lines] == [
        (delivery.pk, "not_a_date", 1, 3),
        (delivery.pk, "unmatched", 1, 4),
    ]
    assert all(line["why"] and line["what_to_do"] for line in lines)
    shown = run("quarantine", "list", "--delivery", delivery.pk).stdout
    assert "1 rows from line 4: No child of the roster has this id" in shown
    assert "Or receive the roster of their school, then re-drive." in shown


def test_quarantine_without_rows_says_so() -> None:
    assert run("quarantine", "list").stdout == "Nothing is in quarantine.\n"
    assert run("quarantine", "redrive").stdout == "Nothing is in quarantine.\n"
    assert run("quarantine", "list", "--json").stdout == run("quarantine", "redrive", "--json").stdout == ""


def test_quarantine_export_writes_a_file_a_group_that_a_spreadsheet_may_open(file: Any, tmp_path: Path) -> None:
    school()
    take(file(answers(row("i1"), row('"=cmd|1"', answered_on="soon"))))
    result = run("quarantine", "export", "--out", tmp_path / "out")
    [path] = (tmp_path / "out").iterdir()
    assert result.stdout == f"{path}: 1 rows\n"
    [line] = csv.DictReader(path.read_text("utf-8-sig").splitlines())
    assert (line["line"], line["why"], line["answered_on"], line["item_id"]) == (
        "3",
        "“answered_on” is not a date in the form this report uses.",
        "soon",
        "'=cmd|1",
    )


def test_quarantine_redrive_judges_anew(file: Any) -> None:
    take(file(GOOD))
    school()
    [line] = told(run("quarantine", "redrive", "--json"))
    assert (line["published"], line["quarantined"]) == (2, 0)
    assert store.row_counts()["practice"] > 0


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a file is still is seen by two looks with a pause between them."""
    monkeypatch.setattr("homeroom.intake.sources.time", SimpleNamespace(sleep=lambda seconds: None))


def test_nightly_empties_the_inbox_and_is_safe_to_run_twice(home: Path) -> None:
    school()
    (home / "inbox").mkdir()
    (home / "inbox" / "week.csv").write_text(GOOD, "utf-8")
    (home / "inbox" / ".part").write_text("half")
    first = run("nightly")
    assert (first.exit_code, "2 in = 2 published" in first.stdout) == (0, True)
    assert [path.name for path in (home / "inbox" / "done" / "2026-10-26").iterdir()] == ["week.csv"]
    before = (store.checksum("attempts"), store.checksum("practice"), Delivery.objects.count())
    second = run("nightly")
    assert (second.exit_code, second.stdout) == (0, "")
    assert (store.checksum("attempts"), store.checksum("practice"), Delivery.objects.count()) == before
    assert store.orphans() == []


def test_nightly_keeps_files_of_one_name_apart(home: Path) -> None:
    school()
    for content in (GOOD, answers(row("i9"))):
        (home / "inbox").mkdir(exist_ok=True)
        (home / "inbox" / "week.csv").write_text(content, "utf-8")
        run("nightly")
    done = home / "inbox" / "done" / "2026-10-26"
    assert sorted(path.name for path in done.iterdir()) == ["2_week.csv", "week.csv"]
    assert len(facts()) == 3


def test_nightly_returns_3_where_a_file_waits_and_does_the_rest(home: Path) -> None:
    (home / "inbox").mkdir()
    (home / "inbox" / "odd.csv").write_text("a,b\n1,2\n")
    assert run("nightly").exit_code == 3


def test_collect_shows_deliveries_and_sources_and_works_out(home: Path) -> None:
    school()
    (home / "inbox").mkdir()
    (home / "inbox" / "week.csv").write_text(GOOD, "utf-8")
    (home / "inbox" / "more.csv.part").write_text("half")
    shown = run("collect")
    assert shown.exit_code == 0
    assert "2 in = 2 published" in shown.stdout
    assert "inbox: more.csv.part: it is still being written" in shown.stdout
    assert store.row_counts()["practice"] > 0
    [line] = told(run("collect", "--json"))
    assert (line["source"], line["state"], line["taken"], line["left"]) == ("inbox", "done", 0, 1)


def test_collect_returns_3_where_a_source_fails(home: Path, settings: Settings) -> None:
    settings.HOMEROOM_SOURCES = [{"name": "x", "kind": "folder", "path": "/nowhere/at/all"}]
    shown = run("collect")
    assert (shown.exit_code, "x: failed. /nowhere/at/all: there is no such folder." in shown.stdout) == (3, True)


# The worker lets go of its connection between jobs, which ends any transaction around a test.
@pytest.mark.django_db(transaction=True)
def test_work_ends_when_nothing_is_left() -> None:
    assert run("work", "--until-empty").exit_code == 0


def test_nightly_removes_what_broken_uploads_left(home: Path) -> None:
    token, fresh = uploads.new(), uploads.new()
    asked = jobs.ask("upload", None, folder=uploads.new())
    for one in (token, asked.arguments["folder"]):
        os.utime(uploads.folder(one).parent, (0, 0))
    run("nightly")
    assert {path.name for path in (home / "uploads").iterdir()} == {fresh, asked.arguments["folder"]}


def test_nightly_on_a_new_installation(home: Path) -> None:
    assert (run("nightly").exit_code, (home / "inbox").is_dir()) == (0, True)


def test_status_in_its_shape(file: Any) -> None:
    school()
    take(file(MIXED))
    [now] = told(run("status", "--json"))
    assert list(now) == ["version", "feeds", "deliveries", "rows", "alarms", "standards"]
    assert now["deliveries"] == {"running": 0, "published": 1, "held": 0, "refused": 0, "withdrawn": 0}
    assert now["rows"]["attempts"] == 1
    [feed] = now["feeds"]
    assert (feed["program"], feed["report"], feed["through"], feed["facts"], feed["table"]) == (
        "garden",
        "responses",
        "2026-10-05",
        1,
        "attempts",
    )
    assert feed["last_received_at"]


def test_status_for_people(file: Any) -> None:
    assert "No facts yet. Receive a roster first" in run("status").stdout
    school()
    take(file(GOOD))
    shown = run("status").stdout
    assert re.search(r"garden\s+responses\s+2026-10-05\s+2", shown)
    assert "Deliveries: 1 published." in shown


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_export_writes_a_table_with_its_dictionary(form: str, file: Any, home: Path) -> None:
    school()
    take(file(GOOD))
    result = run("export", "attempts", "--format", form)
    path, dictionary = (Path(line) for line in result.stdout.splitlines())
    assert (path, dictionary) == (home / "exports" / f"attempts.{form}", home / "exports" / "attempts.dictionary.json")
    reader = f"read_{form}('{path}')"
    assert store.query(f"select count(*) as rows, min(content_item) as first from {reader}", tables=[]).one == (2, "i1")
    told_columns = [column["column"] for column in json.loads(dictionary.read_text("utf-8"))["columns"]]
    assert told_columns == list(store.query(f"select * from {reader}", tables=[]).names)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["export", "nonsense"], "nonsense: no such table. There are attempts,"),
        (["export", "attempts", "--format", "xml"], "xml: the format is csv or parquet."),
        (["export", "attempts", "--out", "/dev/null/x"], "/dev/null/x: Not a directory."),
        (["quarantine", "export", "--out", "/dev/null/x"], "/dev/null/x: Not a directory."),
        (["link", "nobody"], "nobody: nobody has this user name."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(words: list[str], message: str) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(message)
    assert len(result.stderr.splitlines()) == 1


def test_programs_check_of_a_good_program() -> None:
    result = run("programs", "check", load_all()[0].folder)
    assert (result.exit_code, "facts as expected" in result.stdout) == (0, True)


def test_programs_check_of_a_broken_one(tmp_path: Path) -> None:
    (tmp_path / "program.toml").write_text("[program]\nslug = 1\n")
    result = run("programs", "check", tmp_path)
    assert (result.exit_code, "program.toml: differs:" in result.stdout) == (1, True)
    assert run("programs", "check", tmp_path / "none").exit_code == 1


def test_a_link_signs_in_whom_the_roster_names() -> None:
    User.objects.create(username="mrivera", staff=Staff.objects.create(sourced_id="t1", given_name="M"))
    result = run("link", "mrivera")
    assert (result.exit_code, result.stdout.startswith("http://localhost:8000/sign-in/")) == (0, True)


def test_a_suspended_account_gets_no_link() -> None:
    User.objects.create(username="gone", is_active=False, staff=Staff.objects.create(sourced_id="t1", given_name="M"))
    result = run("link", "gone")
    assert (result.exit_code, "this account is suspended" in result.stderr) == (1, True)


def test_the_first_person_may_be_made_one_of_the_data_team_once() -> None:
    for _ in range(2):
        assert run("link", "boss", "--data-team").exit_code == 0
    assert [role.kind for role in Role.objects.filter(staff__user__username="boss")] == [Role.Kind.DATA_TEAM]
    assert not User.objects.get(username="boss").has_usable_password()


def test_serve_becomes_the_web_server(monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[list[str]] = []
    beside: list[list[str]] = []
    monkeypatch.setattr(serving.os, "execv", lambda _, command: became.append(command))
    monkeypatch.setattr(serving.subprocess, "Popen", beside.append)
    assert run("serve", "--host", "127.0.0.1", "--port", "8123", "--workers", "1").exit_code == 0
    [command] = became
    assert command[1:6] == ["-m", "gunicorn", "homeroom.site.wsgi:application", "--bind", "127.0.0.1:8123"]
    assert [words[1:] for words in beside] == [["-m", "homeroom", "work", "--beside", str(os.getpid())]]
    assert run("serve", "--no-worker").exit_code == 0
    assert (len(became), len(beside)) == (2, 1)


def test_help_lists_what_works_and_no_more() -> None:
    listed = {name or "" for name in (one.name or one.callback.__name__ for one in commands.app.registered_commands)}  # type: ignore[union-attr]
    assert listed == {
        *("receive", "undo", "collect", "nightly", "serve", "work"),
        *("status", "export", "link", "demo", "next-week", "doctor"),
        *("erase", "return", "keep"),
    }
    shown = run("--help").stdout
    assert all(name in shown for name in listed | {"roster", "quarantine", "programs"})


def homeroom(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command as a shell runs it."""
    environment = {**os.environ, "HOMEROOM_HOME": str(home), "HOMEROOM_DATABASE": "", "NO_COLOR": "1"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "homeroom", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.any_database
def test_a_new_installation_from_a_shell(tmp_path: Path, file: Any) -> None:
    home = tmp_path / "new"
    received = homeroom(home, "receive", str(file(GOOD)), "--json")
    assert (received.returncode, received.stderr) == (0, "")
    [line] = [json.loads(line) for line in received.stdout.splitlines()]
    assert (line["rows_in"], line["quarantined"], line["reasons"]) == (2, 2, {"unmatched": 2})
    assert {"homeroom.sqlite3", "originals", "secret.key"} <= {path.name for path in home.iterdir()}


def test_a_broken_settings_file_is_told_and_the_doctor_can_look(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('today = "2026')
    status, doctor = homeroom(tmp_path, "status"), homeroom(tmp_path, "doctor", "--json")
    assert status.returncode == doctor.returncode == 1
    assert status.stderr.startswith(f"{tmp_path}: can't be used as HOMEROOM_HOME: ")
    assert "Traceback" not in status.stderr + doctor.stderr
    findings = [json.loads(line) for line in doctor.stdout.splitlines()]
    assert any(one["state"] == "wrong" and "settings.toml" in one["what"] for one in findings)


def test_the_doctor_makes_no_installation(tmp_path: Path) -> None:
    looked = homeroom(tmp_path / "none", "doctor")
    assert "There is no installation in" in looked.stdout
    assert not (tmp_path / "none").exists()


@pytest.mark.any_database
def test_the_demo_makes_a_school_and_says_how_to_get_in(tmp_path: Path) -> None:
    words = ["demo", "--children", "24", "--weeks", "1", "--no-serve"]
    made = homeroom(tmp_path / "demo", *words)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.count("/sign-in/link/") == 11
    for kind in (*Role.Kind.labels, "substitute", "family", "vendor", "student"):
        assert f"\n  {kind.lower()}" in made.stdout, kind
    assert "a roster waits under Rosters" in made.stdout
    assert "Nothing is served yet: HOMEROOM_HOME=" in made.stdout
    now = json.loads(homeroom(tmp_path / "demo", "status", "--json").stdout)
    assert all(now["rows"][table] for table in ("attempts", "activities", "usage", "assessments", "claims", "practice"))
    assert {state for state, count in now["deliveries"].items() if count} == {"published", "held"}


def test_a_database_that_refuses_is_told_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise DataError("value too long: Ana Ruiz")

    monkeypatch.setattr("homeroom.site.status.status", refuse)
    result = run("status")
    assert result.exit_code == 1
    assert result.stderr == "The disk or the database refused (DataError). Run `homeroom doctor`.\n"


def test_a_database_that_cannot_be_opened_is_told(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("unable to open database file")

    monkeypatch.setattr("homeroom.site.home.MigrationExecutor", refuse)
    result = run("status")
    assert (result.exit_code, result.stderr.startswith(f"{home}: can't be used (unable to open")) == (1, True)


def test_the_demo_spares_a_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "precious.txt").write_text("keep me")
    refused = homeroom(tmp_path / "mine", "demo", "--no-serve")
    assert (refused.returncode, "no demonstration. Set HOMEROOM_HOME to another folder" in refused.stderr) == (1, True)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["precious.txt"]
