"""One school with its people, for every test of safety."""

from pathlib import Path

import pytest
from pytest_django import Settings

from a_school import TODAY, Town, town
from album import Album


@pytest.fixture(autouse=True)
def today(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = TODAY


@pytest.fixture
def place(db: None, album: Album, home: Path) -> Town:
    """A small class: what is asked here does not hang on what the children did."""
    return album.shown("four children", home, lambda: town(4))
