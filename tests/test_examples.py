"""Every example runs, is short, and prints what its reader looks for."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.py"))
PRINTS = {
    "01_what_children_know.py": ["Lantern: 8% of answers are right without", "Child 0 knows standard 0 with"],
    "02_one_answer_at_a_time.py": ["Expected 0.", "seen 1: known with a probability of 0."],
}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs_and_prints_what_it_is_about(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(example))
    told = capsys.readouterr().out
    assert [words for words in PRINTS.get(example.name, []) if words not in told] == []
    assert told


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_has_fewer_than_20_lines_of_code(example: Path) -> None:
    lines = [line for line in example.read_text("utf-8").splitlines() if line and not line.startswith(("#", '"""'))]
    assert len(lines) < 20


def test_examples_are_numbered_from_01() -> None:
    assert [int(path.name[:2]) for path in EXAMPLES] == list(range(1, len(EXAMPLES) + 1))
