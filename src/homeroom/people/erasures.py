"""Erasures on record: begun, counted, finished; and the keyed hashes that keep an erased child from coming back."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from homeroom.people.known_by import KnownBy
from homeroom.people.models import ErasedKey, Erasure, ErasureLine
from homeroom.people.names import folded
from homeroom.people.record import Removed


def begin(student: int, known: Iterable[KnownBy], asked_by: str, request: str, *, keep_out: bool = True) -> Erasure:
    """Write down what will be erased before anything is. An erasure of this child that is open goes on."""
    with transaction.atomic():
        if standing := open_one(student):
            return standing
        people = list(known)
        made = Erasure.objects.create(
            student=student, child=digest(people[0].sourced_id), asked_by=asked_by[:150], request=request[:255]
        )
        keys = {digest(text) for one in people for text in kept_out(one)} if keep_out else set()
        ErasedKey.objects.bulk_create((ErasedKey(digest=key, erasure=made) for key in keys), ignore_conflicts=True)
        return made


def open_one(student: int) -> Erasure | None:
    return Erasure.objects.filter(student=student, finished_at=None).first()


def unfinished() -> list[Erasure]:
    return list(Erasure.objects.filter(finished_at=None).order_by("pk"))


def removed(student: int, package: str, place: str, count: int) -> Removed:
    """Count what was just removed on the open erasure's certificate. Call it in the transaction that removes."""
    erasure = open_one(student)
    if erasure and count:
        line, _ = ErasureLine.objects.get_or_create(erasure=erasure, package=package, place=place[:255])
        ErasureLine.objects.filter(pk=line.pk).update(removed=F("removed") + count)
    return Removed(package, place, count)


def step_done(erasure: Erasure, name: str) -> None:
    erasure.steps = [*erasure.steps, name]
    erasure.save(update_fields=["steps"])


def finish(erasure: Erasure, remarks: Iterable[str]) -> None:
    erasure.remarks, erasure.finished_at = list(remarks), timezone.now()
    erasure.save(update_fields=["remarks", "finished_at"])


def kept_out(known: KnownBy) -> set[str]:
    """The forms under which files may not bring this person back."""
    told = {form for text in (*known.ids, *known.accounts, *known.also) for form in forms(text)}
    return told | {name_key(*name) for name in known.names}


def forms(text: str) -> set[str]:
    """An id or account as it is compared; a number with its leading zeros and without, since spreadsheets eat them."""
    shown = "".join(sign for sign in unicodedata.normalize("NFC", text) if unicodedata.category(sign)[0] not in "CZ")
    normal = re.sub(r"\.0+$", "", shown.casefold())
    return {normal, normal.lstrip("0")} - {""} if normal.isdigit() else {normal} - {""}


def name_key(given: str, family: str) -> str:
    return f"{folded(given)}\x1f{folded(family)}"


def keys_kept_out() -> frozenset[str]:
    return frozenset(ErasedKey.objects.values_list("digest", flat=True))


def is_kept_out(text: str, keys: Collection[str]) -> bool:
    """Whether this id or account was an erased child's."""
    return bool(keys) and any(digest(form) in keys for form in forms(text))


def is_name_kept_out(given: str, family: str, keys: Collection[str]) -> bool:
    return bool(keys) and digest(name_key(given, family)) in keys


def let_back(student: int) -> int:
    """Let the school system bring a child back whom it still holds. How many keys were let go."""
    return ErasedKey.objects.filter(erasure__student=student).delete()[0]


def digest(text: str) -> str:
    return hmac.new(_key(settings.SECRET_KEY), text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return hashlib.sha256(b"homeroom erased keys" + secret.encode()).digest()
