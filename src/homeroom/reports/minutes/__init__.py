"""Minutes by kind of activity beside how mastery changed, class by class, by name. Nothing is worked out of both."""

from homeroom.reports.minutes.make import beside
from homeroom.reports.minutes.report import Beside, Span

__all__ = ["Beside", "Span", "beside"]
