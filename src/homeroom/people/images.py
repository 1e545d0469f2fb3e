"""What the people's tables held before a change and after it, row by row, so that the change can be weighed and undone.

An image holds every row that a roster may write. Of a sign-in it holds only what a roster decides: whose it is, its
name, whether it works; passwords and visits are no roster's business.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, ForeignObjectRel, Model

from homeroom.people.known_by import family_alone
from homeroom.people.models import (
    AcademicSession,
    Class,
    Contact,
    Enrollment,
    Relationship,
    Role,
    School,
    Staff,
    Student,
    StudentIdentifier,
    User,
)
from homeroom.people.upsert import BATCH, write

# Whatever refers to another table stands after it.
TABLES: Mapping[str, type[Model]] = {
    "school": School,
    "session": AcademicSession,
    "class": Class,
    "class_term": Class.terms.through,
    "student": Student,
    "student_school": Student.schools.through,
    "identifier": StudentIdentifier,
    "staff": Staff,
    "role": Role,
    "contact": Contact,
    "relationship": Relationship,
    "enrollment": Enrollment,
    "account": User,
}
ACCOUNT = ("id", "username", "is_active", "inactive_until", "staff_id", "contact_id")
Row = Mapping[str, Any]
Image = Mapping[str, Mapping[int, tuple[Any, ...]]]


@dataclass(frozen=True)
class Change:
    """One row before (None: there was none) and a digest of it after (blank: there is none)."""

    table: str
    pk: int
    before: tuple[Any, ...] | None
    after: str


def names(table: str) -> tuple[str, ...]:
    """The columns of a table's rows in an image, the primary key first."""
    return ACCOUNT if table == "account" else tuple(field.attname for field in _fields(table))


def take(tables: Collection[str] = tuple(TABLES), pks: Mapping[str, Collection[int]] | None = None) -> Image:
    """The rows as they stand: all of them, or those of `pks` by table."""
    return {table: _rows(table, None if pks is None else pks.get(table, ())) for table in tables}


def named(image: Image, table: str) -> dict[int, Row]:
    """A table's rows with their columns' names."""
    columns = names(table)
    return {pk: dict(zip(columns, row, strict=True)) for pk, row in image[table].items()}


def changes(before: Image, after: Image) -> list[Change]:
    """Every row that differs, in the order of the tables."""
    found = []
    for table, was in before.items():
        now = after[table]
        differing = [pk for pk in {**was, **now} if was.get(pk) != now.get(pk)]
        found += [Change(table, pk, was.get(pk), digest(now.get(pk))) for pk in sorted(differing)]
    return found


def digest(row: tuple[Any, ...] | None) -> str:
    return "" if row is None else hashlib.sha256(_json(row)).hexdigest()[:32]


def packed(changed: Iterable[Change]) -> bytes:
    """Changes as compressed JSON: a changed row takes some tens of bytes."""
    return zlib.compress(_json([[one.table, one.pk, one.before, one.after] for one in changed]), 9)


def unpacked(blob: bytes | memoryview[int]) -> list[Change]:
    """What `packed` packed."""
    listed = json.loads(zlib.decompress(bytes(blob)))
    return [Change(table, pk, _typed(table, before), after) for table, pk, before, after in listed]


def without_student(changed: Iterable[Change], student: int, words: Collection[str] = ()) -> list[Change]:
    """The changes less every row of one child, and less those in which one of the child's ids or names stands."""
    gone, own = frozenset(words), of_child(student)
    left = (one for one in changed if student != _child(one) and one.pk not in own.get(one.table, ()))
    return [one for one in left if not _tells(one.before, gone)]


def of_child(student: int) -> dict[str, set[int]]:
    """The rows that go with a child, by table: the child's own, and those of contacts who are nobody else's."""
    contacts = [one.pk for one in family_alone(student)]
    found = {"student": {student}, "contact": set(contacts)}
    for table in ("student_school", "identifier", "relationship", "enrollment", "account"):
        own = TABLES[table]._default_manager.filter(student_id=student)
        found[table] = set(own.values_list("pk", flat=True))
    for table in ("relationship", "account"):
        theirs = TABLES[table]._default_manager.filter(contact_id__in=contacts)
        found[table] |= set(theirs.values_list("pk", flat=True))
    return found


def _tells(row: tuple[Any, ...] | None, words: Collection[str]) -> bool:
    """Whether a cell is one of the words, or lists one: a relative's row may name the child among others."""
    if row is None or not words:
        return False
    texts = [text for cell in row for text in ([cell] if isinstance(cell, str) else _texts(cell))]
    return any(part.strip() in words for text in texts for part in (text, *text.split(",")))


def _texts(cell: Any) -> list[str]:
    values = cell.values() if isinstance(cell, dict) else cell if isinstance(cell, list) else ()
    return [value for value in values if isinstance(value, str)]


def _child(one: Change) -> int | None:
    if one.table == "student":
        return one.pk
    columns = names(one.table)
    return one.before[columns.index("student_id")] if one.before and "student_id" in columns else None


def moved_on(changed: Iterable[Change]) -> dict[str, int]:
    """Rows that are no longer as the change left them, counted by table: something else has been done since."""
    listed = list(changed)
    now = take(pks=_by_table(listed))
    found: dict[str, int] = {}
    for one in listed:
        if digest(now[one.table].get(one.pk)) != one.after:
            found[one.table] = found.get(one.table, 0) + 1
    return found


def leaning_on(changed: Iterable[Change]) -> dict[type[Model], list[int]]:
    """Rows that refer to rows which the change brought in, by model. They came later: undoing would take them along."""
    listed = list(changed)
    own = {TABLES[table]: set(pks) for table, pks in _by_table(listed).items()}
    found: dict[type[Model], set[int]] = {}
    for table, pks in _created(listed).items():
        for relation in TABLES[table]._meta.get_fields(include_hidden=True):
            if table != "account" and isinstance(relation, ForeignObjectRel) and not relation.many_to_many:
                model: Any = relation.related_model
                leaning = model._default_manager.filter(**{f"{relation.field.name}__in": pks})
                found.setdefault(model, set()).update(set(leaning.values_list("pk", flat=True)) - own.get(model, set()))
    return {model: sorted(pks) for model, pks in found.items() if pks}


def restore(changed: Iterable[Change], mark: str) -> None:
    """Make every row what it was before. Call it in a transaction, after `moved_on` and `leaning_on` found nothing.

    A sign-in that the change brought in is kept, since people may have used it, but belongs to nobody, works no longer
    and leaves its name free: `mark` is put behind it.
    """
    listed = list(changed)
    created = _created(listed)
    _close_accounts(created.pop("account", []), mark)
    for table in reversed(tuple(TABLES)):
        if created.get(table):
            _delete(TABLES[table], created[table])
    for table, model in TABLES.items():
        rows = [one.before for one in listed if one.table == table and one.before is not None]
        if table == "account":
            _reset_accounts([dict(zip(ACCOUNT, row, strict=True)) for row in rows])
        else:
            write(model, [model(**dict(zip(names(table), row, strict=True))) for row in rows])


def _rows(table: str, pks: Collection[int] | None) -> dict[int, tuple[Any, ...]]:
    manager = TABLES[table]._default_manager
    if pks is None:
        return {row[0]: row for row in manager.order_by().values_list(*names(table))}
    found: dict[int, tuple[Any, ...]] = {}
    wanted = sorted(pks)
    for start in range(0, len(wanted), BATCH):
        some = manager.filter(pk__in=wanted[start : start + BATCH]).order_by()
        found |= {row[0]: row for row in some.values_list(*names(table))}
    return found


def _fields(table: str) -> list[Field[Any, Any]]:
    fields = TABLES[table]._meta.concrete_fields
    return sorted(fields, key=lambda field: not field.primary_key)


def _json(value: object) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")).encode()


def _typed(table: str, row: list[Any] | None) -> tuple[Any, ...] | None:
    """JSON knows no dates; everything else that these tables hold comes back as it was."""
    if row is None:
        return None
    days = {"begins_on", "ends_on", "missing_since"}
    return tuple(
        date.fromisoformat(value) if name in days and value is not None else value
        for name, value in zip(names(table), row, strict=True)
    )


def _by_table(changed: Iterable[Change]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for one in changed:
        found.setdefault(one.table, []).append(one.pk)
    return found


def _created(changed: Iterable[Change]) -> dict[str, list[int]]:
    return _by_table(one for one in changed if one.before is None)


def _delete(model: type[Model], pks: list[int]) -> None:
    """Delete these rows alone. What refers to them is deleted before, or was found by `leaning_on`."""
    for start in range(0, len(pks), BATCH):
        rows = model._default_manager.filter(pk__in=pks[start : start + BATCH])
        rows._raw_delete(rows.db)


def _close_accounts(pks: Iterable[int], mark: str) -> None:
    for account in User.objects.filter(pk__in=list(pks)):
        account.username = f"{account.username[: 149 - len(mark)]} {mark}"
        account.is_active, account.inactive_until = False, ""
        account.staff_id = account.contact_id = None
        account.save(update_fields=["username", "is_active", "inactive_until", "staff_id", "contact_id"])


def _reset_accounts(rows: list[dict[str, Any]]) -> None:
    """Names last: two people may have changed theirs with each other."""
    for row in rows:
        mark = f"homeroom-undo-{row['id']}"
        User.objects.filter(pk=row["id"]).update(username=mark, staff_id=None, contact_id=None)
    for row in rows:
        User.objects.filter(pk=row["id"]).update(**{name: row[name] for name in ACCOUNT[1:]})
