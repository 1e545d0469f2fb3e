"""What can be learned, what it stands on, and which content serves it. CASE words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Framework(models.Model):
    """A set of standards, such as the Common Core's K-5 mathematics."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=255)
    subject = models.CharField(max_length=64)


class Standard(models.Model):
    """One thing to be learned. `title` is our own short wording, never the official sentence."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="standards")
    code = models.CharField(max_length=64)
    title = models.CharField(max_length=60)
    grade = models.CharField(max_length=2)
    domain = models.CharField(max_length=16)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="parts")
    order = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["framework", "code"], name="one_code_a_framework")]

    def __str__(self) -> str:
        return self.code


class Prerequisite(models.Model):
    """`before` is needed for `after`. Own edges only; what parts and parents inherit is derived."""

    before = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="leads_to")
    after = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="stands_on")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["before", "after"], name="one_edge_once")]


class ContentItem(models.Model):
    """A lesson, item or unit of a program, under the program's own id."""

    class Kind(models.TextChoices):
        LESSON = "lesson"
        ITEM = "item"
        UNIT = "unit"

    kind = models.CharField(max_length=16, choices=Kind)
    program = models.CharField(max_length=64)
    external_id = models.CharField(max_length=255)
    title = models.CharField(max_length=500, blank=True)
    words = models.TextField(blank=True)
    domain = models.CharField(max_length=255, blank=True)
    grade = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "kind", "external_id"], name="one_content_item_once")
        ]


class Alignment(models.Model):
    """A content item serves a standard, with this share of it, on this source's word."""

    class Source(models.TextChoices):
        VENDOR = "vendor"
        PUBLISHER = "publisher"
        HUMAN = "human"
        INFERRED = "inferred"

    content_item = models.ForeignKey(ContentItem, on_delete=models.CASCADE, related_name="alignments")
    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="alignments")
    weight = models.FloatField(default=1.0)
    source = models.CharField(max_length=16, choices=Source)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["content_item", "standard", "source"], name="one_alignment_a_source"),
            models.CheckConstraint(condition=Q(weight__gt=0) & Q(weight__lte=1), name="weight_is_a_share"),
        ]
