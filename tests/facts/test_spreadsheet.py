"""Formulas on the way out and in: one rule, in Python and in DuckDB, that can be undone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.facts import store
from homeroom.facts.spreadsheet import PASSED_OVER, bare, bare_sql, guarded, guarded_sql

PAYLOADS = [
    *(
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "＝1+1",
        "＋1+1",
        "－1+1",
        "＠SUM(A1)",
        "=cmd|' /C calc'!A0",
        "=HYPERLINK(A1)",
    ),
    *("\t=1+1", "\r=1+1", "\n=1+1", "\0=1+1", "\v=1+1", " =1+1", "  -1+1", "\u00a0=1", "\u200b=1", "\ufeff=1"),
    *("\u2060@x", "\u3000＝1", " \u200d\ufeff+x", "'=1", "''=1", "'", "\t", "-2+3|cmd"),
]
TEXTS = st.text(
    st.one_of(st.sampled_from("'=+-@\t\n\r ＝0.a\u200b\u00a0"), st.characters(exclude_categories=["Cs"])), max_size=8
)


def live(cell: str) -> bool:
    """Whether a spreadsheet, which passes over what can't be seen, would come upon a sign of a formula."""
    passed = "".join(chr(sign) for low, high in PASSED_OVER for sign in range(low, high + 1)) + "\t\r\n\0\v\f"
    return cell.lstrip(passed)[:1] in tuple("=+-@＝＋－＠")


def test_28_payloads_give_no_live_cell_and_come_back() -> None:
    assert len(set(PAYLOADS)) == 28
    assert [one for one in PAYLOADS if live(guarded(one))] == []
    assert [bare(guarded(one)) for one in PAYLOADS] == PAYLOADS


@pytest.mark.parametrize("text", ["", "Ana", "O'Neil", "-5", "+5.25", "0012", "a=b", "ʻAkamu", "3.NF.A.1"])
def test_plain_text_goes_out_as_it_is(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize("text", ["'Akamu", "'s-Gravenhage", "'-5", "'"])
def test_an_apostrophe_of_ones_own_stays_on_the_way_in(text: str) -> None:
    assert bare(text) == text
    assert bare(guarded(text)) == text


@given(TEXTS)
def test_what_goes_out_comes_in_the_same(text: str) -> None:
    assert bare(guarded(text)) == text


@given(st.lists(TEXTS, min_size=1, max_size=20))
def test_duckdb_says_the_same(texts: list[str]) -> None:
    sql = f"select {guarded_sql('t')} as out, {bare_sql('t')} as back from (select unnest($texts) as t)"
    with store.session() as place:
        rows = place.run(sql, {"texts": texts}).rows
    assert rows == [(guarded(text), bare(text)) for text in texts]
