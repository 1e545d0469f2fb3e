"""Things that count once: spending one is a single INSERT, so two requests at once can't both use it."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from homeroom.people.signin_models import Spent


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


def _key(kind: str, what: str) -> str:
    return sha256(f"{kind}\0{what}".encode("utf-8", "surrogatepass")).hexdigest()
