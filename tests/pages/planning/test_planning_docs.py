"""What the guide and the method page say of planning is what pages, words and measured figures say."""

import re
from functools import cache
from pathlib import Path

import pytest

from homeroom.pages.planning.words import TABLES
from homeroom.rotation.ready import ORDER

ROOT = Path(__file__).parents[3]
GUIDE = " ".join((ROOT / "docs" / "guide" / "coordinator.md").read_text("utf-8").split())
METHOD = (ROOT / "docs" / "methods" / "rotation.md").read_text("utf-8")
FIRST = ORDER[:7]


def test_the_guide_names_the_first_tables_in_their_order() -> None:
    places = [GUIDE.index(f"**{TABLES[name].title}**") for name in FIRST]
    assert places == sorted(places)


CALLED = (
    *("What plans are made from", "Try the file", "Take it in", "Remove this row", "Plans"),
    *("Rotation", "Begin a draft", "Solve the rest", "Who can stand in?", "Undo the last change"),
    *("Flexible block", "Plan this week", "By rule of thumb", "Empty, to fill by hand", "What if…", "Publish"),
    *("Keep this place in the plans to come", "Today", "Replan the day", "Look at the moves", "Accept"),
    *("Who is absent?", "Enter what was ticked", "Minutes"),
)


@cache
def drawn() -> str:
    """All that pages are drawn from."""
    pages = sorted((ROOT / "src" / "homeroom" / "pages").rglob("*"))
    return "\n".join(path.read_text("utf-8") for path in pages if path.suffix in (".html", ".py"))


@pytest.mark.parametrize("words", CALLED)
def test_the_guide_calls_things_as_pages_do(words: str) -> None:
    assert words in GUIDE
    assert re.search(rf'["}}]{re.escape(words)}["<{{]', drawn())


@pytest.mark.parametrize(
    "word", ["modality", "session", "placement", "floor", "lock", "overflow", "gap", "wave", "flex"]
)
def test_the_words_of_planning_are_defined(word: str) -> None:
    lines = (ROOT / "GLOSSARY.md").read_text("utf-8").splitlines()
    bold = {one.casefold() for line in lines if line.startswith("- ") for one in re.findall(r"\*\*([^*]+)\*\*", line)}
    assert word in bold


def test_every_figure_of_the_method_page_was_measured() -> None:
    results = (ROOT / "bench" / "RESULTS.md").read_text("utf-8")
    figures = METHOD.partition("## Figures")[2].partition("## What a plan can't claim")[0]
    told = re.findall(r"\d+(?:\.\d+)?", figures)
    assert len(told) > 8
    assert [one for one in told if one not in results] == []
