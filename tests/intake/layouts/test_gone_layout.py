"""A layout that was accepted, used, and then removed: what it brought in still meets what comes later."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from homeroom.facts import store
from homeroom.intake import quarantine, undo
from homeroom.intake.errors import IntakeError
from homeroom.intake.models import Delivery
from homeroom.intake.receive import receive
from homeroom.programs.declaration import Program, load
from intake.answers import enroll, told

pytestmark = pytest.mark.django_db(transaction=True)
PROGRAM = """
[program]
slug = "tally"
name = "Tally"
minutes_definition = "from opening to closing"
channels = []

[[report]]
slug = "lessons"
name = "Lessons"
fact = "activities"
grain = "one try"
"""
LAYOUT = """
[[report.layout]]
slug = "SLUG"
columns = ["child", "day", "lesson", "MINUTES"]
key = ["student", "content_item", "occurred_on"]

[report.layout.identity]
ids = "child"

[report.layout.fields]
occurred_on = { column = "day", cast = "date", format = "iso", required = true }
content_item = { column = "lesson", required = true }
kind = { value = "lesson" }
minutes = { column = "MINUTES", cast = "number", low = 0, high = 720 }

[report.layout.as_of]
file = '(?P<y>20\\\\d{2})-(?P<m>\\\\d\\\\d)-(?P<d>\\\\d\\\\d)'
""".replace("\\\\", "\\")


def declared(folder: Path, *layouts: tuple[str, str]) -> list[Program]:
    shutil.rmtree(folder / "tally", ignore_errors=True)
    (folder / "tally").mkdir(parents=True)
    shown = [LAYOUT.replace("SLUG", slug).replace("MINUTES", minutes) for slug, minutes in layouts]
    (folder / "tally" / "program.toml").write_text(PROGRAM + "".join(shown), "utf-8")
    return [load(folder / "tally")]


def take(folder: Path, minutes: str, *rows: str, day: str, programs: list[Program]) -> Delivery:
    path = folder / f"lessons_{day}.csv"
    path.write_text("\n".join([f"child,day,lesson,{minutes}", *rows, ""]), "utf-8")
    (delivery,) = receive([path], programs=programs)
    return Delivery.objects.get(pk=delivery.pk)


def minutes() -> list[float]:
    return store.query("select minutes from activities order by all", tables=["activities"]).column("minutes")


def test_its_rows_are_superseded_by_those_of_another_layout(tmp_path: Path) -> None:
    enroll("S1")
    both, one = declared(tmp_path / "p", ("a", "min"), ("b", "mins")), declared(tmp_path / "q", ("a", "min"))
    first = take(tmp_path, "mins", "S1,2026-09-01,x,10", day="2026-10-01", programs=both)
    second = take(tmp_path, "min", "S1,2026-09-01,x,12", day="2026-10-02", programs=one)
    assert minutes() == [12]
    assert (told(first), told(second)) == ({"superseded": 1}, {"published": 1})
    undo.withdraw(second.pk, None, one)
    assert (told(first), minutes()) == ({"quarantined": 1}, [])
    list(quarantine.redrive(programs=both))
    assert (told(first), minutes()) == ({"published": 1}, [10])


def test_its_own_delivery_says_what_to_do_before_it_can_be_undone(tmp_path: Path) -> None:
    enroll("S1")
    both, one = declared(tmp_path / "p", ("a", "min"), ("b", "mins")), declared(tmp_path / "q", ("a", "min"))
    first = take(tmp_path, "mins", "S1,2026-09-01,x,10", "S9,2026-09-01,x,10", day="2026-10-01", programs=both)
    with pytest.raises(IntakeError, match="Put the declaration back"):
        undo.withdraw(first.pk, None, one)
    assert [delivery.message for delivery in quarantine.redrive(programs=one)] == [quarantine.NONE_FITS]
    assert told(first) == {"published": 1, "quarantined": 1}
    undo.withdraw(first.pk, None, both)
    assert told(first) == {"withdrawn": 2}
