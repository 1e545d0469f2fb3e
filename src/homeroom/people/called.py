"""By what names people are called who said something. A sign-in's name is kept with what was said: it outlives both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from homeroom.people.models import User


def names_of(sign_ins: Iterable[str]) -> Mapping[str, str]:
    """Each sign-in with the name of the person whom it belongs to; where there is none any more, with itself."""
    wanted = {*sign_ins}
    users = User.objects.filter(username__in=wanted).select_related("staff", "contact")
    return {**{one: one for one in wanted}, **{user.get_username(): name(user) for user in users}}


def name(user: User) -> str:
    person = user.staff or user.contact
    return person.name if person else user.get_username()
