"""The list of children by entry: brought up to the log's end, held against the entries, and made anew out of them.

An entry says itself whom it is about, and is whole without this list. The list follows within a minute, and before
every reading of it: many entries together touch each place of the index once.
"""

from __future__ import annotations

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Max, QuerySet

from homeroom.people.models import AuditChild, AuditEntry, AuditHead

AT_ONCE = 5_000
TRIES = 3
WRAP = 2**64
# In the order of the index. Of one chain the entries between two places.
LIST = {
    "sqlite": "INSERT OR IGNORE INTO people_auditchild (student, entry_id)"
    " SELECT value, e.id FROM people_auditentry e, json_each(e.students)"
    " WHERE e.chain = %s AND e.place > %s AND e.place <= %s ORDER BY value, e.id",
    "postgresql": "INSERT INTO people_auditchild (student, entry_id)"
    " SELECT value::bigint, e.id FROM people_auditentry e, jsonb_array_elements_text(e.students)"
    " WHERE e.chain = %s AND e.place > %s AND e.place <= %s ORDER BY 1, 2 ON CONFLICT DO NOTHING",
}


def of_child(student: int) -> QuerySet[AuditChild]:
    """The rows about this child, up to the newest entry."""
    catch_up()
    return AuditChild.objects.filter(student=student)


def catch_up() -> None:
    """List the children of the entries that were added since. In several processes at once it does no harm."""
    behind = AuditHead.objects.filter(listed__lt=F("place")).order_by("chain")
    for chain, listed, place in behind.values_list("chain", "listed", "place"):
        for start in range(listed, place, AT_ONCE):
            _list(chain, start, min(start + AT_ONCE, place))


def _list(chain: int, after: int, upto: int) -> None:
    """The head is moved first: whoever lists the same places waits for it, and finds them done."""
    with transaction.atomic(), connection.cursor() as cursor:
        if AuditHead.objects.filter(chain=chain, listed=after).update(listed=upto):
            cursor.execute(LIST[connection.vendor], [chain, after, upto])


def agrees() -> bool:
    """Whether it lists exactly the children of the entries. Entries that come in meanwhile are left out; one that was
    begun before and ends meanwhile may be seen on one side only, so a difference is looked at again."""
    return any(_agrees() for _ in range(TRIES))


def _agrees() -> bool:
    """Both sides give the same sum of hashes, in whatever order they are read."""
    top = AuditEntry.objects.aggregate(top=Max("pk"))["top"] or 0
    try:
        with transaction.atomic():
            catch_up()
    except DatabaseError:  # somebody wrote an entry's children in a way that can't be read
        return False
    entries = AuditEntry.objects.order_by().filter(pk__lte=top).values_list("pk", "students")
    listed = AuditChild.objects.order_by().values_list("entry_id", "student")
    ours = sum(hash((pk, child)) for pk, students in entries.iterator(AT_ONCE) for child in students)
    theirs = sum(hash(row) for row in listed.iterator(AT_ONCE) if row[0] <= top)
    return ours % WRAP == theirs % WRAP


def make_anew() -> None:
    with transaction.atomic():
        AuditHead.objects.update(listed=F("kept_after"))
        AuditChild.objects.all()._raw_delete(using=connection.alias)
    catch_up()
