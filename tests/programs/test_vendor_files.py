"""Vendors' real sample files through the whole of intake: each ends as said here, and no score of theirs is lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from bench.oracle import compare, runs
from bench.vendors import FOLDER, SPOKEN_OF

from homeroom.intake.models import LEDGER, Delivery
from homeroom.intake.receive import receive

VENDORS = FOLDER / "vendor_assessments"
READ = {
    "ACCESS": {"access from_2021": 2, "access from_2026": 2},
    "BASC3_BESS": {"refused": 1},
    "Beacon": {"beacon from_2024": 2, "beacon from_2025": 1},
    "CMAS": {"cmas results": 1},
    "CogAT": {"cogat csv": 1, "cogat fixed_width": 1, "held": 1},
    "Dibels_8_Benchmark": {"dibels8 mclass": 1},
    "FastBridge_CBMreading": {
        "fastbridge cbmr_english": 1,
        "fastbridge comprehension_question": 1,
        "fastbridge comprehension_recall": 1,
    },
    "FastBridge_English": {"fastbridge early_reading": 1},
    "FastBridge_Math": {"fastbridge early_math": 1},
    "Fountas_and_Pinnell": {"fountas_pinnell export": 1},
    "GOLD": {"gold fall_2022": 1},
    "IDEL": {"idel mclass": 1},
    "KRA": {"kra state_export": 1, "kra vendor_export": 1},
    "Lectura": {"lectura mclass": 1},
    "MAP_Fluency": {"map csv": 1},
    "MAP_Growth": {"map combined": 1},
    "PALS": {"pals pre_k": 1},
    "SC_READY": {"sc_ready spring": 1},
    "STAAR_Interim": {"staar_interim data_file": 1},
    "STAR": {"star enterprise": 1, "star v1": 1, "star v2": 1},
    "TX_KEA": {"tx_kea engage": 1},
    "_template_bundle": {"held": 2},
    "i-Ready": {"iready math_2025": 1, "iready reading_2025": 1},
}
"""Each sample is read, held with a proposal, or refused by name."""


def ended(delivery: Delivery) -> str:
    known = delivery.state == Delivery.State.PUBLISHED
    return f"{delivery.program} {delivery.layout}" if known else str(delivery.state)


@pytest.mark.any_database
@pytest.mark.django_db
@pytest.mark.parametrize("vendor", READ)
def test_each_sample_is_read_held_or_refused_and_the_ledger_balances(shared: Path, vendor: str) -> None:
    samples = sorted(path for path in (VENDORS / vendor).iterdir() if path.is_file())
    deliveries = list(receive(samples, as_of=SPOKEN_OF))
    assert Counter(map(ended, deliveries)) == READ[vendor]
    for one in deliveries:
        assert sum(getattr(one, name) for name in LEDGER) == one.rows_in
    held = [one for one in deliveries if one.state == Delivery.State.HELD]
    assert all(hasattr(one, "unknown_layout") for one in held)


def test_no_vendor_is_forgotten(shared: Path) -> None:
    assert {path.name for path in VENDORS.iterdir() if path.is_dir()} == set(READ)


@pytest.mark.any_database
@pytest.mark.django_db
@pytest.mark.parametrize("run", runs() if FOLDER.is_dir() else [], ids=lambda run: run.name)
def test_every_score_and_level_of_another_reader_is_found_or_explained(shared: Path, run: Path) -> None:
    found = compare(run)
    assert found.explained, found.words
    assert found.theirs > 20
