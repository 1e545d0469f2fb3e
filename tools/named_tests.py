"""Whether a test that a document names is there: found by reading the file, so that nothing has to be run."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
# A test that is not run holds nothing.
OFF = ("skip", "skipif", "xfail")


def trouble(node_id: str) -> str:
    """What is wrong with the node id of a test, or of a whole file of tests; "" where it names tests that run."""
    path, _, name = node_id.partition("::")
    if not (path.startswith("tests/") and (ROOT / path).is_file()):
        return f"{node_id}: there is no such file"
    known = held_in(path)
    if name and name not in known:
        return f"{node_id}: the file has no such test"
    if any(known.values()) if not name else known[name]:
        return f"{node_id}: it may be left out of a run"
    return "" if known else f"{node_id}: the file has no test"


@cache
def held_in(path: str) -> dict[str, bool]:
    """The tests of a file, and whether each is marked to be left out of a run."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return {node.name: _off(node) for node in functions if node.name.startswith(("test_", "Test"))}


def _off(node: ast.FunctionDef | ast.ClassDef) -> bool:
    return any(word in ast.unparse(mark).split("(")[0].split(".") for mark in node.decorator_list for word in OFF)


def link(node_id: str, back: str = "../../") -> str:
    """A test as a link of Markdown, from a page two folders down."""
    path, _, name = node_id.partition("::")
    return f"[{name or Path(path).name}]({back}{path})"
