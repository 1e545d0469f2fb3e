"""Whom counts are told of, and what was told: kept, so that each release is attacked together with the earlier ones."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from homeroom.people.models import School, Student


class Cohort(models.Model):
    """The children of a school whom releases tell of, from one day on until the next cohort of the school."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="cohorts")
    since = models.DateField()

    class Meta:
        ordering: ClassVar = ["since", "pk"]


class CohortChild(models.Model):
    """One child in one cohort. A child is in one standing cohort at a time."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="children")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="cohorts")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["cohort", "student"], name="in_a_cohort_once")]


class Release(models.Model):
    """What was told of one week, once: it is never worked out again, whatever comes in later.

    `shown` is what readers see. `counts` holds what an attack needs: all counts, hidden ones too, and what adds up to
    what; no reader sees it.
    """

    report = models.CharField(max_length=32)
    week = models.DateField()
    made_on = models.DateField()
    shown = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    # Why nothing could be told; blank where something is.
    refused = models.CharField(max_length=1000, blank=True)
    drawn_from = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["week"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "week"], name="a_week_is_told_once")]


from homeroom.evidence.study_models import Amendment as Amendment  # noqa: E402  Django finds an application's models here
from homeroom.evidence.study_models import Draw as Draw  # noqa: E402
from homeroom.evidence.study_models import DrawChange as DrawChange  # noqa: E402
from homeroom.evidence.study_models import EffortEntry as EffortEntry  # noqa: E402
from homeroom.evidence.study_models import Plan as Plan  # noqa: E402
from homeroom.evidence.study_models import Price as Price  # noqa: E402
from homeroom.evidence.study_models import Study as Study  # noqa: E402
from homeroom.evidence.study_models import StudyChild as StudyChild  # noqa: E402
from homeroom.evidence.study_models import StudyGoal as StudyGoal  # noqa: E402
from homeroom.evidence.study_models import StudyOutcome as StudyOutcome  # noqa: E402
from homeroom.evidence.study_models import StudyRun as StudyRun  # noqa: E402
