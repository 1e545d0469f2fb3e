"""Who is looking: the person signed in, and whose eyes they look through."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from homeroom.people.models import User


@dataclass(frozen=True)
class Viewer:
    """`person` is signed in. `through`: the person whose view they have taken; then they see what both may see."""

    person: User | AnonymousUser
    through: User | None = None


def viewer(who: User | AnonymousUser | Viewer) -> Viewer:
    """The same as a viewer; a bare user looks with their own eyes."""
    return who if isinstance(who, Viewer) else Viewer(who)
