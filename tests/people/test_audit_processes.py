"""Several processes write into one SQLite database at once, as the web server, the worker and commands do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SET_UP = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "homeroom.site.settings"
django.setup()
from homeroom.people import audit, audit_heads, audit_verify
"""
MAKE = """
from homeroom.site.home import ready
ready()
"""
WRITE = """
for at in range(25):
    audit.saw(audit.CommandLine("anna"), f"class page {at}", [1, 2, 3], "why")
    audit.did(None, "doubted", f"links {at}", [4], "words")
"""
LOOK = """
audit_heads.write()
from homeroom.people.models import AuditEntry
print(AuditEntry.objects.count(), [str(one) for one in audit_verify.verify(audit_heads.path())])
"""


@pytest.mark.skipif(not os.environ.get("HOMEROOM_FULL"), reason="four processes: with the full counts")
def test_many_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    run(tmp_path, MAKE).communicate()
    writing = [run(tmp_path, WRITE) for _ in range(3)]
    assert [one.communicate()[0] for one in writing] == ["", "", ""]
    assert run(tmp_path, LOOK).communicate()[0].strip() == "150 []"


def run(home: Path, words: str) -> subprocess.Popen[str]:
    about = {**os.environ, "HOMEROOM_HOME": str(home), "HOMEROOM_DATABASE": ""}
    command = [sys.executable, "-W", "ignore", "-c", SET_UP + words]
    return subprocess.Popen(command, env=about, stdout=subprocess.PIPE, text=True)
