"""Which fact files are true, and since when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class FactVersion(models.Model):
    """One publication. Its number is the version that reports name and caches are keyed by."""

    made_at = models.DateTimeField(auto_now_add=True)
    cause = models.CharField(max_length=255)


class FactFile(models.Model):
    """One immutable Parquet file. It is true from `added_in` until, not including, `retired_in`."""

    table = models.CharField(max_length=64)
    school_year = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=255, unique=True)
    rows = models.PositiveBigIntegerField()
    bytes = models.PositiveBigIntegerField()
    # Of its bytes; blank for a file that an earlier version wrote.
    sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    first_student = models.BigIntegerField()
    last_student = models.BigIntegerField()
    added_in = models.ForeignKey(FactVersion, on_delete=models.PROTECT, related_name="added")
    retired_in = models.ForeignKey(FactVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="retired")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["table", "retired_in", "school_year"])]
