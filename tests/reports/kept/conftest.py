"""Tests of what is kept: the triggers are on, as in every installation. Elsewhere they are not, and nothing is kept."""

import pytest

from a_school import Town
from homeroom.reports.kept import watch


@pytest.fixture
def noted(db: None) -> None:
    watch.put_on()


@pytest.fixture
def place(place: Town) -> Town:
    """The school first, then the triggers: what was there before them is noted by nobody, and need not be."""
    watch.put_on()
    return place
