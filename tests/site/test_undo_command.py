"""`homeroom undo`: what it prints, and what it says where nothing can be undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from homeroom.facts import store
from homeroom.people.models import AuditEntry, User
from homeroom.site import commands
from homeroom.standards.models import Framework
from intake.answers import Answer, enroll, file, take

pytestmark = pytest.mark.django_db(transaction=True)


def test_undo_tells_the_ledger_and_writes_down_who_did_it(tmp_path: Path) -> None:
    Framework.objects.create(slug="ccss", title="Common Core", subject="Mathematics")
    enroll("S1")
    User.objects.create(username="dana")
    one = take(file(Answer(), Answer("nobody")), tmp_path)
    run = CliRunner()
    assert run.invoke(commands.app, ["undo", str(one.pk), "--by", "eve"]).exit_code == 1
    assert store.row_counts()["attempts"] == 1
    done = run.invoke(commands.app, ["undo", str(one.pk), "--by", "dana", "--json"])
    told = json.loads(done.stdout)
    assert (told["withdrawn"], told["published"], told["state"]) == (2, 0, "withdrawn")
    assert store.row_counts()["attempts"] == 0
    assert AuditEntry.objects.get(verb="undid").actor == "dana"
    again = run.invoke(commands.app, ["undo", str(one.pk)])
    assert (again.exit_code, "undone already" in again.stderr) == (1, True)
