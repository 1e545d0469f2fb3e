"""The guide tells the truth: its example works as it says, and it names every key of the format."""

import json
import re
from pathlib import Path

import pytest

from homeroom.programs import checks, layout_shape
from homeroom.programs.declaration import CASTS, CONTENT, IDENTITY, load
from programs.plain_reader import read

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "add-a-program.md").read_text("utf-8")
KEYS = [checks.PROGRAM, checks.REPORT, checks.FEED, layout_shape.LAYOUT, layout_shape.AS_OF]
KEYS += [layout_shape.FIELD, layout_shape.EACH]


def block(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    return found.group(1)


def test_the_example_does_what_the_guide_says(tmp_path: Path) -> None:
    (tmp_path / "program.toml").write_text(block("toml"), "utf-8")
    (tmp_path / "days.csv").write_text(block("csv"), "utf-8")
    expected = json.loads(block("json"))
    program = load(tmp_path)
    reading = read(program, program.report("days"), tmp_path / "days.csv", expected)
    assert reading.told() == expected["ledger"]
    assert reading.facts == expected["facts"]


@pytest.mark.parametrize("word", sorted({key for keys in KEYS for key in keys} | {*CASTS, *CONTENT, *IDENTITY}))
def test_every_key_of_the_format_is_explained(word: str) -> None:
    assert f"`{word}`" in GUIDE


def test_the_item_layout_of_the_guide_is_the_declared_one() -> None:
    layout = load(Path(checks.__file__).parent / "item_responses").report("responses").layouts[0]
    told = re.search(r"`program`, \(`event_id`\).*?\n\n", GUIDE, re.DOTALL)
    assert told
    assert tuple(re.findall(r"`(\w+)`", told.group())) == layout.columns
    assert set(re.findall(r"\(`(\w+)`\)", told.group())) == layout.optional
