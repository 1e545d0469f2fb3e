"""Files of reports read back, as somebody who opens them would: sheets of Excel, words of a PDF."""

from __future__ import annotations

import io
import re
import zipfile

from django.http.response import HttpResponseBase
from lxml import etree
from pypdf import PdfReader

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LETTERS = re.compile(r"[A-Z]+")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')

Sheets = dict[str, list[list[str]]]


def words_of(response: HttpResponseBase) -> str:
    """Every word that a response holds, whatever kind of file it is, but for the random letters of its forms."""
    content: bytes = response.getvalue()  # type: ignore[attr-defined]
    kind = response.headers.get("Content-Type", "")
    if content.startswith(b"%PDF"):
        return pdf_words(content)
    if kind.endswith("spreadsheetml.sheet"):
        return "\n".join(" ".join(row) for rows in sheets(content).values() for row in rows)
    return TOKEN.sub("", content.decode("utf-8", "replace"))


def pdf_words(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def sheets(content: bytes) -> Sheets:
    """By name, row by row. Fails on a cell that is anything but a text: a number, a formula, a date."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        texts = _texts(book)
        names = [one.get("name") for one in etree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
        parts = [book.read(f"xl/worksheets/sheet{at}.xml") for at in range(1, len(names) + 1)]
    return {str(name): _rows(part, texts) for name, part in zip(names, parts, strict=True)}


def _texts(book: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    found = etree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{MAIN}si")
    return [_unescaped("".join(part.text or "" for part in one.iter(f"{MAIN}t"))) for one in found]


def _rows(part: bytes, texts: list[str]) -> list[list[str]]:
    rows = []
    for row in etree.fromstring(part).iter(f"{MAIN}row"):
        cells = {_place(str(one.get("r"))): _text(one, texts) for one in row.iter(f"{MAIN}c")}
        rows.append([cells.get(place, "") for place in range(max(cells, default=-1) + 1)])
    return rows


def _text(cell: etree._Element, texts: list[str]) -> str:
    assert cell.find(f"{MAIN}f") is None, "a formula"
    value = cell.find(f"{MAIN}v")
    if value is None:
        return ""
    assert cell.get("t") == "s", "a cell that is no text"
    return texts[int(value.text or "")]


def _place(reference: str) -> int:
    """`C7` is in place 2 of its row."""
    found = LETTERS.match(reference)
    assert found
    place = 0
    for letter in found[0]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _unescaped(text: str) -> str:
    """`_x000D_` is how the format writes a control sign."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
