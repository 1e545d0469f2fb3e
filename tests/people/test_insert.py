"""Rows without model instances: they land as the models would have written them, and meet their like as told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DataError, IntegrityError, transaction

from homeroom.intake.models import IdentityLink, VendorKey
from homeroom.people import insert as inserting
from homeroom.people.insert import NEVER_TWICE, insert, newer
from homeroom.people.models import Student

pytestmark = pytest.mark.django_db
KEY = ("program", "key", "claim")
LINK = ("program", "vendor_key", "key", "identity", "claim", "student", "method", "evidence", "score", "decision")
LINK += ("delivery", "made_at", "withdrawn_at")
NOON = datetime(2026, 10, 5, 12, 0, 0, 250, tzinfo=UTC)


def claims() -> dict[str, str]:
    return dict(VendorKey.objects.values_list("key", "claim"))


def test_rows_read_back_as_they_were_told() -> None:
    child = Student.objects.create(sourced_id="1", given_name="Zoë", family_name="Núñez")
    told = ("garden", "k", "a" * 64, "b" * 64, "given_name=Zoë % {x}", child.pk, "id", "", 0.5, None, None, NOON, None)
    insert(IdentityLink, LINK, [told])
    link = IdentityLink.objects.get()
    assert (link.claim, link.student, link.score, link.decision, link.delivery) == (told[4], child, 0.5, None, None)
    assert (link.made_at, link.withdrawn_at) == (NOON, None)


def test_more_rows_than_one_statement_takes_are_all_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inserting, "AT_ONCE", 3)
    insert(VendorKey, KEY, (("garden", str(number), "") for number in range(7)))
    assert claims() == dict.fromkeys(map(str, range(7)), "")


def test_nothing_is_asked_where_there_are_no_rows(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        insert(VendorKey, KEY, [])


def test_a_row_whose_like_is_there_is_passed_over_or_taken_over_as_told() -> None:
    insert(VendorKey, KEY, [("garden", "a", "first"), ("garden", "b", "first")])
    insert(VendorKey, KEY, [("garden", "a", "second"), ("garden", "c", "second")], NEVER_TWICE)
    assert claims() == {"a": "first", "b": "first", "c": "second"}
    insert(VendorKey, KEY, [("garden", "a", "third"), ("garden", "d", "third")], newer(VendorKey, KEY[:2], KEY[2:]))
    assert claims() == {"a": "third", "b": "first", "c": "second", "d": "third"}


def test_a_row_whose_like_is_there_is_refused_where_nothing_is_told() -> None:
    insert(VendorKey, KEY, [("garden", "a", "first")])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(VendorKey, KEY, [("garden", "b", "second"), ("garden", "a", "second")])
    assert claims() == {"a": "first"}


def test_a_value_never_becomes_a_part_of_the_statement() -> None:
    sly = "'); delete from intake_vendorkey; --"
    insert(VendorKey, KEY, [("garden", "a", sly), ("garden", "%s", "{rows}")])
    assert claims() == {"a": sly, "%s": "{rows}"}


def test_what_the_database_checks_is_checked() -> None:
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        insert(VendorKey, KEY, [("garden", None, "")])
