"""How do we know? One child, one standard: the estimate with its doubt, and everything that it rests on."""

from homeroom.reports.how_we_know.make import how_we_know
from homeroom.reports.how_we_know.report import HowWeKnow

__all__ = ["HowWeKnow", "how_we_know"]
