"""Very wide rows are checked in a long table: what is found is what the select finds that checks column by column."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from homeroom.facts.engine import session
from homeroom.intake import wide
from homeroom.intake.layouts import Found, find, read_header
from homeroom.intake.read import read_typed
from homeroom.programs.declaration import load

DECLARED = """
[program]
slug = "broad"
name = "Broad"

[[report]]
slug = "scores"
name = "Scores"
fact = "assessments"
grain = "one sitting"

[[report.layout]]
slug = "first"
columns = ["Child", "Day", "Length", "Own Day", "N{1-4}", "Whole", "Level", "Word"]
key = ["student", "assessment"]
into = "result"
each = [
  { column = "N{1-4}", cast = "number", low = 0, high = 50, set = { result_kind = "score" } },
  { column = "Whole", cast = "whole", blank = ["NA"], set = { result_kind = "score" } },
  { column = "Level", levels = [{ word = "Low", order = 1 }, { word = "High", order = 2 }], set = { result_kind = "level" } },
  { column = "Word", words = { "a" = "first" }, set = { result_kind = "level" } },
]

[report.layout.identity]
ids = "Child"

[report.layout.fields]
occurred_on = { column = "Day", cast = "date", format = "iso", required = true }
assessment = { value = "Broad" }
minutes = { column = "Length", cast = "number", low = 0 }
"""  # noqa: E501
OWN_DAY = 'beside = { occurred_on = { column = "Own Day", cast = "date", format = "iso" } }, set'

CELLS = ["", " ", "7", "7.5", "-1", "51", "50", "x", "NA", "1e3", "nan", "inf", "Low", "low", "High", "a"]
DAYS = ["2026-10-05", "2026-10-06", "5.10.2026", ""]


def declared(folder: Path, own_day: bool) -> Path:
    folder.mkdir(exist_ok=True)
    text = DECLARED.replace("set", OWN_DAY) if own_day else DECLARED
    text = text.replace('occurred_on = { column = "Day", cast = "date", format = "iso", required = true }\n', "")
    told = 'school_year = { column = "Day", cast = "whole", words = { "2026-10-05" = "2027" }, required = true }'
    text = text.replace("assessment = { value", f"{told}\nassessment = {{ value") if own_day else DECLARED
    (folder / "program.toml").write_text(text, "utf-8")
    return folder


def read(folder: Path, rows: Sequence[Sequence[str]], own_day: bool) -> list[dict[str, Any]]:
    path = folder / "broad.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        names = ["Child", "Day", "Length", "Own Day", "N1", "N2", "N3", "N4", "Whole", "Level", "Word"]
        csv.writer(file).writerows([names, *([str(number), *row] for number, row in enumerate(rows))])
    header = read_header(path, path.name)
    found = find(header, [load(declared(folder / "broad", own_day))])
    assert isinstance(found, Found)
    with session() as place:
        read_typed(place, path, header, found)
        # What a row that is set apart as a whole leaves aside says nothing more.
        told = "* replace (case when problem is null then aside end as aside)"
        return place.run(f"select {told} from typed order by row").dicts()


@pytest.mark.parametrize("own_day", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_both_ways_find_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, own_day: bool) -> None:
    chance = Random(seed)
    pick = [DAYS, CELLS, DAYS, *[CELLS] * 7]
    rows = [[chance.choice(cells) for cells in pick] for _ in range(120)]
    monkeypatch.setattr(wide, "WIDE", 1000)
    apart = read(tmp_path, rows, own_day)
    monkeypatch.setattr(wide, "WIDE", 1)
    assert read(tmp_path, rows, own_day) == apart


def test_a_value_without_its_own_day_is_set_aside_and_the_row_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wide, "WIDE", 1)
    good, lacking = read(tmp_path, [["2026-10-05", "", "2026-10-06", *["7"] * 5, "", ""]] * 1 + [LACKS], own_day=True)
    assert (good["problem"], good["aside"]) == (None, None)
    assert lacking["problem"] == "missing_value|Own Day"


LACKS = ["2026-10-05", "", "", "7", *[""] * 6]


def test_few_values_are_checked_where_they_are_read(tmp_path: Path) -> None:
    [program] = [load(declared(tmp_path / "few", own_day=False))]
    [layout] = program.reports[0].layouts
    found = Found(program, program.reports[0], layout, {}, ())
    assert wide.checked_apart(found) == frozenset()
