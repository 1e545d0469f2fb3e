"""Erasures, and what may not come back because of them. Nothing here names a child."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Erasure(models.Model):
    """A child's records taken out on request. `student` is the opaque number, which no row answers to any more.

    It is written before anything is removed, so that a run that was killed is taken up again.
    """

    student = models.BigIntegerField()
    # HMAC of the roster's id with the installation's own key: whoever knows the id can find the certificate by it.
    child = models.CharField(max_length=64)
    asked_by = models.CharField(max_length=150)
    request = models.CharField(max_length=255, blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Names of the steps that are done, in order.
    steps = models.JSONField(default=list)
    # What could not be promised, in sentences.
    remarks = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["student"], condition=Q(finished_at=None), name="one_open_erasure_a_child")
        ]


class ErasureLine(models.Model):
    """How much one erasure removed from one place. Written in the transaction that removes it."""

    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="lines")
    package = models.CharField(max_length=32)
    place = models.CharField(max_length=255)
    removed = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["package", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["erasure", "package", "place"], name="one_line_a_place")
        ]


class ErasedKey(models.Model):
    """HMAC of an id, an account or a name of an erased child: files that still name the child stay without effect."""

    digest = models.CharField(max_length=64, unique=True)
    erasure = models.ForeignKey(Erasure, on_delete=models.CASCADE, related_name="keys")
