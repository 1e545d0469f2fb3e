"""The demonstration's own folder. Chosen before the settings are read, so nothing of Django is needed here."""

from __future__ import annotations

import os
import shutil
import tomllib
from datetime import date
from pathlib import Path

DEFAULT_HOME = "homeroom-demo"
# The Monday after the simulation's eight weeks.
TODAY = date(2026, 10, 26)


def settings_text(day: date) -> str:
    return f"# A demonstration: every child in here is made up.\nsimulated = true\ntoday = {day}\n"


def choose() -> None:
    """Before the settings are read: a folder of the demonstration's own, emptied if it held one before."""
    home = Path(os.environ.setdefault("HOMEROOM_HOME", DEFAULT_HOME)).absolute()
    if home.exists() and any(home.iterdir()):
        if not _is_demo(home):
            raise SystemExit(
                f"{home} holds an installation that is no demonstration. Set HOMEROOM_HOME to another folder."
            )
        shutil.rmtree(home)
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    (home / "settings.toml").write_text(settings_text(TODAY), encoding="utf-8")


def _is_demo(home: Path) -> bool:
    try:
        return tomllib.loads((home / "settings.toml").read_text("utf-8")).get("simulated") is True
    except (OSError, tomllib.TOMLDecodeError):
        return False
