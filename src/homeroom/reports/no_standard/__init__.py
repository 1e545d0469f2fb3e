"""No standard yet: work that is counted as practice, but is tied to no standard, so that it moves no estimate."""

from homeroom.reports.no_standard.make import of_child, of_programs
from homeroom.reports.no_standard.report import Content, NoStandard

__all__ = ["Content", "NoStandard", "of_child", "of_programs"]
