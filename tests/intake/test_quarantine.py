"""Rows that wait: they keep their place in the file, and are judged anew as if the roster had been there before."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from homeroom.facts import store
from homeroom.intake import originals, quarantine
from homeroom.intake.erase import erase
from homeroom.intake.models import Delivery, ErasedRows, IdentityLink
from homeroom.people.models import Student
from homeroom.programs.declaration import load_all
from intake.taking_in import CHILDREN, answers, facts, ledger, reasons, row, school, take

pytestmark = pytest.mark.django_db
ZOE = {"student_id": "1002", "first_name": "Zoë", "last_name": "Núñez"}
THAO = {"student_id": "417", "first_name": "Thao", "last_name": "Nguyen"}
ROWS = (row("i1"), "torn,apart", row("i2", **ZOE), row("i3", answered_on="soon"), row("i4", **THAO), row("i5", **ZOE))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "week.csv"
    path.write_text(answers(*ROWS), "utf-8")
    return path


def redriven(*numbers: int) -> list[Delivery]:
    return [Delivery.objects.get(pk=one.pk) for one in quarantine.redrive(numbers)]


def test_rows_are_handed_out_with_their_line_and_reason(file: Path) -> None:
    school(CHILDREN[:1])
    [delivery] = take(file)
    given = {group.code: quarantine.rows(group) for group in quarantine.groups(delivery.pk)}
    header, unmatched = given["unmatched"]
    assert header[:4] == ["line", "why", "program", "student_id"]
    assert [(cells[0], cells[3], cells[8]) for cells in unmatched] == [
        ("4", "1002", "i2"),
        ("6", "417", "i4"),
        ("7", "1002", "i5"),
    ]
    assert given["malformed"][1] == [["3", "The row has fewer cells than the header.", "torn,apart"]]
    assert [(cells[0], cells[-2]) for cells in given["not_a_date"][1]] == [("5", "soon")]


def test_groups_are_newest_first_and_largest_first(file: Path, tmp_path: Path) -> None:
    school(CHILDREN[:1])
    (tmp_path / "late.csv").write_text(answers(row("x", **ZOE)), "utf-8")
    first, late = take(file)[0], take(tmp_path / "late.csv")[0]
    assert [(group.delivery_id, group.rows) for group in quarantine.groups()] == [
        (late.pk, 1),
        (first.pk, 3),
        (first.pk, 1),
        (first.pk, 1),
    ]


def test_a_roster_that_has_grown_gives_the_facts_it_would_have_given(file: Path) -> None:
    school(CHILDREN[:1])
    [delivery] = take(file)
    assert ledger(delivery) == {"published": 1, "quarantined": 5}
    school(CHILDREN[1:])
    [judged] = redriven()
    assert (ledger(judged), reasons(judged)) == (
        {"published": 4, "quarantined": 2},
        {"malformed": 1, "not_a_date": 1},
    )
    late = store.checksum("attempts")
    for child in Student.objects.all():
        erase(child.pk)
    Delivery.objects.all().delete()
    ErasedRows.objects.all().delete()
    shutil.rmtree(store.folder().parent / "originals")  # the kept file has no child in it any more
    [at_once] = take(file)
    assert (store.checksum("attempts"), ledger(at_once)) == (late, ledger(judged))
    assert [(fact["row"], fact["content_item"]) for fact in facts()] == [(1, "i1"), (3, "i2"), (5, "i4"), (6, "i5")]


def test_judged_twice_is_judged_once(file: Path) -> None:
    school(CHILDREN[:1])
    take(file)
    school(CHILDREN[1:])
    redriven()
    before = (store.checksum("attempts"), Delivery.objects.values_list(*("published", "quarantined", "message")).get())
    [again] = redriven()
    assert (store.checksum("attempts"), (again.published, again.quarantined, again.message)) == before
    assert len(facts()) == 4


def test_only_the_deliveries_asked_for_are_judged(file: Path, tmp_path: Path) -> None:
    (tmp_path / "late.csv").write_text(answers(row("x")), "utf-8")
    first, late = take(file)[0], take(tmp_path / "late.csv")[0]
    school()
    assert [one.pk for one in redriven(late.pk)] == [late.pk]
    assert ledger(Delivery.objects.get(pk=first.pk)) == {"quarantined": 6}


def test_rows_that_came_twice_meanwhile_are_one_fact(file: Path, tmp_path: Path) -> None:
    """What waited and what came later are settled by their content, as if they had come together."""
    take(file)
    school()
    (tmp_path / "late.csv").write_text(answers(*ROWS[:1]), "utf-8")
    take(tmp_path / "late.csv")
    redriven()
    assert [fact["content_item"] for fact in facts()].count("i1") == 1
    assert all(sum(ledger(one).values()) == one.rows_in for one in Delivery.objects.all())


def test_a_delivery_that_cannot_be_judged_keeps_no_other_back(file: Path, tmp_path: Path) -> None:
    (tmp_path / "late.csv").write_text(answers(row("x")), "utf-8")
    first, late = take(file)[0], take(tmp_path / "late.csv")[0]
    school()
    originals.place(first.sha256).unlink()
    lost, judged = redriven()
    assert (lost.pk, ledger(lost)) == (first.pk, {"quarantined": 6})
    assert "the kept original is gone" in lost.message
    assert (judged.pk, ledger(judged)) == (late.pk, {"published": 1})


def test_rows_of_a_program_that_is_not_declared_any_more_wait_on(file: Path) -> None:
    take(file)
    school()
    [waits] = quarantine.redrive(programs=[program for program in load_all() if program.slug == "star"])
    assert ledger(waits) == {"quarantined": 6}
    assert "No declaration fits this file any more: its rows wait on." in waits.message


@pytest.fixture
def two_children(file: Path) -> Iterator[tuple[int, int]]:
    ana, zoe, _ = school()
    take(file)
    yield ana.pk, zoe.pk


def test_an_erased_child_is_in_no_fact_and_in_every_ledger(two_children: tuple[int, int]) -> None:
    ana, zoe = two_children
    erase(zoe)
    delivery = Delivery.objects.get()
    assert ledger(delivery) == {"published": 2, "quarantined": 2, "erased": 2}
    assert {fact["student"] for fact in facts()} == {ana, ana + 2}
    assert not IdentityLink.objects.filter(student=zoe).exists()
    assert IdentityLink.objects.filter(student=ana).exists()


def test_no_file_on_the_disk_holds_an_erased_child(two_children: tuple[int, int]) -> None:
    erase(two_children[1])
    files = [str(path) for path in store.folder().rglob("*.parquet")]
    found = store.query("select distinct student from read_parquet($files)", {"files": files}, tables=[])
    assert two_children[1] not in found.column("student")


def test_erasing_twice_changes_no_ledger(two_children: tuple[int, int]) -> None:
    erase(two_children[1])
    before = ledger(Delivery.objects.get())
    erase(two_children[1])
    assert ledger(Delivery.objects.get()) == before


def test_erased_rows_do_not_come_back_when_others_are_judged_anew(two_children: tuple[int, int]) -> None:
    erase(two_children[1])
    [judged] = redriven()
    assert ledger(judged) == {"published": 2, "quarantined": 2, "erased": 2}
    assert two_children[1] not in {fact["student"] for fact in facts()}
