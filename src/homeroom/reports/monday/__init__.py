"""What a principal knows on a Monday: how last week went, teacher by teacher, and which rooms to visit."""

from homeroom.reports.monday.keep import kept_monday, of
from homeroom.reports.monday.make import monday
from homeroom.reports.monday.report import Monday

__all__ = ["Monday", "kept_monday", "monday", "of"]
