"""Weeks and flexible blocks as they were planned, changed and delivered. What was published is never changed: a new
version takes its place."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from homeroom.people.models import Caseload, Class, School, Staff, Student
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.input_models import DayType, Room, Template
from homeroom.standards.models import Standard

MODALITIES = [(str(one), str(one)) for one in Modality]


class State(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"
    ENDED = "ended"


class Version(models.Model):
    """A draft, what holds, or what held. Who made it and what proved it stay with it."""

    version = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    # SHA-256 of what it was planned from; the solver with its version, "hand", or a rule's name.
    input_hash = models.CharField(max_length=64, blank=True)
    seed = models.BigIntegerField(default=0)
    solver = models.CharField(max_length=64, default="hand")
    # [{"aim", "value", "bound", "gap", "stopped_by"}], as `block.plan.Level`.
    levels = models.JSONField(default=list)
    seconds = models.FloatField(default=0)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now_add=True)
    published_by = models.CharField(max_length=150, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Rotation(Version):
    """A school's week: every class of the school at every bell, by day type. One is published at a time."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="rotations")
    name = models.CharField(max_length=64, blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField()
    # Ids of rules that can't all be kept, as the solver last found; none where it found a week.
    conflict = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "version"], name="one_rotation_a_version"),
            models.UniqueConstraint(
                fields=["school"], condition=Q(state="published"), name="one_published_rotation_a_school"
            ),
        ]


class Entry(models.Model):
    """Where one class is between two bells on days of one type. `kind` is the block's; `activity` its name, if any."""

    rotation = models.ForeignKey(Rotation, on_delete=models.CASCADE, related_name="entries")
    day_type = models.ForeignKey(DayType, on_delete=models.CASCADE, related_name="entries")
    template = models.ForeignKey(Template, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries")
    school_class = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=16)
    activity = models.CharField(max_length=64, blank=True)
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries")
    locked = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["day_type_id", "school_class_id", "starts_at"]


class RotationStep(models.Model):
    """One change of a draft by a person, so that it can be taken back: lines of the week that went, and that came."""

    rotation = models.ForeignKey(Rotation, on_delete=models.CASCADE, related_name="steps")
    gone = models.JSONField(default=list)
    come = models.JSONField(default=list)
    what = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)


class BlockPlan(Version):
    """The flexible block of one school and week (a Monday)."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="block_plans")
    week = models.DateField()
    # The instance as it was planned from, for the checker, "what if" and "why": `block.instance`.
    instance = models.JSONField(default=dict)
    price_of_floor = models.FloatField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "week", "version"], name="one_block_plan_a_version"),
            models.UniqueConstraint(
                fields=["school", "week"], condition=Q(state="published"), name="one_published_block_a_week"
            ),
        ]


class PlanGroup(models.Model):
    plan = models.ForeignKey(BlockPlan, on_delete=models.CASCADE, related_name="groups")
    key = models.PositiveIntegerField()
    modality = models.CharField(max_length=24, choices=MODALITIES)
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="plan_groups")
    standard = models.ForeignKey(Standard, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    goes_on = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "key"], name="one_group_a_key")]


class Placement(models.Model):
    """One child in one session: where, with whom, on what, and why there."""

    plan = models.ForeignKey(BlockPlan, on_delete=models.CASCADE, related_name="placements")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="placements")
    day = models.DateField()
    session = models.PositiveSmallIntegerField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    modality = models.CharField(max_length=24, choices=MODALITIES)
    group = models.ForeignKey(PlanGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="placements")
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="placements")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="placements")
    program = models.CharField(max_length=64, blank=True)
    standard = models.ForeignKey(Standard, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Ids of the assignments that are to be worked on.
    works = models.JSONField(default=list)
    # Codes of `rotation.why`; what forced the place, what the seat is worth, what came second and what it costs.
    reasons = models.JSONField(default=list)
    forced_by = models.CharField(max_length=64, blank=True)
    price = models.FloatField(null=True, blank=True)
    runner_up = models.CharField(max_length=24, blank=True)
    cost = models.FloatField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["student", "day"]), models.Index(fields=["staff", "day"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "student", "day", "session"], name="one_place_a_session")
        ]


class PlanCaseload(models.Model):
    """A row of caseload that the plan wrote when it was published. What others wrote, a plan never touches."""

    plan = models.ForeignKey(BlockPlan, on_delete=models.CASCADE, related_name="caseloads")
    caseload = models.OneToOneField(Caseload, on_delete=models.CASCADE, related_name="of_plan")


class Change(models.Model):
    """One child's session that differs from what was published before: from what, to what, and what for."""

    plan = models.ForeignKey(BlockPlan, on_delete=models.CASCADE, related_name="changes")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="plan_changes")
    day = models.DateField()
    session = models.PositiveSmallIntegerField()
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    why = models.CharField(max_length=64)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)


class Objection(models.Model):
    """A teacher's disagreement with a child's place. It is kept, whatever comes of it."""

    placement = models.ForeignKey(Placement, null=True, on_delete=models.SET_NULL, related_name="objections")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="plan_objections")
    day = models.DateField()
    session = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=1000)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(reason=""), name="an_objection_has_a_reason")]


class Delivered(models.Model):
    """What a ticked sheet, or a group's log, says of one child's session. No row: not recorded, which is not zero."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="delivered_sessions")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="delivered_sessions")
    day = models.DateField()
    session = models.PositiveSmallIntegerField()
    modality = models.CharField(max_length=24, choices=MODALITIES)
    took_place = models.BooleanField()
    minutes = models.PositiveSmallIntegerField(default=0)
    by = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["student", "day", "session"], name="one_word_a_session")
        ]


class PlanningRun(models.Model):
    """A plan that somebody asked for, made in the background: how far it is, and what came of it."""

    class Kind(models.TextChoices):
        BLOCK = "block"
        WEEK = "week"

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="planning_runs")
    kind = models.CharField(max_length=8, choices=Kind)
    # A block's Monday; of a week, the draft that is planned.
    week = models.DateField(null=True, blank=True)
    rotation = models.ForeignKey(Rotation, null=True, blank=True, on_delete=models.CASCADE, related_name="runs")
    # The draft that came of a block's run.
    plan = models.ForeignKey(BlockPlan, null=True, blank=True, on_delete=models.SET_NULL, related_name="runs")
    seconds = models.FloatField()
    seed = models.BigIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    # What the solver told last. `left` is seconds of its budget.
    stage = models.CharField(max_length=64, blank=True)
    best = models.FloatField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)
    gap = models.FloatField(null=True, blank=True)
    left = models.FloatField(null=True, blank=True)
    words = models.TextField(blank=True)
    cancel_asked = models.BooleanField(default=False)
    # How often a worker took it up: more than once where one was stopped or killed.
    tries = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    @property
    def open(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def draft(self) -> int | None:
        """The number of the block's plan, or of the rotation."""
        return self.plan_id if self.kind == self.Kind.BLOCK else self.rotation_id
