"""What was written that reports are drawn from. The reports themselves are no state: see `kept`."""

from __future__ import annotations

from django.db import models


class Written(models.Model):
    """That something which a report reads was written. The database's own triggers add the rows (`kept.watch`).

    `of` is "child 17", "class 3" or "everybody". Stamps are drawn by chance, and only their sum is ever asked for.
    """

    of = models.CharField(max_length=32, db_index=True)
    stamp = models.PositiveBigIntegerField()
