"""The installation is made ready by whichever command comes first, though several come at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

READY = "import django; django.setup(); from homeroom.site.home import ready; ready()"


def test_three_first_commands_at_once_make_one_installation(tmp_path: Path) -> None:
    told = {**os.environ, "DJANGO_SETTINGS_MODULE": "homeroom.site.settings", "HOMEROOM_HOME": str(tmp_path / "new")}
    told.pop("HOMEROOM_DATABASE", None)
    made = [subprocess.Popen([sys.executable, "-c", READY], env=told, stderr=subprocess.PIPE) for _ in range(3)]
    assert [(one.wait(), one.communicate()[1]) for one in made] == [(0, b"")] * 3
