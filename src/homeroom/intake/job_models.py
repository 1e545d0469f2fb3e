"""Work that runs in the background, and what each look at a source brought. Pages ask; a worker does."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Job(models.Model):
    """One piece of long work that a person or the clock asked for. It outlives the page and the worker."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    class Kind(models.TextChoices):
        UPLOAD = "upload"
        COLLECT = "collect"
        REDRIVE = "redrive"
        UNDO = "undo"
        DECIDE = "decide"
        LAYOUT = "layout"
        STUDY = "study"

    kind = models.CharField(max_length=16, choices=Kind)
    # Numbers, days and names of folders that we gave: never a child's name. What a person wrote about a decision stands
    # here until the job has ended.
    arguments = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    stage = models.CharField(max_length=64, blank=True)
    # The file that is in hand.
    file = models.CharField(max_length=255, blank=True)
    rows_done = models.PositiveBigIntegerField(default=0)
    rows_total = models.PositiveBigIntegerField(default=0)
    # Rows a second, since it was begun.
    rate = models.FloatField(default=0)
    message = models.TextField(blank=True)
    # Numbers of the deliveries that came of it, in the order in which they ended.
    deliveries = models.JSONField(default=list)
    cancel_asked = models.BooleanField(default=False)
    # How often a worker took it up: more than once where one was stopped or killed.
    tries = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    @property
    def open(self) -> bool:
        return self.state in (Job.State.QUEUED, Job.State.RUNNING)


class SourceRun(models.Model):
    """One look at one source: what lay there, what was left alone, and what went wrong."""

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    source = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=16)
    state = models.CharField(max_length=16, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # Files and folders taken in, left because they were still being written, and deliveries that came of it.
    taken = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    deliveries = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]
