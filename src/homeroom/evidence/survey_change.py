"""What changed from one wave of a survey to the next: of the same people where they are known, and said where not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from homeroom.evidence import sentences
from homeroom.evidence.scales import scale_refusal
from homeroom.evidence.survey_models import Survey, Wave
from homeroom.evidence.survey_results import refusal, rows, scored
from homeroom.evidence.survey_scales import Item, score
from homeroom.mastery.rules import Rule


@dataclass(frozen=True)
class Change:
    """One scale in two waves. `matched`: how the same people changed, and how many they are; else two means."""

    scale: str
    before: float | None
    after: float | None
    matched: bool
    difference: float | None = None
    people: int = 0
    refused: Rule | None = None

    @property
    def rule(self) -> Rule:
        return self.refused or (sentences.MATCHED if self.matched else sentences.UNMATCHED)


def changes(wave: Wave) -> list[Change]:
    """Each scale beside the closed wave before; nothing where there is none."""
    before = wave.survey.waves.filter(number__lt=wave.number, closed_on__isnull=False).order_by("-number").first()
    if before is None or wave.closed_on is None:
        return []
    return [_change(name, items, before, wave) for name, items in scored(wave.survey.questions.all()).items()]


def _change(name: str, items: Sequence[Item], first: Wave, second: Wave) -> Change:
    told = [(found, score(items, [row.given for row in found])) for found in (rows(first), rows(second))]
    matched = first.survey.mode == Survey.Mode.CONFIDENTIAL
    for _, made in told:
        if refused := refusal(items, made):
            return Change(name, None, None, matched, refused=refused)
    means = [float(np.nanmean(made.scores)) for _, made in told]
    if not matched:
        return Change(name, means[0], means[1], matched=False, difference=means[1] - means[0])
    once, again = (
        {row.pseudonym: at for row, at in zip(found, made.scores, strict=True) if np.isfinite(at)}
        for found, made in told
    )
    both = sorted(once.keys() & again.keys())
    if few := scale_refusal(len(both)):
        return Change(name, means[0], means[1], matched=True, refused=few)
    return Change(name, means[0], means[1], True, float(np.mean([again[who] - once[who] for who in both])), len(both))
