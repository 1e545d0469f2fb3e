"""The school that the tests of pages walk through."""

import pytest
from pytest_django import Settings

from a_school import TODAY, Town, a_full_week, town


@pytest.fixture(autouse=True)
def today(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = TODAY


@pytest.fixture
def place(db: None) -> Town:
    full = town()
    a_full_week(full)
    return full


@pytest.fixture(autouse=True)
def pdf_without_drawing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may have a PDF, and what is in it, does not hang on how it is drawn: the page itself stands for it.

    Tests that are marked `draws` get the PDF.
    """
    if "draws" not in request.keywords:
        monkeypatch.setattr("homeroom.pages.pdf.file", str.encode)
