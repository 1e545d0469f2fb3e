"""Patterns meet text from elsewhere; none of them takes long over any."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time

import pytest

import homeroom
from homeroom.programs.groups import found_in

SIGNS = [
    "a",
    "A",
    "0",
    " ",
    "-",
    ".",
    "/",
    '"',
    "'",
    ",",
    "_",
    "\t",
    "(",
    "é",
    "a ",
    "a-",
    "0.",
    '",',
    "ab0 ",
    "0:",
    "{a",
    "\\",
]
LONG = 1000
LONGEST = 0.25  # CPU-seconds over one text; a pattern that doubles with each letter never ends
STARTS_SOMETHING = {"homeroom.__main__", "homeroom.site.wsgi"}


def patterns() -> list[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    """Each pattern once, by the name of a module that holds it."""
    found = []
    for module in pkgutil.walk_packages(homeroom.__path__, "homeroom."):
        if module.name in STARTS_SOMETHING or ".migrations" in module.name:
            continue
        values = vars(importlib.import_module(module.name))
        found += [(f"{module.name}.{name}", value) for name, value in values.items() if isinstance(value, re.Pattern)]
    return found


def hostile() -> list[str]:
    return [before + sign * LONG + "!" for sign in SIGNS for before in ("", '"')]


def seconds(pattern: re.Pattern[str] | re.Pattern[bytes], text: str) -> float:
    start = time.process_time()
    pattern.search(text if isinstance(pattern.pattern, str) else text.encode())
    return time.process_time() - start


def test_no_pattern_of_ours_takes_long_over_any_text() -> None:
    found = patterns()
    assert len(found) > 20
    assert [name for name, pattern in found if max(seconds(pattern, text) for text in hostile()) > LONGEST] == []


def test_a_pattern_that_doubles_would_be_found() -> None:
    start = time.process_time()
    re.search(r"(a+)+$", "a" * 20 + "!")
    assert time.process_time() - start > 0.01


@pytest.mark.parametrize("sign", ["(", "[", "*", "+", "?", "\\", "^", "$", "|", "."])
def test_text_that_goes_into_a_pattern_is_escaped(sign: str) -> None:
    """A declaration's columns that repeat are the one place where text becomes part of a pattern."""
    written = found_in(f"Week{sign} {{which}}", {"which": None}, [f"Week{sign} 2", "Week 2", "Weekk 2", "WeekX 2"])
    assert [one.column for one in written] == [f"Week{sign} 2"]
