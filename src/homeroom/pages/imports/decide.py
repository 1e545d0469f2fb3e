"""Where a person decides about a held roster."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from homeroom.intake.models import ROSTERS, Delivery


def decide(delivery: Delivery) -> list[tuple[str, str]]:
    """Words and address of the decision; none where nothing waits, or where there is no page for it."""
    if delivery.state != Delivery.State.HELD or delivery.program not in ROSTERS:
        return []
    try:
        return [(gettext("Approve or reject this roster"), reverse("rosters"))]
    except NoReverseMatch:
        return []
