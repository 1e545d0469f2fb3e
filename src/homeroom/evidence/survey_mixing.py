"""Put anonymous answers down so that neither their place nor their moment tells which came last.

A database keeps an order that nobody asked it for: rows stand where there was room, and PostgreSQL tells of each by
which transaction it was written. So a new answer is written anew together with others of the same wave that are drawn
by chance, all under new keys and in an order drawn by chance: whatever was written last is one of twenty.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from homeroom.evidence.survey_models import AnonymousAnswer, SurveyComment, random_key

MIXED = 20


def put[Row: (AnonymousAnswer, SurveyComment)](new: Sequence[Row]) -> None:
    """Write rows of one survey and wave down among others. The caller holds the wave, so that two don't mix at once."""
    if not new:
        return
    model: Any = type(new[0])
    held = model._default_manager.filter(survey=new[0].survey, on=new[0].on)
    beside: list[Row] = _by_chance(held, MIXED - 1)
    model._default_manager.filter(pk__in=[one.pk for one in beside]).delete()
    rows = [*beside, *new]
    secrets.SystemRandom().shuffle(rows)
    for one in rows:
        one.pk = random_key()
    model._default_manager.bulk_create(rows)


def _by_chance[Row: (AnonymousAnswer, SurveyComment)](held: QuerySet[Row], many: int) -> list[Row]:
    """The next ones from a place drawn by chance: keys are drawn by chance, too, so any may be among them."""
    start = random_key()
    found = list(held.filter(key__gte=start).order_by("key")[:many])
    return found + list(held.filter(key__lt=start).order_by("key")[: many - len(found)])
