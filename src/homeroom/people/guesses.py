"""Guessing is slowed down per account, never per address: a lab of 120 children sits behind one.

A try is counted before it is looked at, so a thousand at once gain nothing. Names that nobody has are counted alike.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from homeroom.people.signin_models import GuessCount

FREE = 5
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)
PASSWORD, CODE = "password", "code"


def admit(what: str, account: str, device: str = "") -> timedelta:
    """Count a try at an account; zero where it may be looked at, else how long no try will be.

    `device` is the mark of a browser that this person signed in from before: it has a count of its own.
    """
    key, now = _key(what, account, device), timezone.now()
    with transaction.atomic():
        count = _held(key, now)
        if count.open_at > now:
            return count.open_at - now
        count.tries = 1 if now - count.last_at > FORGOTTEN_AFTER else count.tries + 1
        count.last_at, count.open_at = now, now + pause(count.tries)
        count.save()
    return timedelta(0)


def pause(tries: int) -> timedelta:
    """How long nothing is looked at after so many tries in a row: none at first, then twice as long each time."""
    if tries < FREE:
        return timedelta(0)
    doubled: timedelta = FIRST_PAUSE * 2 ** min(tries - FREE, 20)
    return min(LONGEST_PAUSE, doubled)


def forgive(what: str, account: str, device: str = "") -> None:
    """The right answer came: its own count starts anew; the count of other browsers stays."""
    GuessCount.objects.filter(key=_key(what, account, device)).delete()


def _held(key: str, now: datetime) -> GuessCount:
    """The count, locked until the transaction ends."""
    found = GuessCount.objects.select_for_update().filter(key=key).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return GuessCount.objects.create(key=key, last_at=now, open_at=now)
    except IntegrityError:  # two first tries at once
        return GuessCount.objects.select_for_update().get(key=key)


def _key(what: str, account: str, device: str) -> str:
    """Names in any spelling of case fall on one count, and nobody reads a name out of the table."""
    told = f"{what}\0{account.casefold()}\0{device}"
    return str(salted_hmac("homeroom.guesses", told, algorithm="sha256").hexdigest())
