"""What a family says is wrong in a record, and what was decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from homeroom.people.models import Student


class Correction(models.Model):
    """One request. The record, the family's statement and the decision stand together for as long as the record does.

    Nothing of the record is edited by it: a program's wrong number is corrected by the program's next delivery.
    """

    class Decision(models.TextChoices):
        PENDING = "pending"
        GRANTED = "granted"
        DENIED = "denied"

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="corrections")
    # Which page, table or row, in the words of who wrote it down.
    about = models.CharField(max_length=255)
    # What the record said when the request came, in words.
    original = models.TextField()
    statement = models.TextField()
    received_on = models.DateField()
    received_by = models.CharField(max_length=150)
    decision = models.CharField(max_length=16, choices=Decision, default=Decision.PENDING)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    reason = models.TextField(blank=True)
    # What was changed, where it was granted.
    changed = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-received_on", "-id"]
