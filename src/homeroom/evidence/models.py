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

    One to a program's maker (`report` is "vendor " and the program's slug) is told on a day, and is sent once a second
    person has approved it. Others need no approval.

    `shown` is what readers see. `counts` holds what an attack needs: all counts, hidden ones too, and what adds up to
    what; no reader sees it.
    """

    report = models.CharField(max_length=80)
    week = models.DateField()
    made_on = models.DateField()
    shown = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    # Why nothing could be told; blank where something is.
    refused = models.CharField(max_length=1000, blank=True)
    drawn_from = models.JSONField(default=dict)
    # User names: the account may go, what was done stays.
    made_by = models.CharField(max_length=150, blank=True)
    approved_by = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["week"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "week"], name="a_week_is_told_once"),
            models.CheckConstraint(
                condition=models.Q(approved_by="") | ~models.Q(approved_by=models.F("made_by")),
                name="a_second_person_approves_a_release",
            ),
        ]


class VendorFields(models.Model):
    """What a network has agreed may be told to a program's maker. Without such a list nothing is."""

    program = models.CharField(max_length=64, unique=True)
    fields = models.JSONField(default=list)
    agreed_by = models.CharField(max_length=150)
    agreed_on = models.DateField()


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
from homeroom.evidence.survey_models import AnonymousAnswer as AnonymousAnswer  # noqa: E402
from homeroom.evidence.survey_models import Answer as Answer  # noqa: E402
from homeroom.evidence.survey_models import Asked as Asked  # noqa: E402
from homeroom.evidence.survey_models import AskedLanguage as AskedLanguage  # noqa: E402
from homeroom.evidence.survey_models import Invitation as Invitation  # noqa: E402
from homeroom.evidence.survey_models import Question as Question  # noqa: E402
from homeroom.evidence.survey_models import Survey as Survey  # noqa: E402
from homeroom.evidence.survey_models import SurveyComment as SurveyComment  # noqa: E402
from homeroom.evidence.survey_models import SurveyText as SurveyText  # noqa: E402
from homeroom.evidence.survey_models import Wave as Wave  # noqa: E402
