"""A goal of a class: the work that is proposed for it, what to look at before it is sent, and what came of it."""

from homeroom.reports.goals.proposed import proposed
from homeroom.reports.goals.report import GoalWork, Results
from homeroom.reports.goals.results import results

__all__ = ["GoalWork", "Results", "proposed", "results"]
