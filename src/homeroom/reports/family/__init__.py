"""Family report: what a child can do, is working on and is learning, in words a family reads at the kitchen table."""

from homeroom.reports.family.make import families
from homeroom.reports.family.report import FamilyReport
from homeroom.reports.family.sheet import Sheet, sheet

__all__ = ["FamilyReport", "Sheet", "families", "sheet"]
