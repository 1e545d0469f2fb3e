"""`homeroom roster …`: which sets wait, who decides, undo, a change of term ahead."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from bench.roster_sets import Tables, changed, of_school, tables, write
from click.testing import Result
from pytest_django import Settings
from typer.testing import CliRunner

from homeroom.intake.roster_models import RosterChangeSet, RosterRollover
from homeroom.people.models import AuditEntry, Student, User
from homeroom.site import commands
from homeroom.standards.models import Framework
from intake.rosters.deciders import data_team, dump

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(db: None, settings: Settings) -> None:
    settings.HOMEROOM_TODAY = date(2026, 10, 26)
    Framework.objects.create(slug="ccss", title="Common Core", subject="Mathematics")


def run(*words: object) -> Result:
    return CliRunner().invoke(commands.app, [str(word) for word in words], catch_exceptions=False)


def drop_a_third(base: Tables) -> None:
    for row in of_school(base, "users", "hill")[14:34]:
        row["status"] = "tobedeleted"


@pytest.fixture
def held(tmp_path: Path) -> RosterChangeSet:
    """A set that sam sent and that waits."""
    base = tables()
    data_team("sam")
    write(tmp_path / "one", base)
    write(tmp_path / "two", changed(base, drop_a_third))
    assert run("receive", tmp_path / "one", "--as", "sam").exit_code == 0
    assert run("receive", tmp_path / "two", "--as", "sam").exit_code == commands.WAITING
    return RosterChangeSet.objects.get(state="held")


def test_the_list_tells_what_waits_and_why(held: RosterChangeSet) -> None:
    shown = run("roster", "list").stdout
    assert "held" in shown and "sent by sam" in shown
    assert "would end 20 of 60 students (33.3%), at Hill School" in shown
    first = json.loads(run("roster", "list", "--json").stdout.splitlines()[0])
    assert (first["change_set"], first["state"], first["sent_by"]) == (held.pk, "held", "sam")
    hill = next(one for one in first["changes"] if (one["entity"], one["school"]) == ("students", "Hill School"))
    assert (hill["standing"], hill["ended"]) == (60, 20)
    assert "Child" not in str(first)


def test_an_empty_installation_says_so() -> None:
    assert "No roster has come in yet." in run("roster", "list").stdout
    assert run("roster", "list", "--json").stdout == ""


def test_the_sender_cannot_and_a_second_person_can(held: RosterChangeSet) -> None:
    before = dump()
    refused = run("roster", "approve", held.pk, "--as", "sam")
    assert refused.exit_code == 1
    assert "You sent this set" in refused.stderr
    assert dump() == before
    data_team("dana")
    before = dump()
    approved = run("roster", "approve", held.pk, "--as", "dana", "--json")
    assert (approved.exit_code, json.loads(approved.stdout)["decided_by"]) == (0, "dana")
    assert Student.objects.exclude(ends_on=None).count() == 20
    assert run("roster", "undo", held.pk, "--as", "dana").exit_code == 0
    assert dump() == before
    assert set(AuditEntry.objects.filter(actor="dana").values_list("verb", flat=True)) == {"approved", "undid"}


def test_a_set_is_rejected(held: RosterChangeSet) -> None:
    data_team("dana")
    assert "rejected" in run("roster", "reject", held.pk, "--as", "dana").stdout
    assert run("roster", "reject", held.pk, "--as", "dana").exit_code == 1


def test_somebody_must_be_named_who_is_there(held: RosterChangeSet) -> None:
    assert run("roster", "approve", held.pk).exit_code == 2
    assert "Nobody can sign in as nobody" in run("roster", "approve", held.pk, "--as", "nobody").stderr
    assert "Only the data team" in run("roster", "approve", held.pk, "--as", "hill-u0").stderr
    assert "There is no change set 99" in run("roster", "approve", 99, "--as", "sam").stderr


def test_a_rollover_is_declared_for_schools_by_name_or_id(held: RosterChangeSet) -> None:
    days = ("--from", "2027-06-14")
    shown = run("roster", "rollover", *days, "--school", "hill", "--school", "Lake School", "--as", "sam").stdout
    assert "2027-06-14 to 2027-06-20 at Hill School, Lake School" in shown
    told = run("roster", "rollover", *days, "--to", "2027-06-15", "--school", "hill", "--as", "sam", "--json").stdout
    assert json.loads(told)["to"] == "2027-06-15"
    assert RosterRollover.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--as", "sam"), "at least one school"),
        (("--as", "sam", "--school", "nowhere"), "not exactly one school called nowhere"),
        (("--as", "hill-u0", "--school", "hill"), "Only the data team declares"),
    ],
)
def test_a_rollover_needs_schools_and_a_data_team(held: RosterChangeSet, words: tuple[str, ...], why: str) -> None:
    refused = run("roster", "rollover", "--from", "2027-06-14", *words)
    assert refused.exit_code == 1
    assert why in refused.stderr


def test_nobody_signs_in_under_the_senders_name(tmp_path: Path) -> None:
    write(tmp_path / "one", tables())
    assert "Nobody can sign in as ghost" in run("receive", tmp_path / "one", "--as", "ghost").stderr
    assert not User.objects.exists()
