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
