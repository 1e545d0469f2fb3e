"""Rows of received files that were erased on request: by number alone, so that they stay accounted for."""

from __future__ import annotations

from django.db import models


class ErasedRows(models.Model):
    """Rows of the kept original `sha256` that are erased. They are blank in it, or will be at the next run.

    The file keeps its name, the SHA-256 of what was received, and its rows keep their numbers.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    # As `ledger.packed` packs row numbers.
    numbers = models.BinaryField()
    blanked = models.BooleanField(default=False)
