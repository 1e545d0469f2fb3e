"""The scenarios of `bench/roster_safety.py`: nothing ends people unapproved, and undo gives all back."""

from pathlib import Path

import pytest
from bench.roster_safety import SCENARIOS, TODAY, Scenario, run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name)
def test_no_roster_ends_a_school_unapproved_and_undo_is_byte_equal(
    scenario: Scenario, tmp_path: Path, settings
) -> None:
    settings.HOMEROOM_TODAY = TODAY
    found = run(scenario, tmp_path)
    assert found.endings == []
    assert found.undone
    assert found.ends == scenario.ends


def test_there_are_at_least_forty() -> None:
    assert len({scenario.name for scenario in SCENARIOS}) >= 40
