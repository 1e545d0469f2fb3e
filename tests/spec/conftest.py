"""Every spec runs on every engine: on DuckDB always, on Spark in the full run."""

from __future__ import annotations

import os

import pytest

from homeroom.facts.schema import ACTIVITIES, ASSESSMENTS, ATTEMPTS, CLAIMS, PERIODS, PRACTICE, STREAKS, USAGE
from spec.drawing import Derived, derived
from spec.engines import ENGINES, Engine
from spec.evidence_tables import ALWAYS, BESIDE, EVIDENCE
from spec.pace_tables import LIMITS, PACES, RULE, WANTED

RUNNING = ["duckdb", pytest.param("spark", marks=pytest.mark.spark)]


@pytest.fixture(params=RUNNING if os.environ.get("HOMEROOM_FULL") else RUNNING[:1])
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


@pytest.fixture
def evidence(engine: Engine) -> Derived:
    return derived(engine, EVIDENCE, [ATTEMPTS, ACTIVITIES, ASSESSMENTS, CLAIMS], BESIDE, ALWAYS)


@pytest.fixture
def last_answers(engine: Engine) -> Derived:
    return derived(engine, PACES, [ATTEMPTS], (WANTED, LIMITS), RULE)
