"""Roster sets as changes to what stands: weighed, perhaps held, decided by a person, undone."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class RosterChangeSet(models.Model):
    """What one roster set changes, or would change, and who decided."""

    class State(models.TextChoices):
        HELD = "held"
        APPLIED = "applied"
        REJECTED = "rejected"
        REPLACED = "replaced"
        UNDONE = "undone"

    name = models.CharField(max_length=255)
    program = models.CharField(max_length=64)
    # "bulk" tells everything, "delta" only what changed since the set before.
    mode = models.CharField(max_length=8, default="bulk")
    state = models.CharField(max_length=16, choices=State)
    deliveries = models.ManyToManyField("intake.Delivery", related_name="change_sets")
    received_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Weights by entity and school, as `weigh.Weight.as_json` gives them; why the set is held, in sentences.
    weights = models.JSONField(default=list)
    reasons = models.JSONField(default=list)
    # Primary keys and, for people who are not yet in the tables, names: what a person looks at before deciding.
    samples = models.JSONField(default=list)
    # Primary keys of the sign-ins that the set takes away, or would.
    suspends = models.JSONField(default=list)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    # The changed rows as they were before, packed by `people.images`; gone when they can't be undone any more.
    before = models.BinaryField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]


class RosterRollover(models.Model):
    """A change of term that was declared ahead: from `begins_on` to `ends_on` these schools' rosters change widely."""

    schools = models.ManyToManyField("people.School", related_name="+")
    begins_on = models.DateField()
    ends_on = models.DateField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    declared_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(name="rollover_in_order", condition=Q(ends_on__gte=F("begins_on")))
        ]
