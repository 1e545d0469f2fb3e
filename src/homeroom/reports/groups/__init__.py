"""Who needs the same thing now? The groups that are suggested for a class beside those that its teachers keep."""

from homeroom.reports.groups.make import class_groups
from homeroom.reports.groups.report import ClassGroups

__all__ = ["ClassGroups", "class_groups"]
