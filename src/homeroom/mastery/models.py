"""What teachers say of a child's mastery, and what was learned from answers. Estimates lie in the fact store."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from homeroom.people.models import Student
from homeroom.standards.models import Standard


class Check(models.Model):
    """What a teacher saw of a child on a standard on one day. It is evidence, weighed with all the other."""

    class Result(models.TextChoices):
        GOT_IT = "got it"
        PARTLY = "partly"
        NOT_YET = "not yet"

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="checks")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="checks")
    result = models.CharField(max_length=16, choices=Result)
    seen_on = models.DateField()
    note = models.CharField(max_length=255, blank=True)
    # The user name of whoever said it; it stays when the account goes.
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField(auto_now_add=True)
    # A check entered by mistake. It stays on record and counts no more.
    withdrawn_by = models.CharField(max_length=150, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["student", "standard"])]


class Override(models.Model):
    """A teacher's word on a child's state, with its reason. It is shown before the estimate and holds until lifted."""

    class State(models.TextChoices):
        NOT_YET = "not yet"
        GETTING_THERE = "getting there"
        NEARLY_THERE = "nearly there"
        MASTERED = "mastered"

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="overrides")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="overrides")
    state = models.CharField(max_length=16, choices=State)
    reason = models.CharField(max_length=1000)
    since = models.DateField()
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.CharField(max_length=150, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="an_override_has_a_reason"),
            models.UniqueConstraint(
                fields=["student", "standard"], condition=Q(lifted_at=None), name="one_override_holds"
            ),
        ]


class Stop(models.Model):
    """A teacher's word on one standard in a child's list of next steps: first, or off. It always wins."""

    class Where(models.TextChoices):
        FIRST = "first"
        OFF = "off"

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="stops")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="stops")
    where = models.CharField(max_length=8, choices=Where)
    reason = models.CharField(max_length=1000)
    since = models.DateField()
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.CharField(max_length=150, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_stop_has_a_reason"),
            models.UniqueConstraint(fields=["student", "standard"], condition=Q(lifted_at=None), name="one_stop_holds"),
        ]


class TeachersVersion(models.Model):
    """One row: how often teachers' words have changed. Every report that shows them names the number."""

    number = models.PositiveBigIntegerField(default=0)


class ParameterSet(models.Model):
    """The constants of an engine, as they were learned from this installation's answers. They tell of no child.

    Where the first try failed, they are the starting values and `learned_at` is blank.
    """

    engine = models.CharField(max_length=16)
    version = models.CharField(max_length=64)
    parameters = models.JSONField()
    learned_at = models.DateTimeField(null=True, blank=True, default=timezone.now)
    facts_version = models.PositiveBigIntegerField()
    # Why later attempts to learn anew failed; blank where the last one went well.
    failed = models.CharField(max_length=1000, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)


class Quality(models.Model):
    """How good an engine's numbers are, as counts: no child is in it, and nothing of fewer than ten children."""

    engine = models.CharField(max_length=16, unique=True)
    # What was foretold of children held out of the fit; empty where there were too few of them.
    figures = models.JSONField(default=dict)
    measured_at = models.DateTimeField(null=True, blank=True)
    parameters_version = models.CharField(max_length=64, blank=True)
    # Why the last try to measure failed; blank where it went well.
    failed = models.CharField(max_length=1000, blank=True)
    # On how much of what children work on there is enough evidence.
    evidence = models.JSONField(default=dict)
    counted_at = models.DateTimeField(null=True, blank=True)
    facts_version = models.PositiveBigIntegerField(default=0)


from homeroom.mastery.group_models import GroupAct as GroupAct  # noqa: E402  tables of kept groups
from homeroom.mastery.group_models import KeptGroup as KeptGroup  # noqa: E402
from homeroom.mastery.group_models import Membership as Membership  # noqa: E402
