"""What supersedes what, case by case: the files in, the answers that stand, and the ledger of each file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from homeroom.facts import store
from homeroom.intake.models import Delivery
from intake.answers import Answer, File, enroll, file, standing, start_over, take, take_all, told, totals

pytestmark = pytest.mark.django_db(transaction=True)

RIGHT, WRONG, SLOW = Answer(), Answer(correct=False), Answer(seconds=99)
OTHER = Answer(item="i2")
MONDAY, TUESDAY, WEDNESDAY = "2026-10-05", "2026-10-06", "2026-10-07"


@dataclass(frozen=True)
class Case:
    """Files in the order received, what stands after them, and each one's ledger in the end."""

    files: Sequence[File]
    stands: Sequence[Answer]
    ledgers: Sequence[Mapping[str, int]]


CASES = {
    "a later export of the same key takes its place": Case(
        [file(RIGHT, as_of=MONDAY), file(WRONG, as_of=TUESDAY)], [WRONG], [{"superseded": 1}, {"published": 1}]
    ),
    "an earlier export that comes late changes nothing": Case(
        [file(WRONG, as_of=TUESDAY), file(RIGHT, as_of=MONDAY)], [WRONG], [{"published": 1}, {"superseded": 1}]
    ),
    "a correction takes the place of its key alone": Case(
        [file(RIGHT, OTHER, as_of=MONDAY), file(WRONG, as_of=TUESDAY)],
        [WRONG, OTHER],
        [{"published": 1, "superseded": 1}, {"published": 1}],
    ),
    "what a later export leaves out stays": Case(
        [file(RIGHT, OTHER, as_of=MONDAY), file(RIGHT, as_of=TUESDAY)],
        [RIGHT, OTHER],
        [{"published": 1, "duplicate": 1}, {"published": 1}],
    ),
    "a later export that says the same stands, and the earlier row is its duplicate": Case(
        [file(RIGHT, as_of=MONDAY), file(RIGHT, as_of=TUESDAY, part="again")],
        [RIGHT],
        [{"duplicate": 1}, {"published": 1}],
    ),
    "an exact repeat within a file is one row": Case(
        [file(RIGHT, RIGHT, RIGHT, as_of=MONDAY)], [RIGHT], [{"published": 1, "duplicate": 2}]
    ),
    "an exact repeat in the other half of a split file is one row": Case(
        [file(RIGHT, as_of=MONDAY), file(RIGHT, OTHER, as_of=MONDAY, part="b")],
        [RIGHT, OTHER],
        [{"published": 1}, {"published": 1, "duplicate": 1}],
    ),
    "a file without a day is older than any that has one": Case(
        [file(RIGHT, as_of=MONDAY), file(WRONG)], [RIGHT], [{"published": 1}, {"superseded": 1}]
    ),
    "a day takes the place of what came without one": Case(
        [file(WRONG), file(RIGHT, as_of=MONDAY)], [RIGHT], [{"superseded": 1}, {"published": 1}]
    ),
    "a value that goes and comes back stands": Case(
        [file(RIGHT, as_of=MONDAY), file(WRONG, as_of=TUESDAY), file(RIGHT, OTHER, as_of=WEDNESDAY)],
        [RIGHT, OTHER],
        [{"superseded": 1}, {"superseded": 1}, {"published": 2}],
    ),
    "the same bytes under a later day stand again": Case(
        [file(RIGHT, as_of=MONDAY), file(WRONG, as_of=TUESDAY), file(RIGHT, as_of=WEDNESDAY)],
        [RIGHT],
        [{"superseded": 1}, {"superseded": 1}, {"published": 1}],
    ),
    "the same bytes of the same day are duplicates": Case(
        [file(RIGHT, as_of=MONDAY), file(RIGHT, as_of=MONDAY)], [RIGHT], [{"published": 1}, {"duplicate": 1}]
    ),
    "where a key repeats, different rows of one day stand side by side": Case(
        [file(RIGHT, WRONG, RIGHT, as_of=MONDAY, layout="by_day"), file(SLOW, as_of=MONDAY, layout="by_day")],
        [RIGHT, WRONG, SLOW],
        [{"published": 2, "duplicate": 1}, {"published": 1}],
    ),
    "where a key repeats, a later day takes the place of all of its rows": Case(
        [file(RIGHT, WRONG, as_of=MONDAY, layout="by_day"), file(RIGHT, SLOW, as_of=TUESDAY, layout="by_day")],
        [RIGHT, SLOW],
        [{"duplicate": 1, "superseded": 1}, {"published": 2}],
    ),
}
every_case = pytest.mark.parametrize("case", CASES.values(), ids=[name.replace(" ", "-") for name in CASES])


@every_case
def test_what_stands_and_what_each_ledger_says(case: Case, tmp_path: Path) -> None:
    enroll("S1")
    deliveries = [take(one, tmp_path / str(number)) for number, one in enumerate(case.files)]
    assert standing() == sorted(case.stands)
    assert [told(delivery) for delivery in deliveries] == case.ledgers


@every_case
def test_in_every_order_the_same_stands(case: Case, tmp_path: Path) -> None:
    enroll("S1")
    for number, order in enumerate(permutations(case.files)):
        start_over()
        take_all(order, tmp_path / str(number))
        assert standing() == sorted(case.stands)
        assert totals()["published"] == len(case.stands)


def test_two_answers_of_one_moment_in_one_export_are_decided_by_content_alone(tmp_path: Path) -> None:
    enroll("S1")
    sums = set()
    for number, order in enumerate(permutations([RIGHT, WRONG, SLOW])):
        start_over()
        take(file(*order, as_of=MONDAY), tmp_path / f"one{number}")
        sums.add(store.checksum("attempts"))
        start_over()
        parts = [file(row, as_of=MONDAY, part=str(place)) for place, row in enumerate(order)]
        take_all(parts, tmp_path / f"many{number}")
        sums.add(store.checksum("attempts"))
        assert totals() == {"published": 1, "superseded": 2}
    assert len(sums) == 1


def test_answers_told_by_the_moment_and_by_the_day_do_not_touch_each_other(tmp_path: Path) -> None:
    enroll("S1")
    moment, day = file(RIGHT, as_of=MONDAY), file(WRONG, as_of=TUESDAY, layout="by_day")
    for number, order in enumerate(permutations([moment, day])):
        start_over()
        take_all(order, tmp_path / str(number))
        assert standing() == sorted([RIGHT, WRONG])


def test_what_the_receiver_states_goes_before_the_name(tmp_path: Path) -> None:
    enroll("S1")
    take(file(RIGHT, as_of=TUESDAY), tmp_path / "a")
    late = take(file(WRONG, as_of=MONDAY), tmp_path / "b", as_of=date(2026, 10, 7))
    assert late.as_of_from == "statement"
    assert standing() == [WRONG]


def test_a_file_without_a_day_is_told_so_and_can_be_received_again_with_one(tmp_path: Path) -> None:
    enroll("S1")
    take(file(WRONG, as_of=MONDAY), tmp_path / "a")
    undated = take(file(RIGHT), tmp_path / "b")
    assert "--as-of" in undated.message
    assert standing() == [WRONG]
    again = take(file(RIGHT), tmp_path / "b", as_of=date(2026, 10, 6))
    assert told(again) == {"published": 1}
    assert standing() == [RIGHT]


def test_a_day_in_the_name_that_is_none_leaves_the_file_without_one(tmp_path: Path) -> None:
    enroll("S1")
    delivery = take(file(RIGHT, as_of="2026-02-31"), tmp_path)
    assert (delivery.as_of, delivery.as_of_from) == (None, "")


def test_only_the_file_that_holds_a_loser_is_written_anew(tmp_path: Path) -> None:
    enroll("S1", "S2")
    take(file(Answer("S1"), as_of=MONDAY), tmp_path / "a")
    take(file(Answer("S2"), as_of=MONDAY), tmp_path / "b")
    kept = store.true_files("attempts").last()
    take(file(Answer("S1", correct=False), as_of=TUESDAY), tmp_path / "c")
    assert kept in store.true_files("attempts")
    assert store.row_counts()["attempts"] == 2
    assert Delivery.objects.filter(published=1).count() == 2
