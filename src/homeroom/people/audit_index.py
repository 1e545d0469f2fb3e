"""The list of children by entry, held against the entries, and made anew out of them."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Max

from homeroom.people.models import AuditChild, AuditEntry

AT_ONCE = 5_000
TRIES = 3
WRAP = 2**64
MAKE = {
    "sqlite": "INSERT INTO people_auditchild (student, entry_id)"
    " SELECT value, people_auditentry.id FROM people_auditentry, json_each(people_auditentry.students)",
    "postgresql": "INSERT INTO people_auditchild (student, entry_id)"
    " SELECT value::bigint, id FROM people_auditentry, jsonb_array_elements_text(students)",
}


def agrees() -> bool:
    """Whether it lists exactly the children of the entries. Entries that come in meanwhile are left out; one that was
    begun before and ends meanwhile may be seen on one side only, so a difference is looked at again."""
    return any(_agrees() for _ in range(TRIES))


def _agrees() -> bool:
    """Both sides give the same sum of hashes, in whatever order they are read."""
    top = AuditEntry.objects.aggregate(top=Max("pk"))["top"] or 0
    entries = AuditEntry.objects.order_by().filter(pk__lte=top).values_list("pk", "students")
    listed = AuditChild.objects.order_by().values_list("entry_id", "student")
    ours = sum(hash((pk, child)) for pk, students in entries.iterator(AT_ONCE) for child in students)
    theirs = sum(hash(row) for row in listed.iterator(AT_ONCE) if row[0] <= top)
    return ours % WRAP == theirs % WRAP


def make_anew() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        AuditChild.objects.all()._raw_delete(using=connection.alias)
        cursor.execute(MAKE[connection.vendor])
