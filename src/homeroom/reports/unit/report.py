"""What the pages and files of a class's plan share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from homeroom.goals.models import UnitPlan

STATES: Mapping[str, str | Promise] = {
    UnitPlan.State.PLANNED: gettext_lazy("planned"),
    UnitPlan.State.TAUGHT: gettext_lazy("taught"),
    UnitPlan.State.MOVED: gettext_lazy("moved"),
    UnitPlan.State.SKIPPED: gettext_lazy("skipped"),
}


@dataclass(frozen=True)
class PlanLine:
    """One standard in one week. `minutes` are of lab time for each child; `unit` is its title, blank for none."""

    number: int
    code: str
    title: str
    unit: str
    minutes: int
    state: str
    moved_to: date | None
    by: str

    @property
    def state_words(self) -> str:
        return str(STATES[self.state])


@dataclass(frozen=True)
class PlanWeek:
    """A week by its Monday. `is_now`: the day of the report lies in it."""

    monday: date
    is_now: bool
    lines: tuple[PlanLine, ...]

    @property
    def minutes(self) -> int:
        """Of what was neither moved away nor skipped."""
        return sum(one.minutes for one in self.lines if one.state in ("planned", "taught"))


@dataclass(frozen=True)
class PlannedUnit:
    """A unit in the plan, with its first and last week."""

    number: int
    title: str
    first: date
    last: date


@dataclass(frozen=True)
class Plan:
    """The weeks of a class that hold anything, and those of the next month, in their order."""

    class_id: int
    title: str
    school: str
    on: date
    lead: str
    weeks: tuple[PlanWeek, ...]
    units: tuple[PlannedUnit, ...]

    @property
    def file_name(self) -> str:
        """Without an ending."""
        return f"class-{self.class_id}-plan"

    def line(self, number: int) -> PlanLine | None:
        return next((one for week in self.weeks for one in week.lines if one.number == number), None)
