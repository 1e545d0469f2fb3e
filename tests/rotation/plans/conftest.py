"""The same Sunday, and a week to plan, for all tests of the life of plans."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from rotation.plans import a_week
from rotation.plans.a_week import Block


@pytest.fixture
def own(settings: Settings, db: None) -> Block:
    settings.HOMEROOM_TODAY = a_week.SUNDAY_BEFORE
    return a_week.block()
