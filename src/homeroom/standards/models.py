"""What can be learned, what it stands on, and which content serves it. CASE words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Framework(models.Model):
    """A set of standards, such as the Common Core's K-5 mathematics (CASE CFDocument).

    The columns after `subject` are blank for what ships: they tell of the package that somebody imported. `received`
    is all of it that is neither an item nor an association, word for word. `standards_of` is another framework whose
    standards the package's items are, where its importer said so.
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
    standards_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="packages")


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


class Unit(models.Model):
    """Standards that are taught together over some weeks. `code` names it within its framework and grade."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="units")
    code = models.CharField(max_length=64)
    title = models.CharField(max_length=120)
    grade = models.CharField(max_length=2, blank=True)
    weeks = models.PositiveSmallIntegerField(default=1)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["framework", "code"], name="one_unit_a_framework")]


class UnitStandard(models.Model):
    """A standard of a unit: its part of the unit's time, and the week of the unit it comes in, 1 for the first."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="standards")
    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="units")
    weight = models.FloatField(default=1.0)
    week = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["week", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "standard", "week"], name="one_standard_a_week_of_a_unit"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="a_units_weight_is_above_0"),
        ]


class ContentItem(models.Model):
    """A lesson, item or unit of a program, under the program's own id.

    `grade_low` and `grade_high` are read from `grade`, kindergarten as 0; `minutes` is how long it usually takes;
    `launch_url` opens it in the program. Outside its days, where some are set, it can't be assigned.
    """

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
    grade_low = models.SmallIntegerField(null=True, blank=True)
    grade_high = models.SmallIntegerField(null=True, blank=True)
    minutes = models.FloatField(null=True, blank=True)
    launch_url = models.CharField(max_length=500, blank=True, default="", db_default="")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["program", "kind", "external_id"], name="one_content_item_once")
        ]


class Alignment(models.Model):
    """A content item serves a standard, with this share of it, on this source's word.

    `p` is how likely that is: 1 but for what was inferred. `reviewer` is the user name of whoever said or confirmed
    it. A row with `valid_to` no longer speaks from that day on; it stays on record.
    """

    class Source(models.TextChoices):
        VENDOR = "vendor"
        PUBLISHER = "publisher"
        HUMAN = "human"
        INFERRED = "inferred"

    content_item = models.ForeignKey(ContentItem, on_delete=models.CASCADE, related_name="alignments")
    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="alignments")
    weight = models.FloatField(default=1.0)
    source = models.CharField(max_length=16, choices=Source)
    p = models.FloatField(default=1.0)
    reviewer = models.CharField(max_length=150, blank=True)
    # What the source named, where that is wider than a standard, such as the cluster 3.NF.A; else blank.
    named = models.CharField(max_length=64, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["content_item", "standard", "source"],
                condition=Q(valid_to=None),
                name="one_alignment_a_source",
            ),
            models.CheckConstraint(condition=Q(p__gt=0) & Q(p__lte=1), name="p_is_a_chance"),
            models.CheckConstraint(condition=Q(weight__gt=0) & Q(weight__lte=1), name="weight_is_a_share"),
        ]


class Suggestion(models.Model):
    """What the aligner makes of a content item that nobody has aligned, until it looks at it again.

    `candidates` are [code, chance] of five standards at most, the likeliest first; `none` is the chance that the item
    serves none of all; `version` is that of the aligner.
    """

    content_item = models.OneToOneField(ContentItem, on_delete=models.CASCADE, related_name="suggestion")
    candidates = models.JSONField(default=list)
    none = models.FloatField()
    version = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(none__gte=0) & Q(none__lte=1), name="none_is_a_chance")
        ]


class AlignmentReview(models.Model):
    """What a person said that a content item serves: standards by code, or none at all where `codes` is empty.

    What is taken back stays on record; at most one review of an item stands. One that says none hides what other
    sources say of the item, while it stands.
    """

    content_item = models.ForeignKey(ContentItem, on_delete=models.CASCADE, related_name="reviews")
    codes = models.JSONField(default=list)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)
    undone_by = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["content_item"], condition=Q(undone_at=None), name="one_standing_review_an_item"
            )
        ]


class TagsVersion(models.Model):
    """All that the alignment said at one time, kept so that its number names the same rows for ever.

    `packed` is compressed JSON, `digest` its sha256 before that; `day` is the day whose rows spoke.
    """

    day = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    packed = models.BinaryField()
