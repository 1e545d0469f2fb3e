"""The school that the tests of pages walk through."""

from pathlib import Path

import pytest
from pytest_django import Settings

from a_school import TODAY, Town, a_town_with_a_full_week
from album import Album


@pytest.fixture(autouse=True)
def today(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = TODAY


@pytest.fixture
def place(db: None, album: Album, home: Path) -> Town:
    return album.shown("a full week", home, a_town_with_a_full_week)


@pytest.fixture(autouse=True)
def pdf_without_drawing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may have a PDF, and what is in it, does not hang on how it is drawn: the page itself stands for it.

    Tests that are marked `draws` get the PDF.
    """
    if "draws" not in request.keywords:
        monkeypatch.setattr("homeroom.pages.pdf.file", lambda page, foot, paper: f"{page}{foot}".encode())
