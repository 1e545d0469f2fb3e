"""Every page that is given as a PDF, in every language: no sign is missing, and the type can be read.

Drawing takes its time: `HOMEROOM_FULL` draws all of them, else one that has every kind of sign on it.
"""

from __future__ import annotations

import io
import os
from itertools import product

import pytest
from pypdf import PdfReader

from a_school import Town
from every_page import client_of, full_school
from homeroom.intake.models import Delivery
from homeroom.pages import pdf
from homeroom.pages.paths import urlpatterns
from homeroom.reports.languages.spoken import LANGUAGES
from pages.test_access import address, delivery
from pages.test_paper import LEAST, missing_signs, sizes

__all__ = ["delivery"]
pytestmark = [
    pytest.mark.any_database,
    pytest.mark.draws,
    pytest.mark.skipif(not pdf.is_here(), reason="WeasyPrint or Pango is not here"),
]
FILES = {str(one.name): one.callback for one in urlpatterns if str(one.name).endswith("-pdf")}
CASES = list(product(FILES, [one.code for one in LANGUAGES]))
DRAWN = CASES if os.environ.get("HOMEROOM_FULL") else [("my-class-pdf", "vi")]


@pytest.fixture
def place(db: None) -> Town:
    return full_school()


@pytest.mark.parametrize(("name", "language"), DRAWN)
def test_no_sign_is_missing_and_the_type_can_be_read(name: str, language: str, place: Town, delivery: Delivery) -> None:
    answer = client_of(place.data_team, language).get(address(name, place, delivery))
    assert answer.headers["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.getvalue()))
    assert reader.trailer["/Root"]["/Lang"] == language
    assert missing_signs(reader) == 0
    assert min(sizes(reader)) >= LEAST


def test_every_report_is_given_as_a_pdf() -> None:
    assert {"monday-pdf", "network-pdf", "my-class-pdf", "known-pdf", "family-pdf", "class-families-pdf"} <= set(FILES)
