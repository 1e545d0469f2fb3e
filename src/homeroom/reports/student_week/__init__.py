"""What one child did, and how it went: effort and result apart."""

from homeroom.reports.student_week.keep import kept_week, of
from homeroom.reports.student_week.make import student_week
from homeroom.reports.student_week.report import StudentWeek

__all__ = ["StudentWeek", "kept_week", "of", "student_week"]
