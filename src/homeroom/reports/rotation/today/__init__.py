"""One day of the flexible block: who is where, with whom, on what; on a screen, on paper, in a file and a calendar."""

from homeroom.reports.rotation.today.make import today_in_the_lab
from homeroom.reports.rotation.today.report import TodayInTheLab

__all__ = ["TodayInTheLab", "today_in_the_lab"]
