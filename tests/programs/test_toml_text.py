"""What is written as TOML is read back as it was."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.intake.own_programs import each_layout, raw_declaration
from homeroom.programs.declaration import load_all
from homeroom.programs.toml_text import declaration_text

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PLAIN = st.one_of(TEXT, st.booleans(), st.integers(-(2**60), 2**60), st.floats(allow_nan=False), st.dates())
VALUE = st.recursive(
    PLAIN, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)), max_leaves=8
)
TABLE = st.dictionaries(TEXT.filter(lambda key: key not in ("layout", "report", "program")), VALUE, max_size=4)
HEADED = st.fixed_dictionaries({"identity": TABLE, "fields": TABLE, "not_taken": TABLE})


@given(TABLE, TABLE, TABLE, HEADED)
def test_any_declaration_is_read_back(program: dict, report: dict, layout: dict, headed: dict) -> None:  # type: ignore[type-arg]
    layout |= {key: value for key, value in headed.items() if value}
    raw = {"program": program, "report": [{**report, "layout": [layout]}]}
    assert tomllib.loads(declaration_text(raw, "made by a test\nin two lines")) == raw


def test_a_long_list_takes_several_lines() -> None:
    columns = [f"Column number {at}" for at in range(40)]
    raw = {
        "program": {"slug": "a"},
        "report": [{"slug": "b", "layout": [{"columns": columns, "since": date(2026, 8, 1)}]}],
    }
    text = declaration_text(raw)
    assert max(map(len, text.splitlines())) <= 120
    assert tomllib.loads(text) == raw


@pytest.mark.parametrize(
    "one", list(each_layout(load_all())), ids=lambda one: f"{one[0].slug}-{one[1].slug}-{one[2].slug}"
)
def test_every_layout_that_ships_is_written_and_read_back(one: tuple) -> None:  # type: ignore[type-arg]
    raw = raw_declaration(*(part.slug for part in one))
    assert tomllib.loads(declaration_text(raw)) == raw
