"""What can be learned, what it stands on, and which content serves it. CASE words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Framework(models.Model):
    """A set of standards, such as the Common Core's K-5 mathematics (CASE CFDocument).

    The columns after `subject` are blank for what ships: they tell of the package that somebody imported. `received`
    is all of it that is neither an item nor an association, word for word: see `packages.outline`.
    """

    class Layout(models.TextChoices):
        CASE = "case"
        OPENSALT = "opensalt"
        PLAIN = "plain"
        LEARNING_COMMONS = "learning_commons"

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=255)
    subject = models.CharField(max_length=64)
    identifier = models.CharField(max_length=255, blank=True, db_index=True)
    layout = models.CharField(max_length=16, choices=Layout, blank=True)
    version = models.CharField(max_length=64, blank=True)
    changed = models.CharField(max_length=64, blank=True)
    attribution = models.TextField(blank=True)
    received = models.TextField(blank=True)


class Standard(models.Model):
    """One thing to be learned. `title` is our own short wording, never the official sentence.

    `title_es` and `title_vi` are drafts until a person has read them: the date and name then stand in `reviewed_es`
    and `reviewed_vi`. Blank is not translated.
    """

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="standards")
    code = models.CharField(max_length=64)
    title = models.CharField(max_length=60)
    title_es = models.CharField(max_length=60, blank=True)
    title_vi = models.CharField(max_length=60, blank=True)
    reviewed_es = models.CharField(max_length=120, blank=True)
    reviewed_vi = models.CharField(max_length=120, blank=True)
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
    """`before` is needed for `after`. Own edges only; what parts and parents inherit is derived.

    `package` is the imported one that says so, none for what ships. `confidence` is between 0 and 1 and is the
    source's own; none where it gives none.
    """

    class Source(models.TextChoices):
        COHERENCE_MAP = "coherence_map"
        CASE = "case"
        LEARNING_COMMONS = "learning_commons"
        HUMAN = "human"

    before = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="leads_to")
    after = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="stands_on")
    source = models.CharField(max_length=16, choices=Source, default=Source.COHERENCE_MAP)
    confidence = models.FloatField(null=True, blank=True)
    package = models.ForeignKey(
        Framework, null=True, blank=True, on_delete=models.CASCADE, related_name="prerequisites"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["before", "after"], condition=Q(package=None), name="one_edge_once"),
            models.UniqueConstraint(fields=["before", "after", "package"], name="one_edge_a_package"),
            models.CheckConstraint(condition=Q(confidence__gte=0) & Q(confidence__lte=1), name="confidence_is_a_share"),
        ]


class FrameworkItem(models.Model):
    """One item of an imported package (CASE CFItem), beside its text as received; `standard` is what it stands for.

    An external item is only pointed to: it belongs to another package, and what was received is the link alone.
    """

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="items")
    identifier = models.CharField(max_length=255)
    code = models.CharField(max_length=255, blank=True)
    kind = models.CharField(max_length=64, blank=True)
    text = models.TextField(blank=True)
    short = models.CharField(max_length=255, blank=True)
    grade = models.CharField(max_length=2, blank=True)
    uri = models.CharField(max_length=500, blank=True)
    external = models.BooleanField(default=False)
    position = models.PositiveIntegerField()
    received = models.TextField()
    standard = models.ForeignKey(Standard, null=True, blank=True, on_delete=models.SET_NULL, related_name="items")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["framework", "identifier"], name="one_item_once")]


class FrameworkAssociation(models.Model):
    """One thing that an imported package says of two items (CASE CFAssociation), such as *isChildOf*, by identifier.

    `received` is blank where the package said it by a column of an item.
    """

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="associations")
    identifier = models.CharField(max_length=255)
    kind = models.CharField(max_length=64)
    origin = models.CharField(max_length=255)
    destination = models.CharField(max_length=255)
    position = models.PositiveIntegerField()
    received = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["framework", "identifier"], name="one_association_once")
        ]


class UnknownSpelling(models.Model):
    """A program's spelling that stands for none or for several of our standards, and what a person decided about it.

    No decision yet: it waits. `standard` none and decided: it stands for no standard. `rows` is how often it stood in
    the facts when they were last looked at.
    """

    spelling = models.CharField(max_length=255, unique=True)
    rows = models.PositiveBigIntegerField(default=0)
    first_seen = models.DateField()
    last_seen = models.DateField()
    standard = models.ForeignKey(Standard, null=True, blank=True, on_delete=models.CASCADE, related_name="spellings")
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=255, blank=True)


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
