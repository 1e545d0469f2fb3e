"""What a school takes a session of each modality to be worth: invented until somebody, or data, say otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext

from homeroom.people import audit
from homeroom.people.models import School
from homeroom.rotation import rule_values
from homeroom.rotation.drafts import By, signed
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import Assumption
from homeroom.rotation.response import Estimate, Learned
from homeroom.standards.models import Framework

EVERY = ""  # subject


class Source(StrEnum):
    INVENTED = "invented"  # by who made homeroom
    SAID = "said"  # by somebody at the school: still invented, by them
    LEARNED = "learned"


@dataclass(frozen=True)
class Held:
    """One value, with who said it and when; a learned one with the middle 80 % of what it may be."""

    value: float
    source: Source
    low: float | None = None
    high: float | None = None
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Table:
    """`responses` by modality and subject (blank: every one); a cell that is not there has the one of every subject.
    `factors` are the other numbers of the arithmetic."""

    subjects: tuple[str, ...]
    responses: Mapping[tuple[str, str], Held]
    factors: Mapping[str, Held]


def table(school: School, learned: Learned | None = None) -> Table:
    said = {(one.modality, one.subject): one for one in Assumption.objects.filter(school=school)}
    found = learned or Learned()
    responses = {
        **{(str(one), EVERY): Held(value, Source.INVENTED) for one, value in rule_values.ASSUMED.response.items()},
        **{key: _said(one) for key, one in said.items() if key[0] in rule_values.RESPONSES},
        **{(str(one), EVERY): _learned(estimate) for one, estimate in found.whole.items()},
    }
    factors = {name: Held(getattr(rule_values.ASSUMED, name), Source.INVENTED) for name in rule_values.FACTORS}
    factors |= {name: _said(one) for (name, subject), one in said.items() if name in factors and subject == EVERY}
    return Table(tuple(sorted({subject for _, subject in responses} - {EVERY})), responses, factors)


def subjects() -> Sequence[str]:
    """Those that standards are of."""
    return sorted(set(Framework.objects.exclude(subject="").values_list("subject", flat=True)))


@transaction.atomic
def say(school: School, name: str, subject: str, value: float, by: By) -> None:
    """From the next plan on the school takes this value. Raises RotationError for what is no assumption."""
    _must_be_one(name, subject)
    if not 0 <= value <= rule_values.LARGEST_ASSUMPTION:
        raise RotationError(gettext("Say a number from 0 to %(most)s.") % {"most": int(rule_values.LARGEST_ASSUMPTION)})
    told = {"value": value, "said_by": signed(by)}
    Assumption.objects.update_or_create(school=school, modality=name, subject=subject, defaults=told)
    audit.did(by, "assumed", f"school {school.pk}", [], f"{_named(name, subject)}: {value:g}")


@transaction.atomic
def take_back(school: School, name: str, subject: str, by: By) -> None:
    """What somebody said goes; what homeroom came with, or data say, holds again."""
    if Assumption.objects.filter(school=school, modality=name, subject=subject).delete()[0]:
        audit.did(by, "took back what was assumed", f"school {school.pk}", [], _named(name, subject))


def _must_be_one(name: str, subject: str) -> None:
    if name not in (*rule_values.RESPONSES, *rule_values.FACTORS):
        raise RotationError(gettext("There is no such assumption. Choose one of the list."))
    if subject and (name in rule_values.FACTORS or subject not in subjects()):
        raise RotationError(gettext("This number is of every subject. Leave the subject blank."))


def _named(name: str, subject: str) -> str:
    return f"{name} in {subject}" if subject else name


def _said(one: Assumption) -> Held:
    return Held(one.value, Source.SAID, by=one.said_by, at=one.said_at)


def _learned(one: Estimate) -> Held:
    return Held(one.middle, Source.LEARNED, one.low, one.high)
