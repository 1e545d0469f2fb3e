"""`homeroom release`: what it prints, and what it returns to scripts; and the night's part of quality."""

from __future__ import annotations

import json

import pytest
from click.testing import Result
from pytest_django import Settings
from typer.testing import CliRunner

from a_release import ON, PROGRAM, answered, children
from homeroom.evidence import content, release
from homeroom.people.models import AuditEntry, User
from homeroom.site import commands, nightly

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def run(*words: str) -> Result:
    return CliRunner().invoke(commands.app, ["release", *words], catch_exceptions=False)


def test_a_release_is_made_attacked_and_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOMEROOM_TODAY = ON
    answered(children())
    for name in ("data", "second"):
        User.objects.create(username=name)
    refused = run("make", PROGRAM, "--by", "data")
    assert refused.exit_code == 1
    assert "No fields are agreed" in refused.output
    agreed_on = run("agree", PROGRAM, "--by", "data", "--field", "tries", "--field", "first_try")
    assert agreed_on.output == f"{PROGRAM}: agreed on tries, first_try.\n"
    assert "there is no field name" in run("agree", PROGRAM, "--by", "data", "--field", "name").output
    assert "It waits for a second person." in run("make", PROGRAM, "--by", "data").output
    release.throw_away(release.told(PROGRAM)[0])
    made = json.loads(run("make", PROGRAM, "--by", "data", "--json").stdout)
    assert (made["program"], made["lines"]) == (PROGRAM, 4)
    told = json.loads(run("attack", PROGRAM, "--json").stdout)
    assert told["attacked"] > 0
    assert told["narrow"] == {}
    monkeypatch.setattr(release, "attack_on", lambda _: {("2026", "item", "rare"): (3.0, 5.0)})
    found = run("attack", PROGRAM)
    assert found.exit_code == 1
    assert "2026 item rare: 3 to 5" in found.output


def test_a_second_person_approves_and_what_the_maker_reads_is_printed(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = ON
    answered(children())
    for name in ("data", "second"):
        User.objects.create(username=name)
    run("agree", PROGRAM, "--by", "data")
    assert "there is nothing to approve" in run("approve", PROGRAM, "--by", "second").output
    assert run("make", PROGRAM, "--by", "data").exit_code == 0
    assert "there is nothing to read yet" in run("show", PROGRAM).output
    assert "a second person looks at it" in run("approve", PROGRAM, "--by", "data").output
    assert "Nobody can sign in as stranger" in run("approve", PROGRAM, "--by", "stranger").output
    assert run("approve", PROGRAM, "--by", "second").exit_code == 0
    head, *rows = run("show", PROGRAM).stdout.splitlines()
    assert head == 'Key,Kind,Your id,First tries,Right at first,"Middle time, seconds",Left unfinished,"Lift, points"'
    assert [row.split(",")[2:5] for row in rows if ",easy," in row] == [["easy", "72", "50%"]]
    done = list(
        AuditEntry.objects.filter(object=f"releases of {PROGRAM}").order_by("pk").values_list("verb", flat=True)
    )
    assert done == ["agreed on the fields", "made a release", "approved the release"]


def test_the_night_works_quality_out_and_nothing_of_it_stops_the_night(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(content, "nightly", lambda: True)
    nightly.judge_content()
    monkeypatch.setattr(content, "nightly", lambda: False)
    nightly.judge_content()

    def fails() -> bool:
        raise ValueError("a child's name")

    monkeypatch.setattr(content, "nightly", fails)
    nightly.judge_content()
    told = capsys.readouterr().out
    assert told.count("quality of programs") == 2
    assert "could not be worked out (ValueError)" in told
    assert "a child's name" not in told
