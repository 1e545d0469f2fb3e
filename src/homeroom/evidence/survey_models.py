"""Surveys: what is asked, in which words, who was asked, and what was answered, anonymously or confidentially.

Nothing leads from an anonymous answer to its invitation: it has no key of another table, no moment and no order, and it
bears the first day of its wave, not its own. A confidential answer hangs at its invitation, under a pseudonym.
"""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q
from django.utils.translation import gettext

from homeroom.evidence.study_models import Study
from homeroom.people.models import Class, School, Staff, Student

KEY_BITS = 62


def random_key() -> int:
    return secrets.randbits(KEY_BITS) + 1


class RandomKey(models.BigIntegerField[int, int]):
    """A primary key drawn by chance. In SQLite it is the row's own number: no other one counts rows as they come."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"primary_key": True, "default": random_key, "editable": False}
        super().__init__(*args, **kwargs)

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class Survey(models.Model):
    """Questions to staff, students or families. `slug` names it in commands. After its first wave it never changes."""

    class Audience(models.TextChoices):
        STAFF = "staff"
        STUDENTS = "students"
        FAMILIES = "families"

    class Mode(models.TextChoices):
        ANONYMOUS = "anonymous"
        CONFIDENTIAL = "confidential"

    slug = models.SlugField(max_length=64, unique=True)
    audience = models.CharField(max_length=16, choices=Audience)
    mode = models.CharField(max_length=16, choices=Mode)
    # The study whose arms are told apart in its results.
    study = models.ForeignKey(Study, null=True, blank=True, on_delete=models.SET_NULL, related_name="surveys")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now_add=True)


class Question(models.Model):
    """One question. Those of one `scale` are scored together, a `reversed` one the other way round."""

    class Kind(models.TextChoices):
        FACES = "three faces"
        AGREE = "agreement"
        OFTEN = "frequency"
        CHOICE = "choice"
        COMMENT = "comment"

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=32)
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=Kind)
    choices = models.PositiveSmallIntegerField(default=0)
    scale = models.CharField(max_length=32, blank=True)
    reversed = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["place", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["survey", "key"], name="one_question_a_key")]


class SurveyText(models.Model):
    """Words of a survey in one language: of a `part`, such as a question or a choice.

    `reviewed` is the hash of the English and these words when somebody read them; another hash and it has lapsed.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="texts")
    part = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    words = models.CharField(max_length=1000)
    reviewed = models.CharField(max_length=64, blank=True)
    reviewed_by = models.CharField(max_length=150, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "part", "language"], name="one_text_a_part_and_language")
        ]


class Wave(models.Model):
    """One time that a survey is asked: from one day to another, and closed for ever by a person."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="waves")
    number = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    until = models.DateField()
    languages = models.JSONField(default=list)
    opened_by = models.CharField(max_length=150)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "number"], name="one_wave_a_number"),
            models.UniqueConstraint(fields=["survey", "opens_on"], name="one_wave_a_day"),
            models.CheckConstraint(condition=Q(until__gte=models.F("opens_on")), name="a_wave_lasts_a_day"),
        ]


REST = "–"  # begins the label of those who are in no group of ten


def group_words(label: str) -> str:
    """How a group is called where it is read: those of REST have no name of their own."""
    return f"{gettext('all others')}{label.removeprefix(REST)}" if label.startswith(REST) else label


class Asked(models.Model):
    """A group that is asked in a wave: how many people, and how many of them have answered.

    `label` is all that an anonymous answer says of its sender. Classes of few are asked as one group.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="asked")
    label = models.CharField(max_length=255)
    arm = models.CharField(max_length=64, blank=True)
    people = models.PositiveIntegerField()
    answered = models.PositiveIntegerField(default=0)
    classes = models.ManyToManyField(Class, blank=True, related_name="asked")
    schools = models.ManyToManyField(School, blank=True, related_name="asked")

    class Meta:
        verbose_name_plural = "asked groups"
        constraints: ClassVar = [models.UniqueConstraint(fields=["wave", "label"], name="one_group_a_label")]

    @property
    def words(self) -> str:
        return group_words(self.label)


class AskedLanguage(models.Model):
    """How many people of a wave have a language at home, as far as known, and how many answered in it."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="spoken")
    language = models.CharField(max_length=8)
    people = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["wave", "language"], name="one_count_a_language")]


class Invitation(models.Model):
    """A code that answers once, or as often as `left` on a shared screen. Only the SHA-256 of the code is kept.

    An anonymous one belongs to a group and says nothing more, not even whether it was used. A confidential one names a
    person, until that person is erased.
    """

    asked = models.ForeignKey(Asked, on_delete=models.CASCADE, related_name="invitations")
    token_sha256 = models.CharField(max_length=64, unique=True)
    # How often a shared screen still answers; blank for a code on paper.
    left = models.PositiveIntegerField(null=True, blank=True)
    pseudonym = models.CharField(max_length=32, blank=True)
    student = models.ForeignKey(Student, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations")
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations")
    answered = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(pseudonym="") | Q(student=None, staff=None, answered=False),
                name="without_a_pseudonym_nobody_is_named",
            )
        ]


class Answer(models.Model):
    """What one person answered confidentially. `given` is the chosen place, or the words, by the question's key."""

    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="answer")
    on = models.DateField()
    language = models.CharField(max_length=8)
    given = models.JSONField(default=dict)


class AnonymousAnswer(models.Model):
    """What somebody answered anonymously: of which survey and group, and the first day of the wave. Nothing more."""

    key = RandomKey()
    survey = models.CharField(max_length=64)
    on = models.DateField()
    label = models.CharField(max_length=255)
    given = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["survey", "on", "key"])]


class SurveyComment(models.Model):
    """Free words, kept apart from the answer that they came with. Shown once a person has read them for names."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SHOWN = "shown"
        WITHHELD = "withheld"

    key = RandomKey()
    survey = models.CharField(max_length=64)
    on = models.DateField()
    question = models.CharField(max_length=32)
    words = models.TextField()
    # Of a confidential answer, so that an erasure finds it; blank otherwise.
    pseudonym = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=16, choices=State, default=State.WAITING)
    read_by = models.CharField(max_length=150, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["survey", "on", "key"])]
