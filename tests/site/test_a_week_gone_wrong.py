"""A simulated week in which one feed's file is gone, another has a new name, and a third is last year's."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from pytest_django import Settings
from typer.testing import CliRunner

from homeroom.intake.feeds.models import FeedAlarm
from homeroom.intake.models import Delivery
from homeroom.intake.receive import receive
from homeroom.people.models import Role, Staff, User
from homeroom.people.school_days import Marked, mark
from homeroom.simulation.write import Written, write
from homeroom.site import nightly
from homeroom.site.commands import app

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_database]
FRIDAY = "2026-10-09"
MONDAY, TUESDAY = date(2026, 10, 12), date(2026, 10, 13)
WRONG = {("clever", "missing"), ("number_trail", "renamed"), ("iready", "wrong year")}


@pytest.fixture
def gone_wrong(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Written:
    """Five good weeks are in; the sixth lies in the inbox, with its three faults."""
    monkeypatch.setattr("homeroom.intake.sources.time", SimpleNamespace(sleep=lambda seconds: None))
    written = write(tmp_path / "school", seed=4, children=12, weeks=7)
    settings.HOMEROOM_TODAY = date(2026, 10, 5)
    list(receive([written.folder / "roster"]))
    list(receive([path for path in weekly(written) if path.parent.name < FRIDAY]))
    inbox = settings.HOMEROOM_HOME / "inbox"
    inbox.mkdir()
    for path in weekly(written):
        if path.parent.name == FRIDAY:
            shutil.copy(path, inbox)
    (inbox / f"{FRIDAY}_daily_participation.csv").unlink()
    (inbox / f"number_trail_{FRIDAY}.csv").rename(inbox / "Trail answers, new export.csv")
    lessons = inbox / f"iready_lessons_{FRIDAY}.csv"
    lessons.write_bytes(lessons.read_bytes().replace(b"2026", b"2025").replace(b"2027", b"2026"))
    return written


def weekly(written: Written) -> list[Path]:
    names = ("participation", "iready_lessons", "number_trail")
    return [path for path in written.exports if any(name in path.name for name in names)]


def ringing() -> set[tuple[str, str]]:
    return set(FeedAlarm.objects.filter(closed_at=None).values_list("program", "kind"))


def test_one_nightly_run_shows_all_three(gone_wrong: Written, settings: Settings, client: Client) -> None:
    settings.HOMEROOM_TODAY = MONDAY
    nightly.run()
    assert ringing() == WRONG
    told = json.loads(CliRunner().invoke(app, ["status", "--json"]).stdout)["alarms"]
    assert {(one["program"], one["kind"]) for one in told} == WRONG
    by_kind = {one["kind"]: one for one in told}
    assert by_kind["missing"]["words"] == (
        "Clever, Daily Participation (students): nothing since Fri 2 Oct; expected every Friday, so on Fri 9 Oct."
    )
    assert by_kind["renamed"]["file"] == "Trail answers, new export.csv"
    assert "school year 2025-26" in by_kind["wrong year"]["words"]
    assert "MISSING  Clever" in CliRunner().invoke(app, ["status"]).stdout
    client.force_login(data_manager())
    page = client.get("/imports/").content.decode()
    assert all(one["words"].partition(":")[0] in page for one in told)
    assert all(f">{kind}<" in page for kind in by_kind)
    the_right_files_settle_two_of_them(gone_wrong, settings)


def test_nothing_rings_on_a_holiday_and_all_on_the_day_after(gone_wrong: Written, settings: Settings) -> None:
    mark([Marked(MONDAY, "holiday", "Staff day")], "calendar.csv")
    settings.HOMEROOM_TODAY = MONDAY
    nightly.run()
    assert ringing() == set()
    settings.HOMEROOM_TODAY = TUESDAY
    nightly.run()
    assert ringing() == WRONG


def the_right_files_settle_two_of_them(gone_wrong: Written, settings: Settings) -> None:
    inbox = settings.HOMEROOM_HOME / "inbox"
    for path in weekly(gone_wrong):
        if path.name in (f"{FRIDAY}_daily_participation.csv", f"iready_lessons_{FRIDAY}.csv"):
            shutil.copy(path, inbox)
    nightly.run()
    assert ringing() == {("number_trail", "renamed")}
    closed = FeedAlarm.objects.get(kind="missing")
    assert closed.closed_by_delivery == Delivery.objects.get(file=f"{FRIDAY}_daily_participation.csv")
    assert closed.closed_on == MONDAY


def data_manager() -> User:
    person = Staff.objects.create(sourced_id="dm", given_name="Dana", family_name="Example")
    Role.objects.create(staff=person, kind=Role.Kind.DATA_TEAM)
    return User.objects.create_user("dana", staff=person)
