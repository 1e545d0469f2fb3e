"""The comparison of the demo's estimates with its truth counts what it says it counts."""

from __future__ import annotations

from pathlib import Path

from bench.mastery.demo_truth import cells, read, told


def test_the_truth_after_the_last_week_counts_and_strangers_have_none(tmp_path: Path) -> None:
    path = tmp_path / "mastery.csv"
    path.write_text("student,standard,week,mastery\na,S1,,0.2\na,S1,2026-09-07,0.9\nx,S1,,0.1\n", "utf-8")
    assert read(path, {"a": 7}) == {(7, "S1"): 0.9}


def test_states_are_told_beside_what_is_true_of_them() -> None:
    truth = {(1, "S1"): 0.9, (2, "S1"): 0.6, (3, "S1"): 0.1}
    rows = [
        (1, "S1", "mastered", 0.9, 0.85, 0.95),
        (2, "S1", "mastered", 0.8, 0.7, 0.9),
        (3, "S1", "not yet", 0.1, 0.05, 0.3),
        (3, "S9", "not yet", 0.1, 0.05, 0.3),
    ]
    found = cells(rows, truth)
    assert len(found) == 3
    lines = list(told(found))
    assert lines[0] == "mastered: 2 (67% of cells); truly mastered 50.0%, believed 85.0%, true share right 0.75"
    assert lines[1] == "not yet: 1 (33% of cells); truly mastered 0.0%, believed 10.0%, true share right 0.10"
    assert "truly mastered 33.3%, believed 60.0%" in lines[2]
    assert "80 % intervals cover 66.7%" in lines[2]
