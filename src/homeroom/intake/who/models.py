"""Keys that wait for a person, and what people decided. The tables stay small: a row a key, not a row a row."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class VendorKey(models.Model):
    """A child as one program knows them, once it has waited for a person or was decided about.

    `key` is `matching.claim.key`; `claim` what the newest file tells, as `matching.claim.as_text` writes it.
    """

    program = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    claim = models.TextField()

    class Meta:
        app_label = "intake"
        constraints: ClassVar = [models.UniqueConstraint(fields=["program", "key"], name="one_vendor_key_once")]


class WaitingKey(models.Model):
    """How many quarantined rows of one delivery wait because of one key, and why. Rewritten with each publication."""

    vendor_key = models.ForeignKey(VendorKey, on_delete=models.CASCADE, related_name="waiting")
    delivery = models.ForeignKey("intake.Delivery", on_delete=models.CASCADE, related_name="waiting_keys")
    code = models.CharField(max_length=32)
    words = models.TextField()
    rows = models.PositiveBigIntegerField()
    first_row = models.PositiveBigIntegerField()

    class Meta:
        app_label = "intake"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vendor_key", "delivery"], name="one_waiting_key_a_delivery")
        ]


class IdentityDecision(models.Model):
    """What a person said about one key. Rows are only ever added; the row that undoes another names it."""

    class Verdict(models.TextChoices):
        CONFIRM = "confirm"
        REJECT = "reject"
        NOT_OURS = "not our child"
        UNDONE = "undone"

    vendor_key = models.ForeignKey(VendorKey, on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(max_length=16, choices=Verdict)
    student = models.ForeignKey("people.Student", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="undone_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=255, blank=True)

    class Meta:
        app_label = "intake"
        ordering: ClassVar = ["id"]
