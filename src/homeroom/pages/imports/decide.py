"""Where a person decides about a held delivery."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from homeroom.intake.models import ROSTERS, Delivery


def decide(delivery: Delivery) -> list[tuple[str, str]]:
    """Words and address of each decision; none where nothing waits."""
    if delivery.state != Delivery.State.HELD:
        return []
    if delivery.program in ROSTERS:
        return _there(("Approve or reject this roster", "held-rosters", []))
    return _there(("Compare its columns and accept or reject a layout", "new-layout", [delivery.pk]))


def _there(*ways: tuple[str, str, list[int]]) -> list[tuple[str, str]]:
    found = []
    for words, route, arguments in ways:
        try:
            found.append((words, reverse(route, args=arguments)))
        except NoReverseMatch:
            continue
    return found
