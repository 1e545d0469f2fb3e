"""The report: figures of one grade and one day type by both models, and what the flex model lacks."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy

from homeroom.reports.values import Value, known

NO_VERDICT = gettext_lazy(
    "Neither is called better here: whether children learn more in one of them is a question for a study."
)
INVENTED = gettext_lazy(
    "Both are planned from the school's own bells, classes and adults. The zones are those that the form asks for."
)


@dataclass(frozen=True)
class Line:
    """One figure by both models. None: the model has none of it."""

    words: str | Promise
    name: str
    unit: str
    rotational: float | None
    flex: float | None

    def value(self, of: str) -> Value:
        """Minutes and moves of a child are averages: tenths are said."""
        return known(getattr(self, of) or 0, unit=self.unit)


@dataclass(frozen=True)
class Flex:
    school: int
    school_name: str
    version: int
    grade: str
    day: str
    children: int
    adults: int
    lines: tuple[Line, ...]
    short: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()

    @property
    def lead(self) -> str:
        told = {"children": self.children, "adults": self.adults, "day": self.day}
        return gettext("%(day)s: %(children)s children and %(adults)s adults of the grade.") % told
