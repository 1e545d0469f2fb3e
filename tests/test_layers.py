"""The house's rules that a machine can see."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "homeroom"
MODULES = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
VAGUE = {"utils", "helpers", "services", "managers", "signals", "common", "misc"}


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def called(path: Path) -> Iterator[str]:
    """Every dotted name that a file calls, such as `date.today`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def where(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def test_the_layers_flow_one_way() -> None:
    # In a process of its own: import-linter sets the process's logging anew and silences every logger that is there.
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout
    assert "6 kept, 0 broken" in told.stdout


def test_only_facts_touches_the_engine() -> None:
    engines = re.compile(r"(duckdb|pyspark|pyarrow|sqlglot)\b")
    guilty = [where(path) for path in MODULES if any(engines.match(name) for name in imported(path))]
    assert [name for name in guilty if not name.startswith("facts/")] == []


def test_there_is_one_clock() -> None:
    """Decision 006: only `people.clock` asks what day it is. Moments of the installation are `timezone.now`."""
    asks = re.compile(r"((datetime\.)?date\.today|datetime\.(today|now|utcnow)|timezone\.localdate|time\.localtime)$")
    guilty = [where(path) for path in MODULES if any(asks.match(name) for name in called(path))]
    assert guilty == ["people/clock.py"]


def test_no_module_has_a_vague_name() -> None:
    assert [where(path) for path in MODULES if VAGUE & {path.stem, *path.relative_to(SOURCE).parts}] == []


def test_no_logic_hides_in_save() -> None:
    overridden = re.compile(r"^    def (save|delete|clean)\(self", re.M)
    files = [path for path in MODULES if path.stem == "models"]
    assert [where(path) for path in files if overridden.search(path.read_text("utf-8"))] == []


def test_only_people_makes_a_scope() -> None:
    guilty = [where(path) for path in MODULES if "Scope" in set(called(path))]
    assert [name for name in guilty if not name.startswith("people/")] == []


@pytest.mark.parametrize("query", sorted(SOURCE.rglob("*.sql")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_query_says_first_what_one_row_is(query: Path) -> None:
    assert query.read_text("utf-8").startswith(("-- ", "/*"))
