"""What came in, and where every row of it went."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

# What a delivery of a roster is called. It is judged and undone as a change of the roster, never row by row.
ROSTERS = ("oneroster", "sds", "clever_roster")
LEDGER = ("published", "duplicate", "superseded", "quarantined", "ignored", "held", "withdrawn", "erased")


class Delivery(models.Model):
    """One file as it was received. Its eight classes of rows always add up to `rows_in`."""

    class State(models.TextChoices):
        RUNNING = "running"
        PUBLISHED = "published"
        HELD = "held"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    file = models.CharField(max_length=255)
    archive = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    program = models.CharField(max_length=64, blank=True)
    report = models.CharField(max_length=64, blank=True)
    layout = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.RUNNING)
    message = models.TextField(blank=True)
    as_of = models.DateTimeField(null=True, blank=True)
    as_of_from = models.CharField(max_length=16, blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    # The delivery whose bytes these are once more: all rows of this one are its duplicates.
    same_as = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="repeats")
    finished_at = models.DateTimeField(null=True, blank=True)
    stage = models.CharField(max_length=32, blank=True)
    rows_done = models.PositiveBigIntegerField(default=0)
    rows_total = models.PositiveBigIntegerField(default=0)
    heard_at = models.DateTimeField(null=True, blank=True)
    # How often it was taken up again after an interruption.
    tries = models.PositiveSmallIntegerField(default=0)

    # Lines of the original before its first row: line = row + header_lines. A fixed-width file has no header.
    header_lines = models.PositiveSmallIntegerField(default=1)
    rows_in = models.PositiveBigIntegerField(default=0)
    published = models.PositiveBigIntegerField(default=0)
    duplicate = models.PositiveBigIntegerField(default=0)
    superseded = models.PositiveBigIntegerField(default=0)
    quarantined = models.PositiveBigIntegerField(default=0)
    ignored = models.PositiveBigIntegerField(default=0)
    held = models.PositiveBigIntegerField(default=0)
    withdrawn = models.PositiveBigIntegerField(default=0)
    erased = models.PositiveBigIntegerField(default=0)
    facts = models.PositiveBigIntegerField(default=0)
    # Fields that were left blank while their rows were published, and how many rows those are.
    set_aside = models.PositiveBigIntegerField(default=0)
    set_aside_rows = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="ledger_adds_up",
                condition=Q(
                    rows_in=F("published")
                    + F("duplicate")
                    + F("superseded")
                    + F("quarantined")
                    + F("ignored")
                    + F("held")
                    + F("withdrawn")
                    + F("erased")
                ),
            )
        ]


class RowGroup(models.Model):
    """Rows of one delivery that ended the same way for the same cause. The rows stay in the original."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="groups")
    ended_as = models.CharField(max_length=16)
    code = models.CharField(max_length=32)
    column = models.CharField(max_length=255, blank=True)
    words = models.TextField()
    rows = models.PositiveBigIntegerField()
    first_line = models.PositiveBigIntegerField()
    # Row numbers, int64 differences, zlib: a million rows of one cause take a few kilobytes here.
    numbers = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["-rows", "id"]


class IdentityLink(models.Model):
    """A program's key for a child, the child it means, and how we know. Rows are only ever added, and once withdrawn.

    `evidence` tells what was compared and how it stood, without the values; `claim` is what the file told, so that a
    newer roster can be asked again.
    """

    program = models.CharField(max_length=64)
    vendor_key = models.CharField(max_length=255)
    # Digests: of the key that decisions are about, and of the whole claim.
    key = models.CharField(max_length=64, db_index=True)
    identity = models.CharField(max_length=64)
    claim = models.TextField(blank=True)
    student = models.ForeignKey("people.Student", on_delete=models.CASCADE, related_name="links")
    method = models.CharField(max_length=32)
    evidence = models.CharField(max_length=255, blank=True)
    score = models.FloatField(default=1.0)
    decision = models.ForeignKey("intake.IdentityDecision", null=True, on_delete=models.CASCADE, related_name="links")
    delivery = models.ForeignKey(Delivery, null=True, on_delete=models.SET_NULL)
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "identity", "student", "method"],
                condition=Q(withdrawn_at=None),
                name="one_link_once",
            )
        ]


# Django finds an application's models here.
from homeroom.intake.erase_models import ErasedRows  # noqa: E402
from homeroom.intake.feeds.models import DeliverySchool, FeedAlarm, FeedExpectation  # noqa: E402
from homeroom.intake.job_models import Job, SourceRun  # noqa: E402
from homeroom.intake.layout_models import UnknownLayout  # noqa: E402
from homeroom.intake.roster_models import RosterChangeSet, RosterRollover  # noqa: E402
from homeroom.intake.who.models import IdentityDecision, VendorKey, WaitingKey  # noqa: E402

__all__ = [
    "LEDGER",
    "ROSTERS",
    "Delivery",
    "DeliverySchool",
    "ErasedRows",
    "FeedAlarm",
    "FeedExpectation",
    "IdentityDecision",
    "IdentityLink",
    "Job",
    "RosterChangeSet",
    "RosterRollover",
    "RowGroup",
    "SourceRun",
    "UnknownLayout",
    "VendorKey",
    "WaitingKey",
]
