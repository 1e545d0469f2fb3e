"""How the schools of a network are doing, in counts that tell of nobody: released once a week, and kept."""

from homeroom.reports.network.make import network
from homeroom.reports.network.report import Network

__all__ = ["Network", "network"]
