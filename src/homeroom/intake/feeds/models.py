"""What is expected of each feed, what is wrong with it, and which schools a delivery held."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop

WEEKDAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)


class DeliverySchool(models.Model):
    """The rows of one delivery that are of one program and one school; of no school: all its well-formed rows.

    Written with the facts. `rows` counts source rows that came in, whether or not an earlier delivery held them too.
    """

    delivery = models.ForeignKey("intake.Delivery", on_delete=models.CASCADE, related_name="schools")
    program = models.CharField(max_length=64)
    school = models.ForeignKey("people.School", null=True, on_delete=models.CASCADE)
    rows = models.PositiveBigIntegerField()
    children = models.PositiveIntegerField(default=0)
    # Days of the events in the rows, and the newest school year they name, where the report tells them.
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["delivery", "program", "school"])]


class FeedExpectation(models.Model):
    """When a report of a program should come, and how it should look."""

    class Cadence(models.TextChoices):
        DAY = "day", "every school day"
        WEEK = "week", "every week"
        MONTH = "month", "every month"
        TERM = "term", "every term"

    class Origin(models.TextChoices):
        DECLARED = "declared"
        LEARNED = "learned"
        EDITED = "edited"

    program = models.CharField(max_length=64)
    report = models.CharField(max_length=64)
    # The files' name with "#" for what changes from one to the next; blank where names follow no pattern.
    files = models.CharField(max_length=255, blank=True)
    school = models.ForeignKey("people.School", null=True, blank=True, on_delete=models.CASCADE)
    cadence = models.CharField(max_length=8, choices=Cadence)
    # Of a weekly feed 0 (Monday) to 6, of a monthly one the day of the month; blank where not known.
    due = models.PositiveSmallIntegerField(null=True, blank=True)
    grace = models.PositiveSmallIntegerField(default=1)  # school days
    rows_low = models.PositiveBigIntegerField(null=True, blank=True)
    rows_high = models.PositiveBigIntegerField(null=True, blank=True)
    lag = models.PositiveSmallIntegerField(default=1)  # school days that the newest event may lie before the file's day
    since = models.DateField()
    watched = models.BooleanField(default=True)
    origin = models.CharField(max_length=16, choices=Origin, default=Origin.DECLARED)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["program", "report", "files", "school_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "report", "files", "school"], name="one_expectation_a_school"),
            models.UniqueConstraint(
                fields=["program", "report", "files"], condition=Q(school=None), name="one_expectation_for_all"
            ),
        ]


class FeedAlarm(models.Model):
    """Something about a feed that a person should know. One is open a cause; what settles it closes it."""

    class Kind(models.TextChoices):
        MISSING = "missing"
        LATE = "late"
        WRONG_YEAR = "wrong year"
        STALE = "stale"
        SHRUNK = "shrunk"
        LAYOUT_CHANGED = "layout changed"
        RENAMED = "renamed"
        INVALID = "more invalid rows"

    program = models.CharField(max_length=64)
    report = models.CharField(max_length=64, blank=True)
    school = models.ForeignKey("people.School", null=True, blank=True, on_delete=models.CASCADE)
    kind = models.CharField(max_length=32, choices=Kind)
    cause = models.CharField(max_length=512)
    # The day that it is about: when the file was due, or the day the odd file stands for.
    since = models.DateField()
    words = models.TextField()
    what_to_do = models.TextField()
    delivery = models.ForeignKey(
        "intake.Delivery", null=True, blank=True, on_delete=models.CASCADE, related_name="alarms"
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by_delivery = models.ForeignKey(
        "intake.Delivery", null=True, blank=True, on_delete=models.SET_NULL, related_name="settled"
    )
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)

    class Meta:
        ordering: ClassVar = ["-since", "program", "report", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cause"], condition=Q(closed_at=None), name="one_open_alarm_a_cause")
        ]
