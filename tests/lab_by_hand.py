"""A learning lab for tests: who runs it, and a feed of sign-ins that says what a test tells it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from a_school import TODAY, Town, staff, teaches
from homeroom.people.models import Class, Role, User
from homeroom.people.presence import Presence, SignedIn

FEED = "lab_by_hand.Feed"
# A quarter to ten on the day of the tests, by the school's clock.
AT = timezone.make_aware(datetime(TODAY.year, TODAY.month, TODAY.day, 9, 45))


class Feed:
    """Says what `tell` was given, to everybody, until the next `tell`."""

    said = Presence(None)

    def presence(self, students: Collection[int], at: datetime) -> Presence:
        found = {child: one for child, one in self.said.signed_in.items() if child in students}
        return Presence(self.said.heard, found, self.said.played)


def tell(signed_in: dict[int, SignedIn] | None = None, heard: datetime | None = AT, played: bool = False) -> None:
    Feed.said = Presence(heard, signed_in or {}, played)


def in_since(minutes: float, at: datetime = AT, **more: Any) -> SignedIn:
    """A child who signed in so many minutes ago and has worked in Number Trail up to now."""
    came = at - timedelta(minutes=minutes)
    told = {"heard": at, "worked": at, "program": "number_trail", "since": came} | more
    return SignedIn(at=came, **told)


def ago(at: datetime = AT, **back: float) -> datetime:
    return at - timedelta(**back)


def coordinator(place: Town, *classes: Class, name: str = "lab") -> User:
    """Runs the lab of the school, for these classes (the town's own)."""
    user = staff(name, Role.Kind.LAB_COORDINATOR, place.school)
    for room in classes or (place.group,):
        teaches(user, room)
    return user
