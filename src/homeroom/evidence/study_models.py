"""Studies: what is asked, the plan and its amendments, who was drawn into which arm, and what was spent on it.

Locked plans, amendments, draws and their changes are one chain a study: `hash` covers the row and `before`, the hash of
the row one place earlier. Rows of the chain are only ever added (`ledger`, `ledger_lock`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from homeroom.people.models import School, Staff, Student


class Study(models.Model):
    """A question about what works, put to the school's own classes. `slug` names it in commands."""

    class Kind(models.TextChoices):
        PILOT = "pilot"
        CROSSOVER = "alignment crossover"
        MINUTES = "minutes trial"
        REVIEW = "review of the past"

    class Unit(models.TextChoices):
        CLASS = "class"
        SCHOOL = "school"
        STUDENT = "student"
        CLASS_STANDARD = "class by standard"
        CLASS_WEEK = "class by week"

    class State(models.TextChoices):
        DRAFT = "draft"
        LOCKED = "locked"
        RUNNING = "running"
        CLOSED = "closed"
        REPORTED = "reported"

    slug = models.SlugField(max_length=64, unique=True)
    question = models.CharField(max_length=500)
    kind = models.CharField(max_length=32, choices=Kind)
    unit = models.CharField(max_length=32, choices=Unit)
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now_add=True)
    # The end of its chain, so that rows taken off the end are missed.
    rows = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name_plural = "studies"


class Chained(models.Model):
    """A row of a study's chain. No place: a plan that is not locked yet."""

    place = models.PositiveIntegerField(null=True, blank=True)
    before = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True


class Plan(Chained):
    """One version of a study's plan, as canonical JSON (`plan_json`). A draft is rewritten; a locked one never changes.

    `label` says what was known of the outcomes when it was locked, worked out from `rests_on`.
    """

    class Label(models.TextChoices):
        BEFORE = "before the outcomes existed"
        UNSEEN = "outcomes existed, not opened here"
        AFTER = "after outcomes were seen"

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now=True)
    locked_by = models.CharField(max_length=150, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    label = models.CharField(max_length=40, choices=Label, blank=True)
    rests_on = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "version"], name="one_plan_a_version"),
            models.UniqueConstraint(fields=["study"], condition=Q(locked_at=None), name="one_draft_a_study"),
        ]


class Amendment(Chained):
    """Why a locked plan was changed, and into which version. It says so in every report."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="amendments")
    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="amendment")
    reason = models.CharField(max_length=1000)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="an_amendment_has_a_reason")]


class Draw(Chained):
    """Who came into which arm on one day: by lot, or as it was found, which is marked for ever.

    `eligible`, `arms`, `result`, `undrawn` and `sizes` are canonical JSON. Keys are classes and schools by the
    roster's ids, with standard or week, and children by their pseudonyms. `sizes` is how many children each class had.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="draws")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField()
    by_lot = models.BooleanField()
    on = models.DateField()
    seed = models.CharField(max_length=64, blank=True)
    algorithm = models.CharField(max_length=32, blank=True)
    list_sha256 = models.CharField(max_length=64)
    eligible = models.TextField()
    arms = models.TextField()
    result = models.TextField()
    undrawn = models.TextField()
    sizes = models.TextField()
    # Why there was another draw; blank for the first.
    reason = models.CharField(max_length=1000, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["study", "number"], name="one_draw_a_number")]


class DrawChange(Chained):
    """What became of a unit or child after the draw, from a day on. `key` as in the draw, `to` where it went."""

    class Kind(models.TextChoices):
        JOINED = "joined"
        LEFT = "left"
        SWITCHED = "switched"
        SPLIT = "class split"

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="changes")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=16, choices=Kind)
    key = models.CharField(max_length=255)
    to = models.CharField(max_length=255, blank=True)
    on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()


class StudyChild(models.Model):
    """A child counted in a study, once: in the class it had on the day of the draw, or the first one since.

    The pseudonym stands in draws and packs; nothing but this row ties it to the child, and an erasure unties it.
    `home` and `also` are the roster's ids of classes; `joined_on` is blank for those who were there on the day.
    """

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="members")
    student = models.ForeignKey(Student, null=True, blank=True, on_delete=models.SET_NULL, related_name="studies")
    pseudonym = models.CharField(max_length=32)
    home = models.CharField(max_length=255)
    also = models.JSONField(default=list)
    joined_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "study children"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draw", "student"], name="one_child_a_draw_once"),
            models.UniqueConstraint(fields=["draw", "pseudonym"], name="one_pseudonym_a_child"),
        ]


class StudyRun(Chained):
    """What one run of the analysis found: `text` is the results as canonical JSON, `data_sha256` of what it had."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="runs")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="runs")
    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    data_sha256 = models.CharField(max_length=64)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["study", "number"], name="one_run_a_number")]


class StudyGoal(models.Model):
    """A goal by which a draw was handed to a class: its work of one week. It keeps a hand-over from happening twice."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="goals")
    goal = models.OneToOneField("goals.Goal", null=True, blank=True, on_delete=models.SET_NULL, related_name="study")
    school_class = models.CharField(max_length=255)
    week = models.DateField()
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draw", "school_class", "week"], name="one_goal_a_draw_class_and_week")
        ]


class StudyOutcome(models.Model):
    """A measure of a study as it was found in the facts: which rows counted, how many not, and how many at its ends."""

    class Role(models.TextChoices):
        BASELINE = "baseline"
        PRIMARY = "primary"
        SECONDARY = "secondary"

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="outcomes")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="outcomes")
    role = models.CharField(max_length=16, choices=Role)
    measure = models.CharField(max_length=100)
    begins_on = models.DateField()
    ends_on = models.DateField()
    counted = models.PositiveIntegerField()
    # Sittings of one window that a later one of the same child takes the place of.
    superseded = models.PositiveIntegerField(default=0)
    set_aside = models.PositiveIntegerField(default=0)
    floor = models.FloatField(null=True, blank=True)
    ceiling = models.FloatField(null=True, blank=True)
    facts = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)


class EffortEntry(models.Model):
    """Minutes that one member of staff spent on one activity in a week, as they say, or as the product's log does."""

    class Source(models.TextChoices):
        SELF_REPORT = "self-report"
        LOG = "log"

    study = models.ForeignKey(Study, null=True, blank=True, on_delete=models.SET_NULL, related_name="efforts")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="efforts")
    week = models.DateField()
    activity = models.CharField(max_length=64)
    minutes = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=16, choices=Source)
    said_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "effort entries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "week", "activity", "source"], name="one_effort_a_week"),
            models.CheckConstraint(condition=Q(minutes__lte=10_080), name="a_week_has_10080_minutes"),
        ]


class Price(models.Model):
    """What something costs: a program's licence a child and year, an hour of a role's time. No `school`: anywhere."""

    class Unit(models.TextChoices):
        CHILD_YEAR = "a child and year"
        HOUR = "an hour"

    what = models.CharField(max_length=100)
    unit = models.CharField(max_length=20, choices=Unit)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3, default="USD")
    school = models.ForeignKey(School, null=True, blank=True, on_delete=models.CASCADE, related_name="prices")
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_price_is_not_below_0"),
        ]
