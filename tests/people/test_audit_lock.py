"""The database itself refuses to change or remove an entry, whatever code asks for it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from homeroom.people import audit, audit_lock, audit_purge
from homeroom.people.models import AuditEntry, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> AuditEntry:
    made = audit.saw(User.objects.create(username="alice"), "class page 1", [1], "own class")
    audit_lock.put_on()
    return made


def test_it_can_be_put_on_twice(entry: AuditEntry) -> None:
    audit_lock.put_on()
    assert audit_lock.is_on()


def test_nothing_changes_or_removes_an_entry(entry: AuditEntry) -> None:
    entry.reason = "another"
    ways = [
        lambda: AuditEntry.objects.update(reason="another"),
        lambda: AuditEntry.objects.all().delete(),
        lambda: AuditEntry.objects.bulk_update([entry], ["reason"]),
        entry.save,
        entry.delete,
    ]
    for way in ways:
        with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
            way()
    assert AuditEntry.objects.values_list("reason", flat=True).get() == "own class"


def test_entries_are_still_added(entry: AuditEntry) -> None:
    assert audit.saw(User.objects.get(), "class page 2", [1], "own class").place == 2


def test_the_door_of_the_purge_shuts_behind_it(entry: AuditEntry) -> None:
    with audit_lock.door():
        AuditEntry.objects.all().delete()
    assert not AuditEntry.objects.exists()
    assert audit_lock.is_on()
    again = audit.saw(User.objects.get(), "class page 2", [1], "own class")
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        again.delete()


def test_the_door_leads_to_no_change_on_postgresql(entry: AuditEntry) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite opens the whole door, for one transaction in which nobody else writes")
    with pytest.raises(DatabaseError, match="only ever added to"), audit_lock.door():
        AuditEntry.objects.update(reason="another")


def test_purging_goes_through_the_door(entry: AuditEntry) -> None:
    from datetime import date

    assert audit_purge.purge(date(2999, 1, 1)) == 1
    assert audit_lock.is_on()
