"""What a principal knows on a Monday: how last week went, teacher by teacher, and which rooms to visit."""

from homeroom.reports.monday.make import monday
from homeroom.reports.monday.report import Monday

__all__ = ["Monday", "monday"]
