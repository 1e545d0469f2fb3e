"""Every spec runs on every engine."""

from __future__ import annotations

import pytest

from homeroom.facts.schema import ACTIVITIES, ATTEMPTS, PERIODS, PRACTICE, STREAKS, USAGE
from spec.drawing import Derived, derived
from spec.engines import ENGINES, Engine


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


@pytest.fixture
def practice(engine: Engine) -> Derived:
    return derived(engine, PRACTICE, [ATTEMPTS, ACTIVITIES])


@pytest.fixture
def streaks(engine: Engine) -> Derived:
    return derived(engine, STREAKS, [ATTEMPTS])


@pytest.fixture
def periods(engine: Engine) -> Derived:
    return derived(engine, PERIODS, [USAGE])
