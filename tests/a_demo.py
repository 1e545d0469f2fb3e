"""The demonstration's school, small and soon made: one morning of it, without what the data team finds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from homeroom.intake.feeds.judge import judge
from homeroom.site import demo
from homeroom.site.demo_home import settings_text


def demonstration(
    home: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch, day: date, children: int, weeks: int
) -> None:
    """`day` is the Monday after the simulated weeks. Who can sign in is not printed."""
    settings.HOMEROOM_HOME, settings.HOMEROOM_TODAY = home, day
    monkeypatch.setattr(demo, "_tell_of_the_morning", lambda _: judge())
    monkeypatch.setattr(demo.demo_people, "let_in", lambda *_: None)
    monkeypatch.setattr(demo.demo_planned, "plan", lambda *_: None)
    (home / "settings.toml").write_text(settings_text(day), "utf-8")
    demo.build(children, weeks, 8000)
