"""A day that a report tells only by its file's own day is told again when its rows return."""

from __future__ import annotations

from pathlib import Path

import pytest

from homeroom.facts import store
from homeroom.intake import undo
from homeroom.intake.models import Delivery
from homeroom.intake.receive import receive
from homeroom.programs.declaration import load
from intake.answers import enroll, told
from intake.test_set_aside import PROGRAM

pytestmark = pytest.mark.django_db(transaction=True)


def test_rows_that_return_keep_the_day_of_their_file(tmp_path: Path) -> None:
    enroll("S1")
    text = PROGRAM.replace('columns = ["child", "day", ', 'columns = ["child", ')
    text = text.replace('occurred_on = { column = "day", cast = "date", format = "iso", required = true }', "DAY")
    text = text.replace("DAY", "occurred_on = { as_of = true }").replace(', "occurred_on"]', "]")
    (tmp_path / "tally").mkdir()
    (tmp_path / "tally" / "program.toml").write_text(text, "utf-8")
    programs = [load(tmp_path / "tally")]
    made = []
    for day, minutes in (("2026-10-01", 10), ("2026-10-02", 12)):
        path = tmp_path / f"lessons_{day}.csv"
        path.write_text(f"child,lesson,minutes,result\nS1,a,{minutes},done\n", "utf-8")
        made += [Delivery.objects.get(pk=one.pk) for one in receive([path], programs=programs)]
        if len(made) == 1:
            stood = store.checksum("activities")
    assert told(made[0]) == {"superseded": 1}
    undo.withdraw(made[1].pk, None, programs)
    assert store.checksum("activities") == stood
