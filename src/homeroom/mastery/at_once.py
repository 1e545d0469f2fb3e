"""A teacher's check counts at once, where nothing else is published meanwhile; else from the night on."""

from __future__ import annotations

from collections.abc import Collection

from homeroom.facts import store


def counts_at_once(students: Collection[int]) -> bool:
    """Estimate these children anew. Whether that was done: a page must not wait for a night that is under way."""
    from homeroom.mastery import estimate, learning  # brings numba, which takes a second

    if learning.standing() is None:
        return False
    try:
        with store.publishing(wait=False):
            estimate.again(sorted(students))
    except BlockingIOError:
        return False
    return True
