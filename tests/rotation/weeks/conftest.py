"""The same Monday, and a school to plan, for all tests of weeks that are kept."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from rotation.weeks.a_school_week import MONDAY, Planned, a_planned_school


@pytest.fixture
def here(settings: Settings, db: None) -> Planned:
    settings.HOMEROOM_TODAY = MONDAY
    return a_planned_school()
