"""The queue, the case and the groups at odds, as the page and the command read them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from homeroom.intake import originals
from homeroom.intake.feeds.models import DeliverySchool
from homeroom.intake.matching.compare import Agrees
from homeroom.intake.models import Delivery, IdentityLink
from homeroom.intake.who import decide, waiting
from homeroom.intake.who.case import case, named_like
from homeroom.intake.who.decided import knowing
from homeroom.intake.who.models import VendorKey, WaitingKey
from homeroom.intake.who.odds import TWO_CHILDREN, TWO_IDS, odds
from homeroom.people.models import School, Student
from intake.who.a_case import STRANGER, a_school, arrive, data_team, key, row

pytestmark = pytest.mark.django_db(transaction=True)


def test_keys_wait_with_their_rows_over_all_files_the_most_first(tmp_path: Path) -> None:
    a_school()
    other = {"student_id": "901", "first_name": "Ole", "last_name": "Berg"}
    arrive(tmp_path, row("i1", **STRANGER), row("i2", **STRANGER), row("i3", **other))
    arrive(tmp_path / "b", row("i4", **STRANGER, grade="4"), row("i5", student_id="1002"))
    queued = [waiting.Queued(*one) for one in waiting.queue()]
    assert [(one.rows, one.files, one.code) for one in queued] == [
        (3, 2, "unmatched"),
        (1, 1, "unmatched"),
        (1, 1, "identity_conflict"),
    ]
    assert waiting.totals() == {"keys": 3, "rows": 5}
    assert not waiting.queue("clever").exists()


def test_the_list_asks_few_questions_however_many_wait(tmp_path: Path) -> None:
    delivery = Delivery.objects.create(file="a.csv", sha256="0", size=1, program="iready", state="published")
    keys = VendorKey.objects.bulk_create(
        VendorKey(program="iready", key=f"{at:064}", claim=f"ids={at}") for at in range(600)
    )
    WaitingKey.objects.bulk_create(
        WaitingKey(vendor_key=one, delivery=delivery, code="unmatched", words="", rows=25, first_row=1) for one in keys
    )
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(list(waiting.queue()[:50])) == 50
    assert len(asked) == 1


def test_a_case_side_by_side(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    delivery = arrive(tmp_path, row("i0"), row("i1", student_id="1002"), row("i2", student_id="1002"))
    found = case(key("Ana"), dana)
    assert (found.rows, found.newest, found.student) == (2, 0, None)
    assert found.row and (found.row.delivery, found.row.line) == (delivery, 3)
    assert dict(found.row.cells)["student_id"] == "1002"
    zoe, ana = found.candidates[0], found.candidates[1]
    assert {zoe.student, ana.student} == {children["Ana"], children["Zoë"]}
    one = next(one for one in found.candidates if one.student == children["Zoë"])
    told = {line.label: (line.said, line.ours, line.agrees) for line in one.lines}
    assert told["Id"] == ("1002", "1002", Agrees.SAME)
    assert told["Family name"] == ("Ruiz", "Núñez", Agrees.OTHER)
    assert told["School"] == ("Valley School", "Valley School", Agrees.SAME)
    assert told["User name or e-mail"][2] == Agrees.SILENT


def test_a_search_adds_children_by_name(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    arrive(tmp_path, row("i1", **STRANGER))
    assert case(key(), dana).candidates == ()
    for text in ("nunez", "zoe nunez", "Zoe Nunes"):
        assert [one.student for one in case(key(), dana, text).candidates] == [children["Zoë"]], text
    assert case(key(), dana, "nobody like that").candidates == ()
    assert named_like(" ", knowing("item_responses"), [children["Zoë"].pk]) == []


def test_only_children_whom_the_person_may_see_are_offered(tmp_path: Path) -> None:
    a_school()
    eve = data_team("eve", School.objects.create(sourced_id="s2", name="Hill School"))
    arrive(tmp_path, row("i1", student_id="1002"))
    assert case(key("Ana"), eve, "ruiz").candidates == ()


def test_a_case_says_what_was_decided(tmp_path: Path) -> None:
    children, dana = a_school(), data_team()
    arrive(tmp_path, row("i1", student_id="1002"))
    first = decide.reject(key("Ana").pk, children["Zoë"].pk, dana)
    found = case(key("Ana"), dana)
    assert [one.rejected for one in found.candidates if one.student == children["Zoë"]] == [True]
    decide.confirm(key("Ana").pk, children["Ana"].pk, dana, seen=first.decision.pk)
    found = case(key("Ana"), dana)
    assert (found.student, found.waiting, len(found.decisions)) == (children["Ana"], (), 2)
    assert "No row waits" in found.why_no_row


def test_a_case_whose_original_is_gone_says_so(tmp_path: Path) -> None:
    a_school()
    delivery = arrive(tmp_path, row("i1", **STRANGER))
    originals.place(delivery.sha256).unlink()
    found = case(key(), data_team())
    assert found.row is None
    assert "the kept original is gone" in found.why_no_row


def test_one_id_on_two_children_and_two_ids_on_one_child_are_groups(tmp_path: Path) -> None:
    children = a_school()
    arrive(tmp_path, row("i1", student_id="77"), row("i2", student_id="78"))
    arrive(tmp_path / "b", row("i3", student_id="77", first_name="Thảo", last_name="Nguyễn"))
    found = odds()
    assert [(one.words, sorted(link.vendor_key for link in one.links)) for one in found] == [
        (TWO_CHILDREN, ["77", "77"]),
        (TWO_IDS, ["77", "78"]),
    ]
    assert found[0].students == sorted([children["Ana"].pk, children["Thảo"].pk])
    assert odds("clever") == []
    IdentityLink.objects.update(withdrawn_at="2026-10-01T00:00:00Z")
    assert odds() == []


def test_ids_of_two_programs_that_share_a_layout_are_not_at_odds(tmp_path: Path) -> None:
    a_school()
    first = arrive(tmp_path, row("i1", student_id="77"), row("i2", student_id="78"))
    assert [one.words for one in odds()] == [TWO_IDS]
    for slug in ("number_trail", "fraction_forge"):
        DeliverySchool.objects.create(delivery=first, program=slug, rows=1)
    assert odds() == []


def test_the_same_id_with_and_without_zeros_is_one_id(tmp_path: Path) -> None:
    a_school()
    arrive(tmp_path, row("i1", student_id="0417", first_name="", last_name=""))
    arrive(tmp_path / "b", row("i2", student_id="417.0", first_name="Thao", last_name="Nguyen"))
    assert IdentityLink.objects.count() == 2
    assert odds() == []


def test_erasing_a_child_erases_what_was_decided_about_them(tmp_path: Path) -> None:
    from homeroom.intake.erase import erase

    children, dana = a_school(), data_team()
    arrive(tmp_path, row("i1", **STRANGER))
    decide.confirm(key().pk, children["Zoë"].pk, dana)
    erase(children["Zoë"].pk)
    assert not VendorKey.objects.exists()
    assert not IdentityLink.objects.exists()
    assert Student.objects.filter(pk=children["Zoë"].pk).exists()
