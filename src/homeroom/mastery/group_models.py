"""The small groups that teachers keep: who is in one, with which adult, and every change with whoever made it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from homeroom.people.models import Caseload, Class, Dated, Staff, Student
from homeroom.standards.models import Standard


class KeptGroup(Dated):
    """Children of one class who work on one standard together, from one day to another, until somebody ends it.

    Both days are always set. What was is never deleted: who was in it, when and by whom stays on record.
    """

    school_class = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="kept_groups")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="kept_groups")
    # Why these children: the suggestion's own words; blank where a teacher made the group by hand.
    reason = models.CharField(max_length=1000, blank=True)
    # The adult who works with the group; blank until somebody is named.
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="kept_groups")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now_add=True)
    # Ended before its last day. Blank where it runs, or ran out by itself.
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["school_class", "ends_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(begins_on__isnull=False, ends_on__isnull=False, ends_on__gte=models.F("begins_on")),
                name="a_kept_group_has_its_days",
            )
        ]


class Membership(models.Model):
    """One child in one kept group. A child who comes back has a second row."""

    group = models.ForeignKey(KeptGroup, on_delete=models.CASCADE, related_name="memberships")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="memberships")
    since = models.DateField()
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField(auto_now_add=True)
    # Blank as long as the child is in the group.
    left_by = models.CharField(max_length=150, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    # The row that lets the group's adult see the child; blank where it ended, or where no adult is named.
    caseload = models.OneToOneField(
        Caseload, null=True, blank=True, on_delete=models.SET_NULL, related_name="membership"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "student"], condition=Q(left_at=None), name="in_a_group_once")
        ]


class GroupAct(models.Model):
    """One change of a kept group, written so that it can be turned round."""

    class Kind(models.TextChoices):
        KEPT = "kept"
        ENDED = "ended"
        ADDED = "added"
        REMOVED = "removed"
        # Out of `group`, into `other`.
        MOVED = "moved"
        # Another adult, or another last day.
        ARRANGED = "arranged"

    kind = models.CharField(max_length=16, choices=Kind)
    group = models.ForeignKey(KeptGroup, on_delete=models.CASCADE, related_name="acts")
    other = models.ForeignKey(KeptGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="acts_from")
    student = models.ForeignKey(Student, null=True, blank=True, on_delete=models.CASCADE, related_name="group_acts")
    # Of an arrangement: what was before.
    staff_before = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ends_before = models.DateField(null=True, blank=True)
    staff_after = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ends_after = models.DateField(null=True, blank=True)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)
    # The act that this one turned round.
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.CASCADE, related_name="undone_by")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["group", "at"])]
