"""The guide tells the truth: its example works as it says, and it names every key of the format."""

import json
import re
from pathlib import Path

import pytest

from homeroom.intake.samples import check_folder
from homeroom.programs import assign_checks, checks, layout_shape
from homeroom.programs.assign import ACTS_ON, CHANNELS, GRAINS, HOLDS, MEANINGS
from homeroom.programs.declaration import CASTS, CONTENT, IDENTITY, load
from programs.plain_reader import read

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "add-a-program.md").read_text("utf-8")
KEYS = [checks.PROGRAM, checks.REPORT, checks.FEED, layout_shape.LAYOUT, layout_shape.AS_OF]
KEYS += [layout_shape.FIELD, layout_shape.EACH]
KEYS += [assign_checks.ASSIGN, assign_checks.FILE, assign_checks.COLUMN]
WORDS = {*CASTS, *CONTENT, *IDENTITY, *CHANNELS, *GRAINS, *ACTS_ON, *MEANINGS, *HOLDS}


def block(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    return found.group(1)


@pytest.fixture
def garden(tmp_path: Path) -> Path:
    """The guide's example as a program's folder."""
    samples = tmp_path / "number_garden" / "samples"
    samples.mkdir(parents=True)
    (samples.parent / "program.toml").write_text(block("toml"), "utf-8")
    (samples / "days.csv").write_text(block("csv"), "utf-8")
    (samples / "days.expected.json").write_text(block("json"), "utf-8")
    return samples.parent


def test_the_example_does_what_the_guide_says(garden: Path) -> None:
    expected = json.loads(block("json"))
    program = load(garden)
    reading = read(program, program.report("days"), garden / "samples" / "days.csv", expected)
    assert reading.told() == expected["ledger"]
    assert reading.facts == expected["facts"]


def test_the_example_passes_the_guides_last_step(garden: Path) -> None:
    [checked] = check_folder(garden)
    assert (checked.program, checked.facts, checked.differences) == ("number_garden", 3, ())


def test_the_last_step_tells_what_differs(garden: Path) -> None:
    sample = garden / "samples" / "days.csv"
    sample.write_text(sample.read_text("utf-8").replace(",80,Sprout", ",8,Sprout"), "utf-8")
    [checked] = check_folder(garden)
    assert [line.partition(":")[0] for line in checked.differences] == ["not expected", "missing"]


@pytest.mark.parametrize("word", sorted({key for keys in KEYS for key in keys} | WORDS))
def test_every_key_of_the_format_is_explained(word: str) -> None:
    assert f"`{word}`" in GUIDE


@pytest.mark.parametrize(("program", "begins"), [("item_responses", "`event_id`"), ("lesson_results", "`student_id`")])
def test_the_plain_layouts_of_the_guide_are_the_declared_ones(program: str, begins: str) -> None:
    layout = load(Path(checks.__file__).parent / program).reports[0].layouts[0]
    told = re.search(rf"`program`, \(?{begins}\)?.*?\n\n", GUIDE, re.DOTALL)
    assert told
    assert tuple(re.findall(r"`(\w+)`", told.group())) == layout.columns
    assert set(re.findall(r"\(`(\w+)`\)", told.group())) == layout.optional
