"""The scenarios of `bench/roster_safety.py`: nothing ends a school's people unapproved, and undo gives it all back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bench.roster_safety import SCENARIOS, TODAY, Scenario, deciders, run, stand
from django.conf import settings
from django.db import transaction


@pytest.fixture(scope="module")
def two_schools(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Path]:
    """What the scenarios start from, taken in once: each of them is taken back. Gives the home folder."""
    home, was = tmp_path_factory.mktemp("home"), (settings.HOMEROOM_HOME, settings.HOMEROOM_TODAY)
    with django_db_blocker.unblock(), transaction.atomic():
        settings.HOMEROOM_HOME, settings.HOMEROOM_TODAY = home, TODAY
        deciders()
        stand(tmp_path_factory.mktemp("base"))
        settings.HOMEROOM_HOME, settings.HOMEROOM_TODAY = was
        yield home
        transaction.set_rollback(True)


@pytest.fixture
def played(two_schools: Path, settings: Any) -> Iterator[None]:
    settings.HOMEROOM_HOME, settings.HOMEROOM_TODAY = two_schools, TODAY
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("scenario", [one for one in SCENARIOS if not one.on_empty], ids=lambda one: one.name)
def test_no_roster_ends_a_school_unapproved_and_undo_is_byte_equal(
    played: None, scenario: Scenario, tmp_path: Path
) -> None:
    found = run(scenario, tmp_path)
    assert found.endings == []
    assert found.undone
    assert found.ends == scenario.ends


def test_there_are_at_least_forty() -> None:
    assert len({scenario.name for scenario in SCENARIOS}) >= 40
