"""mixedlm 1.3.0 answers for Kenward and Roger with Satterthwaite's numbers: nobody may ask it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WRONG = "kenward_roger"
pytestmark = pytest.mark.any_database


def called(tree: ast.AST) -> list[str]:
    """Names and attributes: words in strings don't call anything."""
    names = [one.id for one in ast.walk(tree) if isinstance(one, ast.Name)]
    names += [one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute)]
    names += [name.name for one in ast.walk(tree) if isinstance(one, ast.ImportFrom) for name in one.names]
    return [name for name in names if WRONG in name]


def test_its_degrees_of_freedom_after_kenward_and_roger_are_never_asked_for() -> None:
    files = [path for folder in ("src/homeroom/evidence", "bench") for path in (ROOT / folder).rglob("*.py")]
    assert len(files) > 50
    naming = [path for path in files if WRONG in path.read_text("utf-8")]
    assert [path.name for path in naming if called(ast.parse(path.read_text("utf-8")))] == []


def test_a_call_would_be_found() -> None:
    assert called(ast.parse("from mixedlm import kenward_roger_df")) == ["kenward_roger_df"]
    assert called(ast.parse("model.kenward_roger_df('arm')")) == ["kenward_roger_df"]
