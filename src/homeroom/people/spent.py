"""Things that count once: spending one is a single INSERT, so two requests at once can't both use it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from itertools import batched

from django.db import IntegrityError, transaction

from homeroom.people.signin_models import Spent

AT_ONCE = 500  # keys a query


def spend(kind: str, what: str, until: datetime) -> bool:
    """Whether this is the first use. It is remembered `until` it could not be used anyhow."""
    try:
        with transaction.atomic():
            Spent.objects.create(key=_key(kind, what), until=until)
    except IntegrityError:
        return False
    return True


def is_spent(kind: str, what: str) -> bool:
    return Spent.objects.filter(key=_key(kind, what)).exists()


def spent_of(kind: str, whats: Sequence[str]) -> set[str]:
    """Those of many that are spent."""
    keys = {_key(kind, what): what for what in whats}
    held = [Spent.objects.filter(key__in=some).values_list("key", flat=True) for some in batched(keys, AT_ONCE)]
    return {keys[key] for found in held for key in found}


def _key(kind: str, what: str) -> str:
    return sha256(f"{kind}\0{what}".encode("utf-8", "surrogatepass")).hexdigest()
