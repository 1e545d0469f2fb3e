"""`homeroom who` says and does what the page does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from homeroom.intake.who.models import IdentityDecision
from homeroom.people.models import User
from homeroom.site.commands import app
from intake.who.a_case import STRANGER, a_school, arrive, data_team, key, row, whose

pytestmark = pytest.mark.django_db(transaction=True)


def run(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["who", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


def told(*arguments: object) -> Any:
    code, said, wrong = run(*arguments, "--json")
    assert code == 0, wrong
    return [json.loads(line) for line in said.splitlines()]


def test_it_works(tmp_path: Path) -> None:
    children = a_school()
    data_team()
    delivery = arrive(tmp_path, row("i1"), row("i2", **STRANGER))
    (waits,) = told("list")
    assert waits == {
        "key": key().pk,
        "program": "item_responses",
        "known_by": "900",
        "why": "unmatched",
        "rows": 1,
        "files": 1,
    }
    (done,) = told("confirm", waits["key"], "1002", "--by", "dana", "--reason", "asked")
    assert (done["verdict"], done["deliveries"][0]["published"]) == ("confirm", 2)
    assert whose() == [(children["Ana"].pk, "i1"), (children["Zoë"].pk, "i2")]
    (undone,) = told("undo", done["decision"], "--by", "dana")
    assert (undone["rows_back"], undone["deliveries"][0]["quarantined"]) == (1, 1)
    (left_out,) = told("not-ours", waits["key"], "--by", "dana")
    assert left_out["deliveries"][0]["reasons"] == {"not_our_child": 1}
    told("undo", left_out["decision"], "--by", "dana")
    told("reject", waits["key"], "1002", "--by", "dana")
    assert [one.by.username for one in IdentityDecision.objects.all() if one.by] == ["dana"] * 5
    assert delivery.pk


def test_in_words(tmp_path: Path) -> None:
    a_school()
    data_team()
    assert "Every row that came in has found its child." in run("list")[1]
    arrive(tmp_path, row("i2", **STRANGER), row("i3", student_id="1002"))
    _, said, _ = run("list")
    assert "900: not found in the roster" in said
    assert "1002: id and name disagree" in said
    assert "Moss" not in said
    assert "Lia Moss, 900" in run("list", "--names")[1]
    named = told("list", "--names", "--program", "item_responses")
    assert {one["family_name"] for one in named} == {"Moss", "Ruiz"}
    _, said, _ = run("confirm", key().pk, "1002", "--by", "dana")
    assert "judged again: delivery" in said


def test_who_may_not_and_what_is_not_there(tmp_path: Path) -> None:
    a_school()
    data_team()
    User.objects.create_user("teacher")
    arrive(tmp_path, row("i2", **STRANGER))
    for words, arguments in (
        ("not one of the data team", ["confirm", key().pk, "1002", "--by", "teacher"]),
        ("not one of the data team", ["not-ours", key().pk, "--by", "nobody"]),
        ("no child of the roster has this id", ["reject", key().pk, "12345", "--by", "dana"]),
        ("no decision 5", ["undo", 5, "--by", "dana"]),
        ("Nothing waits under this number", ["not-ours", 9999, "--by", "dana"]),
    ):
        code, _, wrong = run(*arguments)
        assert code == 1
        assert words in wrong
    assert not IdentityDecision.objects.exists()
