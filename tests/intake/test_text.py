"""Any text in any encoding comes out as the same text; only line ends, blank lines and unseen signs are evened."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from homeroom.intake import text
from homeroom.intake.errors import IntakeError
from homeroom.intake.text import as_utf8

LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters='"\ufeff')
LATIN = st.sampled_from("abcABC019 ,;.-'áéñöüßÉŠ€“”")
LINES = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=6)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def decoded(content: bytes) -> tuple[str, str, tuple[str, ...]]:
    """The text, its encoding, the notes."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        source.write_bytes(content)
        out = as_utf8(source, Path(folder), "week.csv")
        return out.path.read_bytes().decode("utf-8"), out.encoding, out.notes


def plain(content: str) -> str:
    """The text with line feeds, whatever its line ends are."""
    return content.replace("\r\n", "\n").replace("\r", "\n")


@given(LINES, ENDS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
@example(["a,ễ", "😀"], "\n", "utf-16")
def test_text_in_a_marked_encoding_comes_out_the_same(lines: list[str], end: str, encoding: str) -> None:
    content = end.join(["program,day", *lines, ""])
    assert plain(decoded(content.encode(encoding))[0]) == plain(content)


def is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def more_utf8_than_not(content: bytes) -> bool:
    """Whether more of its signs beyond ASCII are UTF-8 than bytes are none: it looks like damaged UTF-8."""
    kept = content.decode("utf-8", "ignore")
    return sum(not sign.isascii() for sign in kept) > len(content) - len(kept.encode())


@given(st.lists(st.text(LATIN, min_size=1, max_size=12), min_size=1, max_size=6), ENDS)
def test_windows_text_comes_out_the_same(lines: list[str], end: str) -> None:
    content = end.join(["program,day", *lines, ""])
    # Such bytes mean two things, and UTF-8, whole or damaged, is the likelier.
    assume(not is_utf8(content.encode("cp1252")) and not more_utf8_than_not(content.encode("cp1252")))
    out, encoding, _ = decoded(content.encode("cp1252"))
    assert plain(out) == plain(content)
    assert encoding == "cp1252"


def test_text_that_may_be_damaged_utf8_or_windows_text_keeps_every_byte(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes("program,day\nÉÉŠÉŠ\n".encode("cp1252"))
    out = as_utf8(source, tmp_path, "week.csv")
    assert (out.path, out.encoding, out.notes) == (source, "utf-8", (text.DAMAGED,))


@given(LINES, st.sampled_from(["utf-16-le", "utf-16-be"]))
def test_utf16_without_a_mark_is_known_by_its_zeros(lines: list[str], encoding: str) -> None:
    content = "\n".join(["a long header of plain letters, as every export has one," * 4, *(x[:2] for x in lines), ""])
    assume("\0" not in content)
    assume(min(content.encode(encoding)[0::2].count(0), content.encode(encoding)[1::2].count(0)) == 0)
    out, told, _ = decoded(content.encode(encoding))
    assert (out, told) == (content, encoding)


CELLS = st.text(st.sampled_from('ab,"\n\r '), max_size=5)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=1, max_size=5), ENDS, st.integers(1, 9))
def test_records_stay_the_same_whatever_is_between_them(rows: list[list[str]], end: str, chunk: int) -> None:
    """Blank lines, mixed ends and chunks that end anywhere: the records that Python's reader finds are the same."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(["name", "day"])
    for row in rows:
        writer.writerow(row)
        buffer.write("\n\r\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "CHUNK", chunk)
        out, _, notes = decoded(buffer.getvalue().encode())
    assert "blank lines are not counted as rows" in notes
    found = list(csv.reader(io.StringIO(out, newline="")))
    assert found[1:] == [[cell.replace("\r\n", "\n") for cell in row] for row in rows]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("a\n\nb\n", "a\nb\n"),
        ('"a\n\nb"\n\nc\n', '"a\n\nb"\nc\n'),
        ('5" x\n\nb\n', '5" x\nb\n'),
        ('"5\\" x"\n\nb\n', '"5\\" x"\nb\n'),
        ('"5\\"\n\nb\n', '"5\\"\nb\n'),
        ('"say ""x"""\n\nb\n', '"say ""x"""\nb\n'),
        ('x,"a\rb",c\rd\n', 'x,"a\rb",c\nd\n'),
        ("a\r\r\nb\r\r\n", "a\nb\n"),
        ("a\nb\r", "a\nb\n"),
        ('a\n\n"b', 'a\n"b\n'),
        ("a\0\n\n", "a\n"),
    ],
)
def test_lines_outside_quotation_marks(content: str, expected: str) -> None:
    assert decoded(content.encode())[0] == expected


def test_even_text_is_read_where_it_lies(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"a,b\n1,2\n")
    assert as_utf8(source, tmp_path, "week.csv").path == source


def test_bytes_that_are_none_stay_as_they_are(tmp_path: Path) -> None:
    """One broken byte is no reason to read Vietnamese names as Windows text."""
    source = tmp_path / "source"
    source.write_bytes("tên,Nguyễn\n".encode() + b"\xff,x\n\n")
    out = as_utf8(source, tmp_path, "week.csv")
    assert out.path.read_bytes() == "tên,Nguyễn\n".encode() + b"\xff,x\n"
    assert out.notes == (text.DAMAGED, "blank lines are not counted as rows")


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused_in_words(content: bytes) -> None:
    try:
        decoded_text = decoded_or_raw(content)
    except IntakeError as error:
        assert str(error).startswith("week.csv: ")
    else:
        assert decoded_text is not None


def decoded_or_raw(content: bytes) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        source.write_bytes(content)
        return as_utf8(source, Path(folder), "week.csv").path.read_bytes()
