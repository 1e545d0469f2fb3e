"""Minutes of the flexible block, planned beside delivered, by class, child and modality."""

from homeroom.reports.rotation.minutes.make import week_of_minutes, whose
from homeroom.reports.rotation.minutes.report import Line, MinutesOfWeek

__all__ = ["Line", "MinutesOfWeek", "week_of_minutes", "whose"]
