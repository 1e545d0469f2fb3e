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
from homeroom.intake.receive import receive
from homeroom.programs.declaration import load
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


LESSON = "Last Name,First Name,Student ID,Student Grade,Academic Year,School,Subject,Domain,Lesson Grade,Lesson Level,"
LESSON += "Lesson ID,Lesson Name,Lesson Objective,Lesson Language,Completion Date,Total Time on Lesson (min),Score,"
LESSON += "Passed or Not Passed,Teacher-Assigned Lesson\n"


def lesson(folder: Path, day: str, academic_year: str, child: str = "S1") -> Path:
    path = folder / f"lessons_{day}_{child}.csv"
    cells = (
        f"F,G,{child},3,{academic_year},School,Math,Number,3,Early,L1,Rows,Words,English,10/05/2026,18,83,Passed,N\n"
    )
    path.write_text(LESSON + cells, "utf-8")
    return path


def test_a_corrected_school_year_takes_the_place_of_the_wrong_one(tmp_path: Path) -> None:
    enroll("S1")
    wrong, right = lesson(tmp_path, MONDAY, "2025-2026"), lesson(tmp_path, TUESDAY, "2026-2027")
    for order in permutations([wrong, right]):
        start_over()
        list(receive(order))
        facts = store.query("select school_year from activities", tables=["activities"])
        assert facts.column("school_year") == [2027]


DATED = """
[program]
slug = "quiz_house"
name = "Quiz House"

[[report]]
slug = "answers"
name = "Answers"
fact = "attempts"
grain = "one answer"

[[report.layout]]
slug = "answers"
columns = ["child", "question", "right", "on", "changed"]
key = ["student", "content_item", "occurred_on"]
identity = { ids = "child" }
as_of = { column = "changed", format = "iso" }

[report.layout.fields]
content_item = "question"
correct = { column = "right", cast = "yes_no" }
occurred_on = { column = "on", cast = "date", format = "iso" }
"""


def quiz(folder: Path, name: str, *changed: tuple[str, str]) -> Path:
    rows = [f"S1,q1,{right},2026-09-01,{moment}" for right, moment in changed]
    path = folder / name
    path.write_text("\n".join(["child,question,right,on,changed", *rows]) + "\n", "utf-8")
    return path


def test_a_column_that_tells_the_moment_decides_row_by_row(tmp_path: Path) -> None:
    enroll("S1")
    (tmp_path / "program.toml").write_text(DATED, "utf-8")
    programs = [load(tmp_path)]
    old, new = ("yes", "2026-09-02T10:00:00Z"), ("no", "2026-09-02T11:00:00Z")
    ways = [[quiz(tmp_path, "both.csv", new, old)]]
    ways += permutations([quiz(tmp_path, "old.csv", old), quiz(tmp_path, "new.csv", new)])
    for way in ways:
        start_over()
        deliveries = list(receive(way, programs=programs, as_of=date(2026, 10, 5)))
        assert {delivery.as_of_from for delivery in deliveries} == {"column"}
        assert [row.correct for row in standing()] == [False]
        assert totals() == {"published": 1, "superseded": 1}


def test_a_row_without_its_moment_speaks_of_the_day_that_the_receiver_states(tmp_path: Path) -> None:
    enroll("S1")
    (tmp_path / "program.toml").write_text(DATED, "utf-8")
    programs = [load(tmp_path)]
    list(receive([quiz(tmp_path, "old.csv", ("yes", "2026-09-02T10:00:00Z"))], programs=programs))
    list(receive([quiz(tmp_path, "blank.csv", ("no", ""))], programs=programs, as_of=date(2026, 10, 5)))
    assert [row.correct for row in standing()] == [False]
    list(receive([quiz(tmp_path, "newest.csv", ("yes", "2026-10-06T10:00:00Z"))], programs=programs))
    assert [row.correct for row in standing()] == [True]


def test_a_file_that_was_held_is_judged_again_and_its_ledger_moves(tmp_path: Path) -> None:
    enroll("S1")
    (tmp_path / "program.toml").write_text(DATED, "utf-8")
    path = quiz(tmp_path, "early.csv", ("yes", "2026-09-02T10:00:00Z"))
    [held] = receive([path])
    assert told(held) == {"held": 1}
    [again] = receive([path], programs=[load(tmp_path)])
    assert again.pk == held.pk
    assert told(again) == {"published": 1}
    assert Delivery.objects.count() == 1
