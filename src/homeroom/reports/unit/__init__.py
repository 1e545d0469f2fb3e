"""A class's plan: what is taught in which week, who is ready for it, and who carries what over."""

from homeroom.reports.unit.report import Plan, PlanLine, PlanWeek
from homeroom.reports.unit.weeks import plan

__all__ = ["Plan", "PlanLine", "PlanWeek", "plan"]
