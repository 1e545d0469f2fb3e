"""Which arm a class or child of a draw is in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from homeroom.evidence.plan_json import DRAWN_INSIDE
from homeroom.evidence.study_models import Draw, Study
from homeroom.people.models import Class


@dataclass(frozen=True)
class Arms:
    """`of_class` and `of_child` say the arm by class id and pseudonym; blank where a class is in both, or undrawn."""

    unit: str
    result: Mapping[str, str]
    school_of: Mapping[str, str]

    @property
    def are_inside(self) -> bool:
        """Whether every class is in both arms, by standard or by week."""
        return self.unit in DRAWN_INSIDE

    def of_class(self, school_class: str) -> str:
        key = self.school_of.get(school_class, "") if self.unit == Study.Unit.SCHOOL else school_class
        return self.result.get(key, "")

    def of_child(self, pseudonym: str, home: str) -> str:
        return self.result.get(pseudonym, "") if self.unit == Study.Unit.STUDENT else self.of_class(home)


def arms(draw: Draw) -> Arms:
    schools = dict(Class.objects.values_list("sourced_id", "school__sourced_id"))
    return Arms(draw.study.unit, json.loads(draw.result), schools)
