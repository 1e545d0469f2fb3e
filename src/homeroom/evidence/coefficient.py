"""One coefficient of a model with its standard error and degrees of freedom, and what follows from Student's t."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import stdtr, stdtrit  # type: ignore[import-untyped]  # scipy ships no types


@dataclass(frozen=True)
class Coefficient:
    """In the outcome's unit. Few clusters leave few degrees of freedom, and these need not be whole."""

    name: str
    estimate: float
    error: float
    freedom: float

    @property
    def t(self) -> float:
        return self.estimate / self.error

    @property
    def p(self) -> float:
        """Two-sided."""
        return float(2 * stdtr(self.freedom, -abs(self.t)))

    def interval(self, sure: float = 0.95) -> tuple[float, float]:
        reach = float(stdtrit(self.freedom, (1 + sure) / 2)) * self.error
        return self.estimate - reach, self.estimate + reach
