"""The table of figures says what was measured, what was wanted, and why a floor is missed."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.mastery import told
from bench.mastery.figures import ROWS, Row, page

AUC = Row("AUC", "ours: auc", 0.75, 0.8, peer="theirs: auc", why="It is a hard world.")
ERROR = Row("error", "ours: error", 0.05, 0.03, small=True)
SHARE = Row("intervals", "ours: cover", 0.76, most=0.84)
AHEAD = Row("ahead", "ours: auc", 0.01, peer="theirs: auc", above=True)


def found(**values: float) -> told.Found:
    return {name.replace("_", ": "): {"value": value, "on": "2026-11-22"} for name, value in values.items()}


#  row, what was measured, how its line begins
LINES = [
    (AUC, found(ours_auc=0.81, theirs_auc=0.7), "| AUC | 0.81 | 0.7 | ≥ 0.75; 0.8 | 2026-11-22 |"),
    (AUC, found(ours_auc=0.74), "| AUC | 0.74 (**not met**) |  |"),
    (AUC, found(), "| AUC | - |  |"),
    (ERROR, found(ours_error=0.04), "| error | 0.04 |  | ≤ 0.05; 0.03 |"),
    (ERROR, found(ours_error=0.06), "| error | 0.06 (**not met**) |"),
    (SHARE, found(ours_cover=0.8), "| intervals | 0.8 |  | 0.76 to 0.84 |"),
    (SHARE, found(ours_cover=0.9), "| intervals | 0.9 (**not met**) |"),
    (AHEAD, found(ours_auc=0.75, theirs_auc=0.5), "| ahead | 0.25 | 0.5 |"),
    (AHEAD, found(ours_auc=0.75), "| ahead | - |  |"),
]


@pytest.mark.parametrize(("row", "figures", "line"), LINES)
def test_a_line_says_what_was_measured_and_whether_it_is_enough(row: Row, figures: told.Found, line: str) -> None:
    assert row.line(figures).startswith(line)


def test_each_missed_floor_is_explained_and_no_other() -> None:
    text = page(found(ours_auc=0.6, ours_error=0.01), [AUC, ERROR])
    assert "- **AUC** (0.6): It is a hard world." in text
    assert "**error**" not in text


def test_where_all_is_met_nothing_is_explained() -> None:
    assert "## Floors that are missed\n\nNone." in page(found(ours_error=0.01), [ERROR])


def test_every_figure_has_a_name_of_its_own() -> None:
    names = [row.figure for row in ROWS]
    assert len(set(names)) == len(names)


def test_what_was_measured_before_stays_until_it_is_measured_again(tmp_path: Path) -> None:
    place = tmp_path / "new" / "mastery.json"
    assert told.read(place) == {}
    told.tell({"a": 1, "b": 2}, place)
    told.tell({"b": 3}, place)
    assert {name: one["value"] for name, one in told.read(place).items()} == {"a": 1.0, "b": 3.0}
