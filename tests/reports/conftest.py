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
