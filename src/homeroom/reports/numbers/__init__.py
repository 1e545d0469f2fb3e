"""How good are these numbers? What was foretold of children held out of the fit, beside what came true."""

from homeroom.reports.numbers.make import numbers
from homeroom.reports.numbers.report import Numbers

__all__ = ["Numbers", "numbers"]
