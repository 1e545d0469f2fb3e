"""Who is in the learning lab, in which program, and who waits: words and moments, never a score."""

from homeroom.reports.lab.make import lab_board
from homeroom.reports.lab.report import LabBoard

__all__ = ["LabBoard", "lab_board"]
