"""One school with its people, for every test of safety."""

import pytest
from pytest_django import Settings

from a_school import TODAY, Town, town


@pytest.fixture(autouse=True)
def today(settings: Settings) -> None:
    settings.HOMEROOM_TODAY = TODAY


@pytest.fixture
def place(db: None) -> Town:
    """A small class: what is asked here does not hang on what the children did."""
    return town(4)
