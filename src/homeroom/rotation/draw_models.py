"""Whether a school's plans are drawn, and the log of what was: pairs of children, and what the coin said of each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from homeroom.people.models import School, Student
from homeroom.rotation.plan_models import BlockPlan


class DrawSwitch(models.Model):
    """A named person lets a school's plans draw pairs of children who swap places. Off where there is no row."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="draw_switches")
    # Of child-sessions, at most .05.
    share = models.FloatField()
    on_by = models.CharField(max_length=150)
    on_at = models.DateTimeField(auto_now_add=True)
    off_by = models.CharField(max_length=150, blank=True)
    off_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(share__gt=0) & Q(share__lte=0.05), name="a_draw_is_of_a_twentieth"),
            models.UniqueConstraint(fields=["school"], condition=Q(off_at=None), name="one_switch_a_school"),
        ]


class DrawnPair(models.Model):
    """Two children whose places in one session could be swapped: written before the coin is tossed, then its word."""

    plan = models.ForeignKey(BlockPlan, on_delete=models.CASCADE, related_name="drawn_pairs")
    number = models.PositiveIntegerField()
    one = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="drawn_pairs")
    other = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="drawn_pairs_of_others")
    day = models.DateField()
    session = models.PositiveSmallIntegerField()
    seed = models.BigIntegerField()
    propensity = models.FloatField(default=0.5)
    swapped = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "number"], name="one_drawn_pair_a_number")]
