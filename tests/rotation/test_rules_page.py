"""The page of the rules says what the rules say."""

from __future__ import annotations

from tools.rotation_rules import PAGE, markdown


def test_the_page_is_made_from_the_rules() -> None:
    assert PAGE.read_text("utf-8") == markdown(), "run `python -m tools.rotation_rules`"
