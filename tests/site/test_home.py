"""The installation is made ready by whichever command comes first, though several come at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from homeroom.site import home as home_module
from homeroom.standards import ccss
from homeroom.standards.models import Standard

READY = "import django; django.setup(); from homeroom.site.home import ready; ready()"


def test_three_first_commands_at_once_make_one_installation(tmp_path: Path) -> None:
    told = {**os.environ, "DJANGO_SETTINGS_MODULE": "homeroom.site.settings", "HOMEROOM_HOME": str(tmp_path / "new")}
    told.pop("HOMEROOM_DATABASE", None)
    made = [subprocess.Popen([sys.executable, "-c", READY], env=told, stderr=subprocess.PIPE) for _ in range(3)]
    assert [(one.wait(), one.communicate()[1]) for one in made] == [(0, b"")] * 3


def test_an_upgrade_brings_the_titles_of_this_version(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    ccss.load()
    Standard.objects.update(title_es="")
    monkeypatch.setattr(home_module.MigrationExecutor, "migration_plan", lambda self, targets: ["one"])
    monkeypatch.setattr(home_module, "call_command", lambda *words, **how: None)
    monkeypatch.setattr(home_module.audit_lock, "put_on", lambda: None)
    home_module.ready()
    assert Standard.objects.get(code="K.CC.A.3").title_es == "Escribir los números del 0 al 20"
