"""Family reports as they were handed out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from homeroom.people.models import Student


class FamilySheet(models.Model):
    """One family report that a member of staff approved, kept word for word: what a family holds, the record holds."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="family_sheets")
    # The day the sheet tells of, and the language beside English; blank where it is English alone.
    on = models.DateField()
    language = models.CharField(max_length=8, blank=True)
    # The lines of the sheet, as `homeroom.reports.family` wrote them.
    sheet = models.JSONField()
    drawn_from = models.CharField(max_length=255, blank=True)
    approved_by = models.CharField(max_length=150)
    approved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["student", "-on"])]
