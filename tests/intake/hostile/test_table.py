"""Every hostile file of the table: kept byte for byte, ended as it should, every row accounted for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from homeroom.facts import store
from homeroom.intake.models import Delivery
from intake.hostile.makers import Case, every
from intake.taking_in import kept, ledger, school, take

ALL = every()
# `make check` takes the whole table, `make test` every third file of it.
CASES = ALL if os.environ.get("HOMEROOM_FULL") else ALL[::6]
TOGETHER = 40
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def home_of_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def received(
    home_of_all: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[int, Delivery]]:
    """All files, each in a folder of its own, taken in by one run; their deliveries by the number of the case."""
    from django.db import transaction

    paths = [_written(home_of_all / "in" / f"{number:04}", case) for number, case in enumerate(CASES)]
    with django_db_blocker.unblock(), override_settings(HOMEROOM_HOME=home_of_all / "home"), transaction.atomic():
        school()
        ended = {}
        for first in range(0, len(paths), TOGETHER):
            ended |= {one.sha256: one for one in take(*paths[first : first + TOGETHER])}
            store.compact("attempts", 2027)  # one file of facts, as the night leaves it
        yield {number: ended[_sum(case)] for number, case in enumerate(CASES)}
        transaction.set_rollback(True)


def _written(folder: Path, case: Case) -> Path:
    folder.mkdir(parents=True)
    (folder / case.name).write_bytes(case.content)
    return folder / case.name


def _sum(case: Case) -> str:
    import hashlib

    return hashlib.sha256(case.content).hexdigest()


def test_the_table_is_large_and_no_file_is_in_it_twice() -> None:
    assert len(ALL) >= 300
    assert len({case.content for case in ALL}) == len({case.what for case in ALL}) == len(ALL)


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.what for case in CASES])
def test_it_ends_as_it_should(number: int, received: dict[int, Delivery], home_of_all: Path) -> None:
    case, delivery = CASES[number], received[number]
    with override_settings(HOMEROOM_HOME=home_of_all / "home"):
        assert kept(delivery) == case.content
    assert str(delivery.state) == case.state, delivery.message
    assert case.says in delivery.message
    if case.state == "published":
        assert ledger_of(delivery) == case.rows
    else:
        assert set(ledger_of(delivery)) <= {"held"}
        assert delivery.message.strip()


def ledger_of(delivery: Delivery) -> dict[str, int]:
    return ledger(delivery)


def test_no_message_tells_of_a_fault_of_our_own(received: dict[int, Delivery]) -> None:
    ours = ("came to a stop", "no rows can be made")
    told = {CASES[number].what: one.message for number, one in received.items() if any(x in one.message for x in ours)}
    assert told == {}
