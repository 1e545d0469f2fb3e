"""The pages about who stands in for whom, and whose view one takes."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from homeroom.pages.kit.rooms import Rooms

ROOMS: Rooms = (
    ("substitutes", gettext_noop("Substitutes"), frozenset()),
    ("view-as", gettext_noop("View as"), frozenset()),
)
