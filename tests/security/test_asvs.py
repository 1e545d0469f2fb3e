"""The trace table: every requirement is there, and what holds it is so."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import Any

import pytest
from tools import asvs
from tools.named_tests import ROOT, held_in, trouble
from tools.trace import PAGES

from homeroom.site import settings

ROWS = asvs.requirements()
# Of "1.1.1 2\n1.1.2 2\n…" for all requirements of levels 1 and 2 of ASVS 5.0.0, in the standard's order.
IDS = "c221cc01ef8fef1236787852eaaffe3e41baaa66b99534975cf9ccc3f62e5b4a"
LEVEL_3 = {"1.2.10", "5.2.4", "5.2.5", "5.2.6", "5.3.3"}


def test_all_requirements_of_levels_1_and_2_are_there() -> None:
    levels = [row.level for row in ROWS]
    assert (levels.count(1), levels.count(2)) == (70, 183)
    assert {row.id for row in ROWS if row.level == 3} == LEVEL_3
    text = "".join(f"{row.id} {row.level}\n" for row in ROWS if row.level < 3)
    assert hashlib.sha256(text.encode()).hexdigest() == IDS


def test_every_requirement_is_answered() -> None:
    assert [row.id for row in ROWS if row.answer == "none"] == []
    assert [row.id for row in ROWS if row.not_applicable and (row.tests or row.settings or row.not_yet)] == []
    assert [row.id for row in ROWS if row.not_applicable and not row.not_applicable.startswith("because ")] == []


def test_a_gist_is_short() -> None:
    assert [row.id for row in ROWS if not 1 <= len(row.gist.split()) <= 12] == []


@pytest.mark.parametrize("chapter", sorted({row.chapter for row in ROWS}))
def test_every_test_that_is_named_exists_and_runs(chapter: int) -> None:
    named = {test for row in ROWS if row.chapter == chapter for test in row.tests}
    assert [words for test in sorted(named) if (words := trouble(test))] == []


def test_every_setting_that_is_named_is_so() -> None:
    named = [(name, value) for row in ROWS for name, value in (row.settings or {}).items()]
    assert len(named) > 5
    assert [(name, value) for name, value in named if of_settings(name) != value] == []


def of_settings(name: str) -> Any:
    first, *rest = name.split(".")
    found: Any = getattr(settings, first)
    for word in rest:
        found = found[word]
    return found


def test_what_is_not_yet_held_only_becomes_less() -> None:
    """A row more fails; a row less is written down, so that it can't come back."""
    assert asvs.counts()["not yet"] == asvs.table()["ledger"]["not_yet"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_guides_pages_are_fresh(page: Any) -> None:
    assert page.read_text("utf-8") == PAGES[page](), "run `make trace`"


def test_a_named_test_that_is_not_there_is_found() -> None:
    assert "no such file" in trouble("tests/nothing.py::test_x")
    assert "no such file" in trouble("src/homeroom/__init__.py")
    assert "no such test" in trouble("tests/security/test_asvs.py::test_nothing")
    assert "no test" in trouble("tests/a_school.py")
    assert trouble("tests/security/test_asvs.py::test_a_gist_is_short") == ""
    assert "left out" in trouble("tests/intake/test_kill.py") or trouble("tests/intake/test_kill.py") == ""


@pytest.mark.skipif(not os.environ.get("HOMEROOM_FULL"), reason="the file is read in the daily run")
def test_pytest_collects_every_test_that_is_named() -> None:
    files = sorted({test.split("::")[0] for row in ROWS for test in row.tests})
    command = [sys.executable, "-m", "pytest", "-n0", "--collect-only", *files]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    collected = {line.split("[")[0] for line in told.stdout.splitlines() if "::" in line}
    named = {test for row in ROWS for test in row.tests if "::" in test}
    assert named <= collected
    assert all(held_in(file) for file in files)
