"""`homeroom audit`: what it says, what it returns to scripts, and the pack for a notice."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from django.utils import timezone
from pytest_django import Settings
from typer.testing import CliRunner

from a_school import TODAY, Town, town
from homeroom.people import audit, audit_heads, audit_lock
from homeroom.people.models import AuditEntry, Class, Student
from homeroom.site import commands
from homeroom.standards.models import Framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings: Settings) -> Town:
    settings.HOMEROOM_TODAY = TODAY
    Framework.objects.create(slug="ccss", title="Common Core", subject="Mathematics")
    audit_lock.put_on()
    return town(size=6)


@pytest.fixture
def log(place: Town) -> Town:
    """The teacher saw the class twice, the principal one child; the data team took a file."""
    for _ in range(2):
        audit.saw(place.teacher, f"class page {place.group.pk}, week 2026-W43", place.children, "teaches the class")
    audit.saw(place.principal, f"student page {place.numbers[0]}", [place.numbers[0]], "principal")
    audit.exported(place.data_team, "quarantined rows of delivery 4", place.children[:2], "data team")
    audit_heads.write()
    return place


def run(*words: object) -> Result:
    return CliRunner().invoke(commands.app, [str(word) for word in words], catch_exceptions=False)


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def test_a_whole_log_is_said_to_be_whole(log: Town) -> None:
    result = run("audit", "verify")
    assert (result.exit_code, result.stdout) == (0, "The audit log is whole: 4 entries.\n")


def test_what_is_wrong_is_said_and_the_exit_code_tells_a_script(log: Town) -> None:
    with audit_lock.door():
        AuditEntry.objects.filter(verb="exported").delete()
    result = run("audit", "verify")
    assert result.exit_code == 1
    assert "the end was cut off" in result.stdout


def test_another_heads_file_can_be_named(log: Town, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jsonl"
    audit_heads.path().rename(copy)
    assert run("audit", "verify", "--heads", copy).exit_code == 0
    result = run("audit", "verify")
    assert result.exit_code == 1
    assert "there is no heads file" in result.stdout


def test_many_findings_are_shown_up_to_a_number(log: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("homeroom.site.audit_commands.SHOWN", 1)
    with audit_lock.door():
        AuditEntry.objects.all().delete()
    result = run("audit", "verify")
    assert "only the first 1 findings" in result.stdout


def test_lock_and_index_can_be_mended(log: Town) -> None:
    with audit_lock.door():
        pass
    assert run("audit", "lock").exit_code == 0
    assert run("audit", "index").exit_code == 0
    assert run("audit", "verify").exit_code == 0


def test_purge_says_how_many_went(log: Town) -> None:
    assert run("audit", "purge", "--before", "2020-01-01").stdout == "0 entries were removed.\n"
    day = timezone.localdate() + timedelta(days=1)
    assert run("audit", "purge", "--before", day).stdout == "4 entries were removed.\n"
    entry = AuditEntry.objects.get()
    assert entry.verb == "purged"
    assert entry.actor.startswith("command line: ")
    assert run("audit", "verify").exit_code == 0


# The pack for a notice


def test_a_notice_tells_who_which_children_and_when(log: Town, home: Path) -> None:
    result = run("audit", "notice", "-o", "pack")
    assert result.exit_code == 0, result.stdout
    folder = home / "exports" / "pack"
    assert "4 entries about 6 children" in result.stdout
    children = table(folder / "children.csv")
    assert [row["Child's number"] for row in children] == [str(pk) for pk in sorted(log.numbers)]
    first = next(row for row in children if row["Child's number"] == str(log.numbers[0]))
    assert first["Name"] == log.children[0].name
    assert (first["Schools"], first["Times"], first["By whom"]) == ("Valley School", "4", "data, principal, teacher")
    assert [row["Did"] for row in table(folder / "entries.csv")] == ["saw", "saw", "saw", "exported"]
    people = {row["Who (sign-in name)"]: row for row in table(folder / "people.csv")}
    assert (people["teacher"]["Name on record"], people["teacher"]["Children"]) == ("Teacher Example", "6")


def test_a_notice_in_plain_words(log: Town, home: Path) -> None:
    run("audit", "notice", "--actor", "data", "-o", "pack")
    words = (home / "exports" / "pack" / "summary.txt").read_text("utf-8")
    assert "all children, by data" in words
    assert "exported quarantined rows of delivery: 1 time," in words
    assert "Valley School: 2" in words
    assert "What isn't known" in words
    assert "It reaches back to" in words
    assert "when it began" in words
    assert "removed" not in words
    assert "homeroom audit verify" in words


def test_making_a_notice_is_itself_in_the_log(log: Town) -> None:
    run("audit", "notice", "--student", log.numbers[0])
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert entry.actor.startswith("command line: ")
    assert (entry.verb, entry.students) == ("exported", [log.numbers[0]])
    assert entry.object == "breach notice: 1 children asked for, by anybody"


def test_a_child_may_be_named_by_roster_id_and_others_stay_out(log: Town, home: Path) -> None:
    run("audit", "notice", "--student", "k3", "--student", log.numbers[4], "-o", "pack")
    rows = table(home / "exports" / "pack" / "entries.csv")
    assert {row["Children"] for row in rows} == {f"{log.numbers[3]} {log.numbers[4]}"}
    assert len(rows) == 2


def test_a_class_means_every_child_who_was_ever_in_it(log: Town, home: Path) -> None:
    from homeroom.people.models import Enrollment

    Enrollment.objects.filter(student=log.children[0]).update(ends_on=date(2026, 9, 1))
    run("audit", "notice", "--class", log.group.pk, "-o", "pack")
    assert len(table(home / "exports" / "pack" / "children.csv")) == 6


def test_days_count_whole_and_outside_of_them_nothing_is_found(log: Town, home: Path) -> None:
    day = timezone.localdate()
    assert "4 entries" in run("audit", "notice", "--from", day, "--to", day).stdout
    result = run("audit", "notice", "--to", day - timedelta(days=1), "-o", "none")
    assert "0 entries about 0 children" in result.stdout
    assert "The log holds no entry of this kind." in (home / "exports" / "none" / "summary.txt").read_text("utf-8")


def test_a_child_who_was_erased_is_told_by_number_alone(log: Town, home: Path) -> None:
    number = log.numbers[0]
    Student.objects.filter(pk=number).delete()
    run("audit", "notice", "--student", number, "-o", "pack")
    [row] = table(home / "exports" / "pack" / "children.csv")
    assert (row["Child's number"], row["Name"]) == (str(number), "no longer on record")
    assert "1 of the children are no longer on record" in (home / "exports" / "pack" / "summary.txt").read_text("utf-8")


def test_names_that_a_spreadsheet_would_run_are_guarded(log: Town, home: Path) -> None:
    Student.objects.filter(pk=log.numbers[0]).update(given_name="=1+1")
    run("audit", "notice", "--student", log.numbers[0], "-o", "pack")
    [row] = table(home / "exports" / "pack" / "children.csv")
    assert row["Name"].startswith("'=1+1")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--class", "999999"], "there is no class of this number"),
        (["--student", "nobody"], "is not the number or roster id of one child"),
        (["-o", "."], "is already there"),
    ],
)
def test_what_cant_be_made_is_told_and_nothing_is_written(log: Town, home: Path, words: list[str], said: str) -> None:
    (home / "exports").mkdir()
    result = run("audit", "notice", *words)
    assert result.exit_code == 1
    assert said in result.stderr
    assert not list((home / "exports").iterdir())
    assert not AuditEntry.objects.filter(object__startswith="breach").exists()


def test_a_class_without_children_makes_no_notice(log: Town) -> None:
    empty = Class.objects.create(sourced_id="c9", title="Empty", school=log.school)
    assert "no child was ever enrolled" in run("audit", "notice", "--class", empty.pk).stderr
