"""PDFs as people get them: on how many sheets, in what type, with every sign, and out of nothing but our own files."""

from __future__ import annotations

import io
import os
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from pypdf.generic import ContentStream

from a_school import CODES, Town, a_full_week, standards, town
from facts.facts_by_hand import publish
from homeroom.pages import pdf
from homeroom.people.models import User
from homeroom.standards.models import Framework, Standard
from reports.known_by_hand import TOLD, estimate

pytestmark = [
    pytest.mark.draws,
    pytest.mark.any_database,
    pytest.mark.skipif(not pdf.is_here(), reason="WeasyPrint or Pango is not here"),
]
PAPERS = {"letter": (612, 792), "a4": (595, 842)}
LEAST = 8  # points
# Drawing takes its time: each day one paper and one language, `HOMEROOM_FULL` all of them, and the largest class.
FULL = bool(os.environ.get("HOMEROOM_FULL"))
MADE = {"en": "made", "es": "hecho el", "vi": "làm ngày"}
LANGUAGES = list(MADE) if FULL else ["en"]
STATES = [state for state in TOLD if state != "no evidence"]


def a_class(children: int, codes: int) -> Town:
    """A week full of trouble (of a class that is large enough), and everybody estimated on everything."""
    place = town(size=children)
    if children > 13:
        a_full_week(place)
    else:
        standards(CODES)
    wanted = [*CODES, *(f"3.XX.A.{at}" for at in range(codes))][:codes]
    for at, code in enumerate(wanted[len(CODES) :]):
        Standard.objects.create(
            framework=Framework.objects.get(), code=code, title="More of it", grade="03", order=90 + at
        )
    publish(
        "mastery",
        [
            estimate(child.pk, code, STATES[(at + which) % len(STATES)])
            for at, child in enumerate(place.children)
            for which, code in enumerate(wanted)
        ],
    )
    return place


def drawn(client: Client, place: Town, paper: str = "") -> PdfReader:
    client.force_login(place.teacher)
    response = client.get(f"/class/{place.group.pk}/week.pdf", {"paper": paper})
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].endswith('.pdf"')
    return PdfReader(io.BytesIO(response.getvalue()))


def sizes(reader: PdfReader) -> set[float]:
    """The sizes of type, in points."""
    found: set[float] = set()

    def saw(text: str, page: list[float], line: list[float], font: object, size: float) -> None:
        if text.strip():
            found.add(round(abs(size * line[3] * page[3]), 1))

    for page in reader.pages:
        page.extract_text(visitor_text=saw)
    return found


def missing_signs(reader: PdfReader) -> int:
    """How many boxes stand where a font has no sign: glyph 0 of a font whose letters are two bytes each."""
    return sum(glyphs(shown).count(b"\0\0") for page in reader.pages for shown in texts(reader, page))


def texts(reader: PdfReader, page: Any) -> Iterator[bytes]:
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"Tj", b"TJ"):
            parts = operands[0] if isinstance(operands[0], list) else [operands[0]]
            yield from (part.original_bytes for part in parts if hasattr(part, "original_bytes"))


def glyphs(shown: bytes) -> list[bytes]:
    return [shown[at : at + 2] for at in range(0, len(shown), 2)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_thirty_two_children_by_ten_standards_are_one_sheet(client: Client, db: None, language: str) -> None:
    place = a_class(32, 10)
    User.objects.filter(pk=place.teacher.pk).update(language=language)
    for paper in PAPERS if FULL else ["letter"]:
        reader = drawn(client, place, paper)
        assert len(reader.pages) == 1, paper
        box = reader.pages[0].mediabox
        assert (round(float(box.width)), round(float(box.height))) == PAPERS[paper]
        assert min(sizes(reader)) >= LEAST, paper
        assert missing_signs(reader) == 0
        words = reader.pages[0].extract_text()
        assert all(child.family_name in words for child in place.children)
        assert "1 / 1" in words
        assert f"{place.group.title} · {MADE[language]}" in words


@pytest.mark.skipif(not FULL, reason="draws for long: `make check` does")
def test_a_large_class_is_printed_whole_with_its_heads_on_each_sheet(client: Client, db: None) -> None:
    place = a_class(45, 14)
    reader = drawn(client, place)
    words = [page.extract_text() for page in reader.pages]
    names = "\n".join(words)
    assert all(f"{child.given_name} {child.family_name}" in names for child in place.children)
    with_children = [told for told in words if re.search(r"\n(Ana|Omar|Linh) ", told)]
    assert len(with_children) > 1
    assert all("Child" in told for told in with_children)
    assert min(sizes(reader)) >= LEAST
    without_breaks = "".join(names.split())
    assert all(code in without_breaks for code in (*CODES, *(f"3.XX.A.{at}" for at in range(5))))


def test_it_is_tagged_for_those_who_hear_it(client: Client, db: None) -> None:
    reader = drawn(client, a_class(3, 2))
    assert "/StructTreeRoot" in reader.trailer["/Root"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "Grade 3, Room 12" in str((reader.metadata or {}).get("/Title"))


NAMES = ["Bảo-Ngọc Nguyễn-Hồ", "Ễỳặữợ Đặng", "Ñuñez Güiñazú", "Zoë Łukasz-O’Brien", "José 'the =1+1' <b>"]


def test_every_sign_of_every_name_is_there(client: Client, db: None) -> None:
    place = a_class(len(NAMES), 3)
    for child, name in zip(place.children, NAMES, strict=True):
        child.given_name, _, child.family_name = name.partition(" ")
        child.save()
    place.group.title = 'Room "12" \\ } @import url(//x) {\n<b>ễ'
    place.group.save()
    reader = drawn(client, place)
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert all(name in words for name in NAMES)
    assert 'Room "12" \\ } @import url(//x) { <b>ễ · made' in words
    assert missing_signs(reader) == 0


def test_nothing_is_asked_of_the_network(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*_: object, **__: object) -> None:
        raise AssertionError("somebody asked the network")

    monkeypatch.setattr(socket.socket, "connect", no)
    monkeypatch.setattr(socket, "getaddrinfo", no)
    page = '<link rel=stylesheet href="http://x.example/a.css"><img src="file:///etc/passwd"><p>Ana</p>'
    made = pdf.file(f'{page}<img src="https://homeroom.invalid/student/1/"><img src="data:,x">', "foot")
    assert "Ana" in PdfReader(io.BytesIO(made)).pages[0].extract_text()


@pytest.mark.parametrize(
    "address",
    [
        "http://x.example/static/homeroom.css",
        "file:///etc/passwd",
        "https://homeroom.invalid/student/1/",
        "https://homeroom.invalid/static/../../site/settings.py",
        "https://homeroom.invalid/static/%2e%2e/%2e%2e/site/settings.py",
        "https://homeroom.invalid/static//etc/passwd",
        "https://homeroom.invalid/static/nothing.css",
        "data:text/css,x",
        "homeroom.css",
    ],
)
def test_what_is_not_one_of_our_static_files_is_refused(address: str) -> None:
    with pytest.raises(Exception, match=r".") as refused:
        pdf.static_file(address)
    assert isinstance(refused.value, (pdf.OutsideError, ValueError)) or "Suspicious" in type(refused.value).__name__


def test_our_own_stylesheet_is_found() -> None:
    assert pdf.static_file("https://homeroom.invalid/static/homeroom.css").name == "homeroom.css"


# An installation without the extra


def test_where_no_pdf_can_be_made_none_is_offered(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "is_here", lambda: False)
    place = town(size=2)
    client.force_login(place.teacher)
    body = client.get(f"/class/{place.group.pk}/").content.decode()
    assert "week.xlsx" in body
    assert "week.pdf" not in body
    assert client.get(f"/class/{place.group.pk}/week.pdf").status_code == 404


@pytest.mark.parametrize("error", [ImportError, OSError])
def test_a_missing_library_is_no_breakdown(monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    def fails(name: str) -> None:
        raise error(name)

    monkeypatch.setattr(pdf, "import_module", fails)
    assert not pdf.is_here.__wrapped__()
