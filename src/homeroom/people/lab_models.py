"""What the adults of a learning lab write down: who is absent today, and whom they helped."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from homeroom.people.models import School, Student


class LabAbsence(models.Model):
    """One child is not expected in the lab on one day. Taken back, the row goes; the audit log keeps that it was."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="lab_absences")
    day = models.DateField()
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["student", "day"], name="absent_once_a_day")]


class LabHelp(models.Model):
    """Somebody helped one child in the lab. `note` is what about, in a few words; blank where nobody wrote any."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="lab_help")
    # The lab in which it was: a child may go to two.
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    note = models.CharField(max_length=200, blank=True)
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["student", "day"])]
