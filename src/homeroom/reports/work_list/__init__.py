"""The work that stands for some children on one day: on a screen, on paper, and ticked."""

from homeroom.reports.work_list.make import work_list
from homeroom.reports.work_list.report import Line, WorkList

__all__ = ["Line", "WorkList", "work_list"]
