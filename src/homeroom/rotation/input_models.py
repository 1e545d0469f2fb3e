"""What a school's week is planned from. Nothing here has a field for why: a reason could be health, or discipline."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from homeroom.people.models import Dated, School, Staff, Student


def _ends_after_it_starts(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name=name)


class DayType(models.Model):
    """A kind of day with bells of its own, such as a full day or an early end. `weekdays`: 0 for Monday to 4."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="day_types")
    name = models.CharField(max_length=64)
    weekdays = models.JSONField(default=list, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "name"], name="one_day_type_a_name")]


class DayTypeOn(models.Model):
    """One date that goes by another day type than its weekday."""

    day_type = models.ForeignKey(DayType, on_delete=models.CASCADE, related_name="dates")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="day_types_on")
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "day"], name="one_day_type_a_date")]


class Template(models.Model):
    """Bells that a grade may go by on days of one type. The week picks one of them for each grade and day type."""

    day_type = models.ForeignKey(DayType, on_delete=models.CASCADE, related_name="templates")
    grade = models.CharField(max_length=16)
    name = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day_type", "grade", "name"], name="one_template_a_name")
        ]


class TemplateBlock(models.Model):
    """One stretch between two bells. A flexible block is parted into `sessions` of equal length."""

    class Kind(models.TextChoices):
        CORE = "core"  # class or lab: which of them, the rotation says for each class
        CLASS = "class"
        LAB = "lab"
        FLEXIBLE = "flexible"
        SPECIAL = "special"
        LUNCH = "lunch"
        RECESS = "recess"

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="blocks")
    kind = models.CharField(max_length=16, choices=Kind)
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    sessions = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["starts_at"]
        constraints: ClassVar = [_ends_after_it_starts("a_block_ends_after_it_starts")]


class Room(models.Model):
    class Kind(models.TextChoices):
        CLASSROOM = "classroom"
        LAB = "lab"
        FLEX = "flex"  # one large room for a whole grade, with zones
        SMALL = "small"  # for a tutor's group
        LUNCH = "lunch"
        YARD = "yard"
        SPECIAL = "special"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=Kind)
    seats = models.PositiveSmallIntegerField()
    devices = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "name"], name="one_room_a_name")]


class StaffTime(Dated):
    """When an adult is there for children on one weekday (0 for Monday), prepares, eats, or has a duty."""

    class Kind(models.TextChoices):
        AVAILABLE = "available"
        PREPARATION = "prep"
        LUNCH = "lunch"
        DUTY = "duty"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="staff_times")
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="times")
    weekday = models.PositiveSmallIntegerField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()
    kind = models.CharField(max_length=16, choices=Kind)
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            _ends_after_it_starts("staff_time_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(weekday__lt=7), name="a_week_has_seven_days"),
        ]


class Qualification(models.Model):
    """What an adult may lead: a subject (blank for every one), in some grades (none for all), in one language."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="qualifications")
    subject = models.CharField(max_length=64, blank=True)
    grades = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=16, default="en")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "subject", "language"], name="one_qualification_a_subject")
        ]


class Licence(models.Model):
    """What a school has of a program: children at once (blank: no limit), minutes a child and week, by grades."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="licences")
    program = models.CharField(max_length=64)
    grades = models.JSONField(default=list, blank=True)
    concurrent = models.PositiveIntegerField(null=True, blank=True)
    least_minutes = models.PositiveSmallIntegerField(default=0)
    most_minutes = models.PositiveSmallIntegerField(null=True, blank=True)


class Service(Dated):
    """Meetings of a child with one adult each week. `windows` are when they may be: `[{"weekday": 0, "from": "08:00",
    "to": "10:00"}]`; `never_from` names kinds of blocks that they may not take a child out of."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="services")
    provider = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="services")
    minutes = models.PositiveSmallIntegerField()
    meetings = models.PositiveSmallIntegerField(default=1)
    windows = models.JSONField(default=list, blank=True)
    never_from = models.JSONField(default=list, blank=True)
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")


class GroupLanguage(Dated):
    """The language that whoever leads a group of this child speaks. Which one the child speaks at home is not asked."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="group_languages")
    language = models.CharField(max_length=16)


class Pair(Dated):
    """Two children who may not, or must, be in one group. Only its owner sees it; others: "a rule of your school"."""

    class Kind(models.TextChoices):
        APART = "apart"
        TOGETHER = "together"

    one = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="pairs")
    other = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="pairs_of_others")
    kind = models.CharField(max_length=8, choices=Kind)
    owner = models.CharField(max_length=150)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="a_pair_is_two_in_order"),
            models.UniqueConstraint(fields=["one", "other", "kind"], name="one_pair_once"),
        ]


class Absence(models.Model):
    """A child or an adult who is not there on one day, or for a part of it. Never why."""

    student = models.ForeignKey(Student, null=True, blank=True, on_delete=models.CASCADE, related_name="absences")
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="absences")
    day = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    ends_at = models.TimeField(null=True, blank=True)
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["day"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(student=None, staff__isnull=False) | Q(student__isnull=False, staff=None),
                name="a_child_or_an_adult_is_absent",
            )
        ]


class PlanRule(models.Model):
    """A school's own value of a rule of planning, and how strictly it is kept. `kind` is one of `rotation.rules`."""

    class Strength(models.TextChoices):
        HARD = "hard"
        FLOOR = "floor"
        WISH = "wish"

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="plan_rules")
    kind = models.CharField(max_length=64)
    value = models.JSONField(default=dict)
    strength = models.CharField(max_length=8, choices=Strength)
    owner = models.CharField(max_length=150)
    said_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["school", "kind"], name="one_value_a_rule")]


class PlanLock(models.Model):
    """What is decided beforehand of one child's session. `origin` is a user name, or the study whose draw it is."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="plan_locks")
    day = models.DateField()
    session = models.PositiveSmallIntegerField()
    modality = models.CharField(max_length=24)
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="plan_locks")
    program = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=150)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["student", "day", "session"], name="one_lock_a_session")
        ]


class Assumption(models.Model):
    """What a school assumes that a modality is worth. Blank subject: every one. Learned values replace it."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="assumptions")
    modality = models.CharField(max_length=24)
    subject = models.CharField(max_length=64, blank=True)
    value = models.FloatField()
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "modality", "subject"], name="one_assumption_a_modality"),
            models.CheckConstraint(condition=Q(value__gte=0), name="an_assumption_is_not_below_0"),
        ]
