"""What somebody reads at the front door who has no class and no child there: why, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from homeroom.intake.layouts import declared
from homeroom.people.models import User


@dataclass(frozen=True)
class Nothing:
    """A heading and its sentences."""

    heading: str | Promise
    words: tuple[str | Promise, ...]


STAFF = Nothing(
    gettext_lazy("You have no class today"),
    (
        gettext_lazy(
            "A class appears here when the roster names you as its teacher, or your principal's role names your "
            "school. Rosters are taken in by the data team; if something is missing, tell them which class you teach."
        ),
    ),
)
FAMILY = Nothing(
    gettext_lazy("No child is linked to you today"),
    (
        gettext_lazy(
            "The school's roster says whose family you are. Today it names no child for you, or the child has left."
        ),
        gettext_lazy(
            "If that is wrong, ask the school's office to correct the contact in its records. "
            "The page follows by itself."
        ),
    ),
)
STUDENT = Nothing(
    gettext_lazy("Your page is not ready yet"),
    (gettext_lazy("Your list for today will be here. Until then your teacher tells you what comes next."),),
)


def nothing_for(user: User) -> Nothing:
    """By what a person is; staff without a class are told how a class comes here."""
    if user.vendor:
        return _vendor(user.vendor)
    if user.contact_id is not None:
        return FAMILY
    if user.student_id is not None:
        return STUDENT
    return STAFF


def _vendor(slug: str) -> Nothing:
    names = {program.slug: program.name for program in declared()}
    program = names.get(slug) or slug.replace("_", " ").title()
    return Nothing(
        gettext("%(program)s at this network") % {"program": program},
        (
            gettext(
                "Whoever makes a program sees how its files arrive and how its lessons do, in numbers, never a child."
            ),
            gettext("If a file was refused, the network's data team sees why, row by row; ask them."),
        ),
    )
