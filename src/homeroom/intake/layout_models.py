"""Files of unknown layouts, and what a person made of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from homeroom.intake.models import Delivery


class UnknownLayout(models.Model):
    """A file whose header fitted no layout: its column names, and what a person made of it. It may be decided once."""

    class Decision(models.TextChoices):
        NONE = ""
        ACCEPTED = "accepted"
        REJECTED = "rejected"

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="unknown_layout")
    # SHA-256 of the header's signature: files of one layout are found together.
    signature = models.CharField(max_length=64, db_index=True)
    names = models.JSONField(default=list)
    delimiter = models.CharField(max_length=1, default=",")
    decision = models.CharField(max_length=16, choices=Decision, default=Decision.NONE, blank=True)
    # The layout that was accepted, as program/report/layout.
    layout = models.CharField(max_length=255, blank=True)
    reason = models.CharField(max_length=255, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-delivery_id"]
