"""The first facts of a preview as a person reads them: what is the same in every row is said once, above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from homeroom.intake.look import Preview

CHILD = "student"


@dataclass(frozen=True)
class Sample:
    """`same`: column and value where all rows agree; `facts`: the other columns, row by row."""

    same: Sequence[tuple[str, str]]
    columns: Sequence[str]
    facts: Sequence[Sequence[str]]


def sample(preview: Preview) -> Sample:
    values = [{fact[place] for fact in preview.facts} for place in range(len(preview.columns))]
    one = [len(found) == 1 and len(preview.facts) > 1 for found in values]
    kept = [place for place, same in enumerate(one) if not same or preview.columns[place] == CHILD]
    told = [place for place in range(len(values)) if place not in kept]
    return Sample(
        same=[(_words(preview.columns[place]), next(iter(values[place]))) for place in told if any(values[place])],
        columns=[_words(preview.columns[place]) for place in kept],
        facts=[[fact[place] for place in kept] for fact in preview.facts],
    )


def _words(column: str) -> str:
    return gettext("child") if column == CHILD else column.replace("_", " ")
