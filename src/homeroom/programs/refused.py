"""Which files are never taken in: named in `refused.toml`, known by their columns, each with its reason."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext_noop

from homeroom.programs.header import normalised

# The reasons of refused.toml, for those who translate.
REASONS = (
    gettext_noop(
        "it is a behavioural and emotional screening of named children, and homeroom has no place for such results"
    ),
)


@dataclass(frozen=True)
class Refused:
    """A kind of file that is not taken in: its name, the reason in words, and the columns it is known by."""

    name: str
    reason: str
    columns: frozenset[str]

    @property
    def words(self) -> str:
        told = {"name": self.name, "reason_words": self.reason}
        return (
            gettext_noop("%(name)s is refused: %(reason_words)s. Nothing of the file was kept. Don't send it again.")
            % told
        )


@lru_cache(maxsize=1)
def refused() -> tuple[Refused, ...]:
    raw = tomllib.loads(Path(__file__).with_name("refused.toml").read_text("utf-8"))
    return tuple(
        Refused(one["name"], one["reason"], frozenset(map(normalised, one["columns"]))) for one in raw["refused"]
    )


def refusal(header: Sequence[str]) -> Refused | None:
    """The kind of refused file that has this header; None where it may come in."""
    names = set(map(normalised, header))
    return next((one for one in refused() if one.columns <= names), None)
