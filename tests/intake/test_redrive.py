"""Rows that wait are judged anew one delivery at a time; one that can't be judged holds nobody else up."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeroom.intake import quarantine
from homeroom.programs.declaration import load_all
from intake.answers import Answer, enroll, file, standing, take, told

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_delivery_that_no_declaration_fits_any_more_waits_on_and_says_so(tmp_path: Path) -> None:
    orphan = take(file(Answer(item="i9"), as_of="2026-10-05"), tmp_path)
    enroll("S1")
    assert [one.pk for one in quarantine.redrive(programs=[])] == [orphan.pk]
    assert told(orphan) == {"quarantined": 1}
    assert "No declaration fits" in orphan.message
    list(quarantine.redrive(programs=load_all()))
    assert told(orphan) == {"published": 1}
    assert orphan.message == ""


def test_a_redriven_row_meets_what_has_come_since(tmp_path: Path) -> None:
    early = take(file(Answer(), as_of="2026-10-05"), tmp_path / "a")
    enroll("S1")
    late = take(file(Answer(correct=False), as_of="2026-10-06"), tmp_path / "b")
    list(quarantine.redrive())
    assert standing() == [Answer(correct=False)]
    assert (told(early), told(late)) == ({"superseded": 1}, {"published": 1})


def test_a_redriven_row_of_a_later_day_takes_the_place_of_what_stands(tmp_path: Path) -> None:
    late = take(file(Answer(correct=False), as_of="2026-10-06"), tmp_path / "a")
    enroll("S1")
    early = take(file(Answer(), as_of="2026-10-05"), tmp_path / "b")
    assert standing() == [Answer()]
    list(quarantine.redrive())
    assert standing() == [Answer(correct=False)]
    assert (told(early), told(late)) == ({"superseded": 1}, {"published": 1})
