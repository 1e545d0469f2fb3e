"""A bad value that nothing hangs on costs its own field: the row is published, and says what it lacks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from homeroom.facts import store
from homeroom.intake import quarantine, undo
from homeroom.intake.ledger import SET_ASIDE, unpacked
from homeroom.intake.models import Delivery
from homeroom.intake.receive import receive
from homeroom.programs.declaration import Program, load
from homeroom.site.receiving import as_dict, sentence
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

[[report.layout]]
slug = "lessons"
columns = ["child", "day", "lesson", "minutes", "result"]
key = ["student", "content_item", "occurred_on"]

[report.layout.identity]
ids = "child"

[report.layout.fields]
occurred_on = { column = "day", cast = "date", format = "iso", required = true }
content_item = { column = "lesson", required = true }
kind = { value = "lesson" }
minutes = { column = "minutes", cast = "number", low = 0, high = 720 }
outcome = { column = "result", words = { "done" = "passed" } }

[report.layout.as_of]
file = '(?P<y>20\\d{2})-(?P<m>\\d\\d)-(?P<d>\\d\\d)'
"""


def program(folder: Path, words: str = '"done" = "passed"') -> Program:
    shutil.rmtree(folder / "tally", ignore_errors=True)
    (folder / "tally").mkdir(parents=True)
    (folder / "tally" / "program.toml").write_text(PROGRAM.replace('"done" = "passed"', words), "utf-8")
    return load(folder / "tally")


def take(folder: Path, *rows: str, day: str = "2026-10-01") -> Delivery:
    path = folder / f"lessons_{day}.csv"
    path.write_text("\n".join(["child,day,lesson,minutes,result", *rows, ""]), "utf-8")
    (delivery,) = receive([path], programs=[program(folder)])
    return Delivery.objects.get(pk=delivery.pk)


def aside(delivery: Delivery) -> dict[tuple[str, str], list[int]]:
    groups = delivery.groups.filter(ended_as=SET_ASIDE)
    return {(group.code, group.column): unpacked(group.numbers).tolist() for group in groups}


def outcomes() -> list[tuple[str, float | None, str | None]]:
    sql = "select content_item, minutes, outcome from activities order by all"
    return store.query(sql, tables=["activities"]).rows


def test_the_row_is_published_and_each_bad_field_is_listed(tmp_path: Path) -> None:
    enroll("S1")
    one = take(tmp_path, "S1,2026-09-01,a,10,done", "S1,2026-09-01,b,9999,skipped", "S1,2026-09-01,c,x,done")
    assert told(one) == {"published": 3}
    assert aside(one) == {
        ("out_of_range", "minutes"): [2],
        ("unknown_word", "result"): [2],
        ("not_a_number", "minutes"): [3],
    }
    assert (one.set_aside, one.set_aside_rows) == (3, 2)
    assert outcomes() == [("a", 10, "passed"), ("b", None, None), ("c", None, "passed")]
    assert sentence(one) == "3 in = 3 published (2 of them with 3 fields set aside)"
    assert as_dict(one)["set_aside"] == {"rows": 2, "fields": 3}
    assert as_dict(one)["reasons"] == {}


def test_a_bad_key_costs_the_row(tmp_path: Path) -> None:
    enroll("S1")
    one = take(tmp_path, "S1,1.9.2026,a,10,done", "S1,2026-09-01,,10,skipped", "S2,2026-09-01,c,x,done")
    assert told(one) == {"quarantined": 3}
    assert aside(one) == {}


def test_rows_with_a_field_aside_can_be_listed_and_downloaded(tmp_path: Path) -> None:
    enroll("S1")
    one = take(tmp_path, "S1,2026-09-01,a,10,done", "S1,2026-09-01,b,5,skipped")
    (group,) = quarantine.groups(one.pk)
    header, rows = quarantine.rows(group)
    assert header[:3] == ["line", "why", "child"]
    assert rows == [["3", group.words, "S1", "2026-09-01", "b", "5", "skipped"]]


def test_a_redrive_publishes_the_value_once_the_declaration_has_learnt_the_word(tmp_path: Path) -> None:
    enroll("S1")
    one = take(tmp_path, "S1,2026-09-01,a,10,done", "S1,2026-09-01,b,5,skipped")
    version = store.current()
    list(quarantine.redrive(programs=[program(tmp_path)]))
    assert store.current() == version
    learnt = program(tmp_path, '"done" = "passed", "skipped" = "not passed"')
    list(quarantine.redrive(programs=[learnt]))
    assert store.current() == version + 1
    assert outcomes() == [("a", 10, "passed"), ("b", 5, "not passed")]
    one.refresh_from_db()
    assert (told(one), aside(one), one.set_aside, one.facts) == ({"published": 2}, {}, 0, 2)


def test_a_row_that_loses_or_is_undone_leaves_nothing_aside(tmp_path: Path) -> None:
    enroll("S1")
    old = take(tmp_path, "S1,2026-09-01,b,5,skipped")
    new = take(tmp_path, "S1,2026-09-01,b,5,done", day="2026-10-02")
    old.refresh_from_db()
    assert (told(old), aside(old), old.set_aside) == ({"superseded": 1}, {}, 0)
    undo.withdraw(new.pk, None, programs=[program(tmp_path)])
    old.refresh_from_db()
    assert (told(old), aside(old), old.set_aside_rows) == ({"published": 1}, {("unknown_word", "result"): [1]}, 1)
    undo.withdraw(old.pk, None, programs=[program(tmp_path)])
    assert (told(old), aside(old)) == ({"withdrawn": 1}, {})
