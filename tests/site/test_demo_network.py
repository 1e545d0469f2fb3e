"""The demonstration's Network page has a week to read: told by the night's own code, after the estimates."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client
from pytest_django import Settings

from a_network import network, worked
from a_school import MONDAY, staff
from homeroom.people.models import Role
from homeroom.site import demo
from homeroom.site.demo_home import TODAY
from homeroom.site.nightly import tell_of_weeks


@pytest.mark.django_db
def test_on_its_monday_the_week_before_last_is_told(
    client: Client, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HOMEROOM_TODAY = TODAY
    made = network({"Ash": 60, "Birch": 50})
    worked([*made["Ash"][:41], *made["Birch"][:29]], on=MONDAY - timedelta(weeks=1))
    tell_of_weeks()
    assert capsys.readouterr().out == "network, 2026-W42: told\n"
    client.force_login(staff("nell", Role.Kind.NETWORK_LEADER, None))
    text = client.get("/network/").content.decode()
    assert "Nothing is told yet" not in text and ">Ash<" in text


def test_it_comes_after_the_estimates_which_it_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    written = SimpleNamespace(exports=[], folder=Path("unwritten"))
    monkeypatch.setattr(demo, "write", lambda *_, **__: written)
    for step in ("_live", "_tell", "look_back", "tell_of_weeks", "_tell_of_the_morning"):
        monkeypatch.setattr(demo, step, lambda *_, step=step, **__: done.append(step))
    monkeypatch.setattr(demo.demo_studies, "tell", lambda: done.append("studies"))
    monkeypatch.setattr(demo.demo_surveys, "ask", lambda _: done.append("surveys"))
    monkeypatch.setattr(demo.demo_people, "let_in", lambda *_: done.append("let_in"))
    monkeypatch.setattr(demo.evidence, "nightly", lambda: done.append("evidence"))
    demo.build(24, 1, 8000)
    assert done.index("_live") < done.index("look_back"), "mastery is estimated by then"
    assert done.index("_live") < done.index("tell_of_weeks") < done.index("let_in")
    assert done.index("studies") < done.index("surveys"), "some ask of a study's arms"
    assert done.index("_live") < done.index("studies"), "their deliveries are in"
    assert done.index("_tell_of_the_morning") < done.index("evidence"), "the feeds are judged first"
