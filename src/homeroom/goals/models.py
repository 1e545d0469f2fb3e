"""What classes plan, what children are to reach, and the online work that is asked of them for it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from homeroom.mastery.models import KeptGroup
from homeroom.people.models import Class, Student
from homeroom.standards.models import ContentItem, Standard, Unit


class UnitPlan(models.Model):
    """A standard that a class is to be taught in one week, and what came of it. `week` is a Monday.

    `minutes` is planned lab time for each child. A moved row says where to; the week it moved to has a row of its own.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        TAUGHT = "taught"
        MOVED = "moved"
        SKIPPED = "skipped"

    school_class = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="unit_plans")
    # The unit that the week belongs to; blank where a teacher planned a standard by itself.
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="plans")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="unit_plans")
    week = models.DateField()
    minutes = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    moved_to = models.DateField(null=True, blank=True)
    # The row whose move made this one; blank where the week had the standard already, or nothing was moved here.
    moved_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="arrived")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now_add=True)
    # Who said what came of it; blank while it is planned.
    marked_by = models.CharField(max_length=150, blank=True)
    marked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school_class", "standard", "week"], name="one_plan_a_week"),
            models.CheckConstraint(
                condition=Q(state="moved", moved_to__isnull=False) | (~Q(state="moved") & Q(moved_to=None)),
                name="what_moved_says_where_to",
            ),
        ]


class Goal(models.Model):
    """What some children are to reach on some standards from one day to another, and how that is judged.

    Who they are was decided when it was sent (`GoalStudent`): a child who joins the class later is added by a person.
    Not sent yet: a draft, seen by those who see the class, and nothing is asked of anybody.
    """

    class Scope(models.TextChoices):
        CLASS = "class"
        GROUP = "group"
        CHILD = "child"

    class Criterion(models.TextChoices):
        MASTERY = "mastery"  # p of mastery ≥ `cut`, on evidence ≥ `evidence`
        EXIT_SCORE = "exit score"  # percent of an exit check ≥ `cut` × 100
        LESSONS = "lessons"  # `count` lessons of each standard passed
        MINUTES = "minutes"  # `minutes` of work on the standards: done, never known

    school_class = models.ForeignKey(Class, on_delete=models.CASCADE, related_name="goals")
    scope = models.CharField(max_length=8, choices=Scope, default=Scope.CLASS)
    group = models.ForeignKey(KeptGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="goals")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="goals")
    title = models.CharField(max_length=255)
    criterion = models.CharField(max_length=16, choices=Criterion, default=Criterion.MASTERY)
    cut = models.FloatField(default=0.8)
    evidence = models.FloatField(default=5.0)
    count = models.PositiveSmallIntegerField(default=1)
    # Lab minutes for each child in the whole window.
    minutes = models.PositiveSmallIntegerField(default=0)
    begins_on = models.DateField()
    ends_on = models.DateField()
    # The user name of whose goal it is; it stays when the account goes.
    owner = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["school_class", "ends_on"])]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("begins_on")), name="a_goal_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(cut__gt=0) & Q(cut__lte=1), name="a_cut_is_a_share"),
        ]


class GoalStandard(models.Model):
    """A standard of a goal, with its part of the goal's weight."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="standards")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="goals")
    weight = models.FloatField(default=1.0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["goal", "standard"], name="one_standard_a_goal_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="a_goals_weight_is_above_0"),
        ]


class GoalStudent(models.Model):
    """A child whom a goal is for."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="students")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="goals")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["goal", "student"], name="one_child_a_goal_once")]


class Assignment(models.Model):
    """One piece of work asked of one child for a goal: a standard, in one program, and its lesson where it is named.

    What became of it is told by its events alone (`AssignmentEvent`); no column here changes once it is approved.
    `id` is a uuid5 of goal, child, standard, program and lesson, so that asking twice is asking once. `program` is
    blank where no program has anything for the standard: it is then offline work, and stands on the work-list.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="assignments")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="assignments")
    # What is worked on: a standard of the goal, or one that stands before it.
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="assignments")
    # The goal's standard that it is for.
    serves = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="served_by")
    program = models.CharField(max_length=64, blank=True)
    content_item = models.ForeignKey(
        ContentItem, null=True, blank=True, on_delete=models.PROTECT, related_name="assignments"
    )
    minutes = models.PositiveSmallIntegerField(default=0)
    begins_on = models.DateField()
    ends_on = models.DateField()
    # Why this work for this child, one sentence in English; and the same as codes, for whoever counts.
    reason = models.CharField(max_length=500)
    reason_codes = models.JSONField(default=list)
    # The rules that chose it, with their seed; blank where a person chose.
    policy_version = models.CharField(max_length=64, blank=True)
    seed = models.BigIntegerField(null=True, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["student", "ends_on"])]


class AssignmentEvent(models.Model):
    """One thing that happened to an assignment. Rows are only ever added; the state is what they fold to.

    `id` is a uuid5 of the event's source, so a repeat is the same event. `withdraws` names another event that no
    longer holds: a corrected row, an undone delivery, a tick taken back.
    """

    class Kind(models.TextChoices):
        PROPOSED = "proposed"
        APPROVED = "approved"
        QUEUED = "queued"
        PUSHED = "pushed"
        AVAILABLE = "available"
        OPENED = "opened"
        IN_PROGRESS = "in_progress"
        SUBMITTED = "submitted"
        SCORED = "scored"
        MET = "met"
        NOT_MET = "not_met"
        REASSIGNED = "reassigned"
        ESCALATED = "escalated_to_tutor"
        CANCELLED = "cancelled"
        EXCUSED = "excused"
        EXPIRED = "expired"
        STOPPED = "stopped_by_vendor"
        BLOCKED = "blocked"
        SUBSTITUTED = "substituted"
        NO_EVIDENCE = "no_evidence"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=24, choices=Kind)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    # A user name, a program's slug, or "homeroom".
    actor = models.CharField(max_length=150)
    # deep_link, api, file or work_list; blank where no channel had part in it.
    channel = models.CharField(max_length=16, blank=True)
    # What it rests on, such as {"delivery": 12, "row": 7}.
    evidence = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    withdraws = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["assignment", "happened_at"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="withdrawn", withdraws__isnull=False)
                | (~Q(kind="withdrawn") & Q(withdraws__isnull=True)),
                name="a_withdrawal_names_an_event",
            )
        ]


class ContentStop(models.Model):
    """A teacher's word on a lesson or a whole program, for one child or a class: first, or off. It always wins.

    One of `student` and `school_class` is set. No `content_item`: the whole program.
    """

    class Where(models.TextChoices):
        FIRST = "first"
        OFF = "off"

    student = models.ForeignKey(Student, null=True, blank=True, on_delete=models.CASCADE, related_name="content_stops")
    school_class = models.ForeignKey(
        Class, null=True, blank=True, on_delete=models.CASCADE, related_name="content_stops"
    )
    program = models.CharField(max_length=64)
    content_item = models.ForeignKey(ContentItem, null=True, blank=True, on_delete=models.PROTECT, related_name="stops")
    where = models.CharField(max_length=8, choices=Where)
    reason = models.CharField(max_length=1000)
    since = models.DateField()
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.CharField(max_length=150, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_content_stop_has_a_reason"),
            models.CheckConstraint(
                condition=Q(student=None, school_class__isnull=False) | Q(student__isnull=False, school_class=None),
                name="a_content_stop_is_for_a_child_or_a_class",
            ),
        ]
