"""Which of a sitting's many results a class page shows: the one that vendors themselves put first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

# The ends of vendors' column names, best first. All of them stand on the child's own page and in `homeroom export`.
LEVELS = (" Placement", "Benchmark Status", "BenchmarkCategoryName", "Level", "Status", "Category")
SCORES = ("ScaledScore", "Scale Score", "Score")
SECOND_BEST = ("Relative", "State", "District", "School")


class Result(Protocol):
    @property
    def method(self) -> str: ...
    @property
    def result_kind(self) -> str | None: ...
    @property
    def result(self) -> str: ...


def headline[R: Result](results: Sequence[R]) -> R:
    """The level to show; a score where the vendor gives no level. `results` is not empty."""
    return min(results, key=_rank)


def score[R: Result](results: Sequence[R]) -> str:
    """The score that goes with a level; blank where the headline is no level, or no score is told."""
    scores = [r for r in results if r.result_kind == "score" and r.method.endswith(SCORES)]
    if not scores or headline(results).result_kind != "level":
        return ""
    return min(scores, key=_rank).result


def _rank(result: Result) -> tuple[bool, bool, int, int, str]:
    is_level = result.result_kind == "level"
    ends = LEVELS if is_level else SCORES
    place = next((at for at, end in enumerate(ends) if result.method.endswith(end)), len(ends))
    second = any(word in result.method for word in SECOND_BEST)
    return (not is_level, second, place, len(result.method), result.method)
