"""A teacher's check counts at once, where nothing else is published meanwhile; else from the night on."""

from __future__ import annotations

from collections.abc import Collection

from homeroom.facts import store
from homeroom.facts.models import FactFile
from homeroom.facts.schema import MASTERY


def counts_at_once(students: Collection[int]) -> bool:
    """Estimate these children anew. Whether that was done: a page must not wait for a night that is under way.

    Call it when what the teacher said is committed: before the first night, or beside one, the night will read it.
    """
    if not FactFile.objects.filter(table=MASTERY.name, retired_in=None).exists():
        return False
    from homeroom.mastery import estimate, learning  # brings numba, which takes a second

    if learning.standing(estimate.engine()) is None:
        return False
    try:
        with store.publishing(wait=False):
            estimate.again(sorted(students))
    except BlockingIOError:
        return False
    return True
