"""The quality of one program, its lessons and its items, for the data team. Of few children no number is told."""

from homeroom.reports.quality.make import of_program, programs
from homeroom.reports.quality.report import Line, Quality

__all__ = ["Line", "Quality", "of_program", "programs"]
