"""One school's exports in many orders and pieces: one truth. `bench/permutations.py` does some hundreds of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from bench.permutations import halves, permuted, truth, twelve
from bench.school import DELIVERIES, enroll
from pytest_django import Settings

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 40 if os.environ.get("HOMEROOM_FULL") else 3


def test_every_permutation_and_split_ends_in_the_same_truth(tmp_path: Path, settings: Settings) -> None:
    settings.TIME_ZONE = "America/Los_Angeles"
    school = enroll(tmp_path / "school")
    assert len(school.deliveries) == DELIVERIES
    deliveries = twelve(school.deliveries, tmp_path / "to_date")
    truths = {truth(number, deliveries, tmp_path / "incoming") for number in range(TIMES)}
    assert len(truths) == 1
    said = truths.pop()
    assert '"attempts": "0:' not in said
    assert '"periods": "0:' not in said


def test_a_permutation_is_told_by_its_number(tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.csv" for name in "abcd"]
    for file in files:
        file.write_text(f"head\n{file.stem}1\n{file.stem}2\n{file.stem}3\n", "utf-8")
    first, again, other = (
        [(path.name, path.read_text("utf-8")) for path in permuted(number, files, tmp_path / "in")]
        for number in (1, 1, 2)
    )
    assert first == again != other
    assert {row for _, text in first for row in text.split()} == {row for _, text in other for row in text.split()}


def test_halves_hold_every_row_once_under_the_same_header() -> None:
    for share in (0.0, 0.3, 0.99):
        one, other = halves(b"head\na\nb\nc\n", share)
        assert one.splitlines() + other.splitlines()[1:] == [b"head", b"a", b"b", b"c"]
        assert other.startswith(b"head\n")
