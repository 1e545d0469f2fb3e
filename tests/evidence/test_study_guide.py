"""The guide tells every part of a plan, every kind of study, and every label of a lock."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from django.db.models import TextChoices

from homeroom.evidence.models import Plan, Study
from homeroom.evidence.plan_json import Measure, PlanArm, StudyPlan, Window

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "studies.md").read_text("utf-8")


@pytest.mark.parametrize("kind", [StudyPlan, PlanArm, Measure, Window])
def test_every_part_of_a_plan_is_told(kind: type) -> None:
    assert [one.name for one in fields(kind) if f"`{one.name}`" not in GUIDE] == []


@pytest.mark.parametrize("choices", [Study.Kind, Study.Unit, Plan.Label])
def test_every_closed_list_of_words_is_told(choices: type[TextChoices]) -> None:
    assert [word for word in choices.values if word not in GUIDE] == []
