"""The commands of each example's README run one after the other, and what they end with is what it is about."""

from __future__ import annotations

import inspect
import re
import runpy
import shlex
import sys
from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner

from extras import needs_evidence
from homeroom.evidence import sentences, verdict
from homeroom.site import commands
from homeroom.standards import ccss

ROOT = Path(__file__).parents[1]
FOLDERS = sorted(path.parent.name for path in (ROOT / "examples").glob("*/README.md"))
FENCED = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)
ENDS = {
    "flex_pilot": ["Not shown to differ", "Too few classrooms to conclude"],
    "crossover": ["What is new made results higher"],
    "vendor_release": ["First tries,Right at first", ",whole program,,", ",few,few,few"],
    "refusals": ["No difference is estimated", "The plan was locked after outcomes were seen"],
}
ESTIMATED = {"flex_pilot", "crossover"}
pytestmark = pytest.mark.any_database


def lines(example: str) -> list[str]:
    text = (ROOT / "examples" / example / "README.md").read_text("utf-8")
    return [line for block in FENCED.findall(text) for line in block.splitlines()]


class Shell:
    """Runs a README's lines in this process, in an empty folder that sees the examples."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capsys, self.monkeypatch = capsys, monkeypatch
        (folder / "examples").symlink_to(ROOT / "examples")
        monkeypatch.chdir(folder)

    def run(self, line: str) -> str:
        line, _, into = line.partition(" > ")
        program, *words = shlex.split(line)
        told = self._python(words) if program == "python" else self._homeroom(words)
        if into:
            Path(into).write_text(told, "utf-8")
        return told

    def _python(self, words: list[str]) -> str:
        self.monkeypatch.setattr(sys, "argv", words)
        runpy.run_path(words[0])
        return self.capsys.readouterr().out

    def _homeroom(self, words: list[str]) -> str:
        done = CliRunner().invoke(commands.app, words, catch_exceptions=False)
        assert done.exit_code == 0, (words, done.output)
        return done.stdout


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(tmp_path, capsys, monkeypatch)


def test_every_folder_of_examples_has_its_readme_and_its_end() -> None:
    folders = {path.name for path in (ROOT / "examples").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(FOLDERS) == set(ENDS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "example", [pytest.param(one, marks=needs_evidence if one in ESTIMATED else ()) for one in FOLDERS]
)
def test_the_commands_of_an_example_run_to_their_end(example: str, shell: Shell, settings: Settings) -> None:
    if example == "crossover":
        ccss.load()
    told = " ".join([shell.run(line) for line in lines(example)][-1].split())
    assert [words for words in ENDS[example] if words not in told] == []


def test_every_refusal_of_a_verdict_can_be_seen(shell: Shell) -> None:
    parts = (verdict._refused, verdict._too_few, verdict._unlike)
    named = {name for part in parts for name in re.findall(r"yield sentences\.([A-Z_]+)", inspect.getsource(part))}
    named |= {"UNBALANCED", "FEW_EFFECTIVE", "FEW_COMPARISON"}  # which balancing hands on
    assert len(named) == 20
    told = shell.run("python examples/refusals/show.py")
    unseen = [name for name in named if sentences.Said(getattr(sentences, name)).words() not in told]
    assert unseen == []
