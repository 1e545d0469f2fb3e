"""The same day, and standards to work on, for all tests of choosing."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from goals.choosing import a_goal


@pytest.fixture
def _day(settings: Settings, db: None) -> None:
    settings.HOMEROOM_TODAY = a_goal.TODAY
    a_goal.standards()
