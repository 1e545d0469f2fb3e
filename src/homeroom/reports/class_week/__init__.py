"""What one class did in one week, and what that asks of its teacher."""

from homeroom.reports.class_week.keep import kept_week, of
from homeroom.reports.class_week.make import class_week
from homeroom.reports.class_week.report import Action, Cell, ClassWeek, Named, Row

__all__ = ["Action", "Cell", "ClassWeek", "Named", "Row", "class_week", "kept_week", "of"]
