"""The child's ids and names in the words of other records: messages, notes, columns of a roster that nobody uses."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import CharField, Field, Func, JSONField, Model, Q, TextField, Value
from django.db.models.functions import Cast, Coalesce

from homeroom.evidence import ledger_lock
from homeroom.people.known_by import family_alone
from homeroom.people.models import AuditChild, AuditEntry, AuditHead, Contact, ErasedKey, Erasure, ErasureLine
from homeroom.people.signin_models import WaitingIdentity

GONE = "(erased)"
# A shorter word stands in many texts that are about somebody else.
TELLING = 4
# The audit log is never edited: it holds numbers, no names. What tells of the erasure holds no name either.
# A waiting identity that tells of the child goes whole, with the people.
LEFT = (AuditEntry, AuditChild, AuditHead, Erasure, ErasureLine, ErasedKey, WaitingIdentity)


def remove(student: int, words: Collection[str]) -> dict[str, int]:
    """Put GONE in the place of each word, in every text column of every table but the child's own. Rows by table."""
    long = sorted((word for word in words if len(word) >= TELLING), key=len, reverse=True)
    if not long:
        return {}
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, long)) + r")(?!\w)", re.IGNORECASE)
    with ledger_lock.door():
        return _removed(student, long, pattern, set(words))


def _removed(student: int, long: list[str], pattern: re.Pattern[str], words: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for model in apps.get_models(include_auto_created=True):
        if model not in LEFT and (columns := _texts(model)) and model._default_manager.exists():
            count = sum(_clean(row, columns, pattern, words) for row in _rows(model, columns, long, student))
            if count:
                found[f"mentions in {model._meta.verbose_name_plural}"] = count
    return found


def _texts(model: type[Model]) -> list[Field[Any, Any]]:
    """Columns of free text. One that must be unique names the row itself, and is nobody's mention."""
    kinds = (CharField, TextField, JSONField)
    return [one for one in model._meta.concrete_fields if isinstance(one, kinds) and not one.unique]


def _rows(model: type[Model], columns: list[Field[Any, Any]], words: list[str], student: int) -> Iterator[Model]:
    # In JSON a letter beyond ASCII may stand as its number.
    spelled = {way for word in words for way in (word, json.dumps(word)[1:-1])}
    hit = reduce(or_, (Q(texts__icontains=one) for one in sorted(spelled)))
    rows = model._default_manager.alias(texts=_together(columns)).filter(hit)
    if model._meta.label == "people.Student":
        rows = rows.exclude(pk=student)
    elif model is Contact:  # those who go with the child go whole, and are known by their columns until then
        rows = rows.exclude(pk__in=[one.pk for one in family_alone(student)])
    elif any(one.name == "student" for one in model._meta.concrete_fields):
        rows = rows.exclude(student=student)
    return rows.iterator()


def _together(columns: list[Field[Any, Any]]) -> Func:
    """All columns as one text, so that each word is asked for once. Flat: nested calls are too deep for SQLite."""
    blank, end = Value("", TextField()), Value("\n", TextField())
    texts = [part for one in columns for part in (Coalesce(Cast(one.name, TextField()), blank), end)]
    return Func(*texts, template="(%(expressions)s)", arg_joiner=" || ", output_field=TextField())


def _clean(row: Model, columns: list[Field[Any, Any]], pattern: re.Pattern[str], words: set[str]) -> bool:
    changed = []
    for column in columns:
        before = getattr(row, column.attname)
        after = cleaned(before, pattern, words)
        if after != before:
            setattr(row, column.attname, after)
            changed.append(column.name)
    if changed:
        row.save(update_fields=changed)
    return bool(changed)


def cleaned(value: Any, pattern: re.Pattern[str], words: set[str]) -> Any:
    """The value without the words; in a list of ids, without the id."""
    if isinstance(value, str):
        listed = value.split(",")
        if any(part.strip() in words for part in listed):
            return ",".join(part for part in listed if part.strip() not in words)
        return pattern.sub(GONE, value)
    if isinstance(value, list):
        return [cleaned(one, pattern, words) for one in value if not (isinstance(one, str) and one in words)]
    if isinstance(value, dict):
        return {name: cleaned(one, pattern, words) for name, one in value.items()}
    return value
