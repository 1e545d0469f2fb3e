"""Every spec runs on every engine: on DuckDB always, on Spark in the full run."""

from __future__ import annotations

import os

import pytest

from homeroom.evidence import content
from homeroom.facts.schema import (
    ACTIVITIES,
    ALIGNMENT,
    ASSESSMENTS,
    ATTEMPTS,
    CLAIMS,
    LESSON_TIME,
    PERIODS,
    PLACEMENTS,
    PRACTICE,
    QUALITY,
    ROTATION_MINUTES,
    STREAKS,
    USAGE,
)
from homeroom.goals import signs as goal_signs
from homeroom.goals.index import work_out
from homeroom.goals.signs import SIGNS
from homeroom.rotation import placed
from spec.alignment_tables import ALIGNED_BESIDE, ALWAYS_ALIGNED
from spec.drawing import SPELLINGS, Derived, derived
from spec.engines import ENGINES, Engine
from spec.evidence_tables import ALWAYS, BESIDE, EVIDENCE
from spec.goal_tables import ALWAYS as GOAL_ALWAYS
from spec.goal_tables import BESIDE as GOAL_BESIDE
from spec.pace_tables import LIMITS, PACES, RULE, WANTED
from spec.quality_tables import (
    BINS,
    OCCASIONS,
    OCCASIONS_ALWAYS,
    OCCASIONS_BESIDE,
    QUALITY_ALWAYS,
    QUALITY_BESIDE,
    TRIES,
    TRIES_ALWAYS,
    TRIES_BESIDE,
)
from spec.rotation_tables import DELIVERED_ALWAYS, DELIVERED_BESIDE

RUNNING = ["duckdb", pytest.param("spark", marks=pytest.mark.spark)]


@pytest.fixture(params=RUNNING if os.environ.get("HOMEROOM_FULL") else RUNNING[:1])
def engine(request: pytest.FixtureRequest) -> Engine:
    return ENGINES[request.param]


@pytest.fixture
def practice(engine: Engine) -> Derived:
    return derived(engine, PRACTICE, [ATTEMPTS, ACTIVITIES])


@pytest.fixture
def lesson_time(engine: Engine) -> Derived:
    return derived(engine, LESSON_TIME, [ATTEMPTS, ACTIVITIES], (SPELLINGS,))


@pytest.fixture
def alignment(engine: Engine) -> Derived:
    return derived(engine, ALIGNMENT, [LESSON_TIME, ALIGNMENT], ALIGNED_BESIDE, ALWAYS_ALIGNED, work_out.sql())


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


@pytest.fixture
def signs(engine: Engine) -> Derived:
    return derived(engine, SIGNS, [ATTEMPTS, ACTIVITIES], GOAL_BESIDE, GOAL_ALWAYS, goal_signs.sql())


@pytest.fixture
def rotation_minutes(engine: Engine) -> Derived:
    inputs = [PLACEMENTS, USAGE, ACTIVITIES]
    return derived(engine, ROTATION_MINUTES, inputs, DELIVERED_BESIDE, DELIVERED_ALWAYS, placed.sql("delivered.sql"))


@pytest.fixture
def content_tries(engine: Engine) -> Derived:
    return derived(engine, TRIES, [ATTEMPTS, ACTIVITIES], TRIES_BESIDE, TRIES_ALWAYS, content.sql("content_tries"))


@pytest.fixture
def content_bins(engine: Engine) -> Derived:
    return derived(engine, BINS, [TRIES], (), {}, content.sql("content_bins"))


@pytest.fixture
def quality(engine: Engine) -> Derived:
    return derived(engine, QUALITY, [TRIES], QUALITY_BESIDE, QUALITY_ALWAYS, content.sql("quality"))


@pytest.fixture
def occasions(engine: Engine) -> Derived:
    sql = content.sql("content_occasions")
    return derived(engine, OCCASIONS, [ATTEMPTS, ACTIVITIES], OCCASIONS_BESIDE, OCCASIONS_ALWAYS, sql)
