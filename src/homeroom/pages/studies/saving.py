"""Keep a changed plan as a draft. What a plan could not hold is said beside the form, and nothing is kept."""

from __future__ import annotations

from typing import Any

import msgspec
from django import forms

from homeroom.evidence import lock
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.models import Plan
from homeroom.evidence.plan_file import known, read
from homeroom.evidence.plan_json import StudyPlan
from homeroom.pages.studies.words import place
from homeroom.people.models import User


def keep(plan: StudyPlan, by: User, form: forms.Form) -> Plan | None:
    """The draft; None where the plan can't be so: what is wrong is an error of the form."""
    try:
        found = read(_plain(plan), known())
        for one in found.asides:
            form.add_error(None, f"{place(one.where)}: {one.why}")
        return None if found.asides else lock.keep(found.plan, by)
    except EvidenceError as why:
        form.add_error(None, str(why))
        return None


def _plain(plan: StudyPlan) -> Any:
    return msgspec.to_builtins(plan)
