"""A simulated school and a real-looking district: the queries and the oracle agree on random people and days.

The full count stands behind `HOMEROOM_FULL`, and in `bench/visibility.py`.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from homeroom.intake.receive import receive
from homeroom.people.models import Student
from homeroom.simulation.write import write
from people.strewn import differences, strew, widened

pytestmark = pytest.mark.django_db
FULL = bool(os.environ.get("HOMEROOM_FULL"))
QUESTIONS, PAIRS = (100_000, 10_000) if FULL else (400, 40)
DISTRICT = "programs_and_rosters/oneroster/v1p1_generated_district_medium"
MIDDLE = date(2026, 10, 20)


@pytest.fixture
def simulated(tmp_path: Path) -> None:
    list(receive([write(tmp_path / "made", seed=4, children=40, weeks=1).folder / "roster"]))


@pytest.fixture
def district(shared: Path) -> None:
    list(receive([shared / DISTRICT]))


@pytest.mark.parametrize("roster", ["simulated", pytest.param("district", marks=pytest.mark.shared)])
def test_random_people_children_and_days_agree_with_the_oracle(roster: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(roster)
    assert Student.objects.count() >= 40
    made = strew(7, MIDDLE)
    asked, seen, wrong = differences(made, QUESTIONS)
    assert asked >= QUESTIONS
    assert seen > asked / 100, "chance strewed nothing"
    assert wrong == 0
    through, widening = widened(made, PAIRS)
    assert through > 0
    assert widening == 0
