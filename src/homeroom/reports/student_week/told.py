"""What others say of a child, in short: one line an assessment, one line a claim; the rest stays within reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext

from homeroom.reports.student_week.report import Claim, LevelResult
from homeroom.reports.values import share as shown_share


@dataclass(frozen=True)
class Assessment:
    """An assessment by its whole; `whole` is None where the vendor gives results of parts alone."""

    name: str
    title: str
    whole: LevelResult | None
    parts: tuple[LevelResult, ...]

    @property
    def on(self) -> date:
        return max(found.on for found in (self.whole, *self.parts) if found)

    @property
    def words(self) -> str:
        return self.whole.short if self.whole else gettext("No result for the whole; see its parts")


@dataclass(frozen=True)
class ClaimLine:
    """One standard as one line: `Developing (71 %)`."""

    standard: str
    level: str
    percent: float | None
    on: date

    @property
    def words(self) -> str:
        share = "" if self.percent is None else _percent(self.percent)
        return f"{self.level} ({share})" if self.level and share else self.level or share


@dataclass(frozen=True)
class Claims:
    """One program's claims: how many standards at each level, and the standards, the lowest share first."""

    name: str
    lines: tuple[ClaimLine, ...]

    @property
    def on(self) -> date:
        return max(line.on for line in self.lines)

    @property
    def words(self) -> str:
        levels = Counter(line.level or gettext("without a level") for line in self.lines)
        return ", ".join(f"{count} {level}" for level, count in levels.items())


def _percent(number: float) -> str:
    """Whole percents as the language writes them; others as the program told them."""
    return shown_share(number / 100) if number == int(number) else f"{number:g} %"


def assessments(levels: Sequence[LevelResult]) -> tuple[Assessment, ...]:
    """`levels` stand by program and assessment, as the report holds them."""
    return tuple(
        _assessment(name, title, tuple(found))
        for (name, title), found in groupby(levels, lambda v: (v.name, v.assessment))
    )


def _assessment(name: str, title: str, found: tuple[LevelResult, ...]) -> Assessment:
    whole = next((v for v in found if not v.objective), None)
    return Assessment(name, title, whole, tuple(v for v in found if v is not whole))


def claims(found: Sequence[Claim]) -> tuple[Claims, ...]:
    by_program: dict[str, list[ClaimLine]] = {}
    for claim in found:
        by_program.setdefault(claim.name, []).append(_line(claim))
    return tuple(Claims(name, tuple(sorted(lines, key=_lowest_first))) for name, lines in sorted(by_program.items()))


def _lowest_first(line: ClaimLine) -> tuple[bool, float, str]:
    return (line.percent is None, line.percent or 0.0, line.standard)


def _line(claim: Claim) -> ClaimLine:
    """A level is a word, a share a number of a column that says percent; the standard's own before its domain's."""
    own_first = sorted(claim.values, key=lambda pair: ("Domain" in pair[0], len(pair[0]), pair[0]))
    level = next((value for _, value in own_first if _number(value) is None), "")
    shares = [_number(value) for method, value in own_first if "percent" in method.casefold()]
    percent = next((share for share in shares if share is not None), None)
    if not level and percent is None:
        level = own_first[0][1]
    return ClaimLine(claim.standard, level, percent, claim.on)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
