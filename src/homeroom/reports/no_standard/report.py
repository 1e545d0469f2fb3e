"""Content without a standard, program by program."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy, ngettext

from homeroom.reports.values import answers, count, listed

KINDS = {"item": gettext_lazy("item"), "lesson": gettext_lazy("lesson"), "unit": gettext_lazy("unit")}


@dataclass(frozen=True)
class Content:
    """One lesson, item or unit, or one spelling of a standard that nobody could resolve."""

    kind: str
    title: str
    spelling: str
    answers: int
    tries: int
    children: int

    @property
    def kind_words(self) -> str:
        return str(KINDS.get(self.kind, self.kind))

    @property
    def words(self) -> str:
        return (
            f"{self.title} (“{self.spelling}”)" if self.spelling and self.title else self.title or f"“{self.spelling}”"
        )


@dataclass(frozen=True)
class NoStandard:
    """One program's work without a standard; `contents` has the most worked on first. A child counts once."""

    program: str
    name: str
    answers: int
    tries: int
    children: int
    contents: tuple[Content, ...]

    @property
    def words(self) -> str:
        """`14 answers and 3 tries of lessons`."""
        tries = ngettext("%(count)s try of lessons", "%(count)s tries of lessons", self.tries)
        parts = [answers(self.answers)] if self.answers else []
        return listed([*parts, *([tries % {"count": count(self.tries)}] if self.tries else [])])
