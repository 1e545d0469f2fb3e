"""A made-up pilot of whole classes, with what it truly did, and with whatever may be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.special import ndtri  # type: ignore[import-untyped]  # scipy ships no types

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Pilot:
    """What is true, in standard deviations of children without what is new.

    `icc` is the share of variance between classes, before and after; `r2_class` and `r2_child` what the first measure
    explains of each level. `spread` is how effects differ between new classes, `noise` how those of old ones scatter on
    top of the classes. `ahead` is by how much new classes were ahead before it began, `hidden` by how much in what
    nobody measured. `lost` is the share of children without a result, `lost_more` how many more of the new arm, and
    `leaving` how far, from 0 to 1, those leave who would have done badly.
    """

    new: int
    old: int
    effect: float = 0.0
    spread: float = 0.0
    noise: float = 0.0
    icc: float = 0.15
    r2_class: float = 0.5
    r2_child: float = 0.5
    fewest: int = 8
    most: int = 32
    schools: int = 4
    ahead: float = 0.0
    hidden: float = 0.0
    lost: float = 0.0
    lost_more: float = 0.0
    leaving: float = 0.0


@dataclass(frozen=True)
class Children:
    """A row a child that was assigned. `after` is not a number where it was lost; `effects` has an entry a class."""

    school: Whole
    room: Whole
    new: Flags
    before: Real
    after: Real
    effects: Real

    @property
    def analysed(self) -> Flags:
        return np.isfinite(self.after)

    @property
    def true_effect(self) -> float:
        """What the new classes' mean effect truly was; 0 where there are none."""
        here = self.effects[np.unique(self.room[self.new])]
        return float(here.mean()) if len(here) else 0.0


def make(pilot: Pilot, random: Generator) -> Children:
    """The first classes are the new ones: classes are alike, so this is as good as any draw. Schools take turns."""
    classes = np.arange(pilot.new + pilot.old)
    sizes = random.integers(pilot.fewest, pilot.most + 1, len(classes))
    return happened(pilot, np.repeat(classes, sizes), classes < pilot.new, classes % pilot.schools, random)


def happened(pilot: Pilot, room: Whole, is_new: Flags, school: Whole, random: Generator) -> Children:
    """What became of these children: `room` has an entry a child, `is_new` and `school` an entry a class.

    The same generator gives the same `before`, whichever classes are new: a draw may come in between.
    """
    of_class, of_child = random.normal(size=len(is_new)), random.normal(size=len(room))
    before = np.sqrt(pilot.icc) * of_class[room] + np.sqrt(1 - pilot.icc) * of_child
    return _became(pilot, before, (of_class, of_child), room, is_new, school, random)


def went_on(pilot: Pilot, before: Real, room: Whole, is_new: Flags, school: Whole, random: Generator) -> Children:
    """What became of children whose first measure is known; it has a mean of 0 and a variance of 1."""
    of_class = np.bincount(room, before, len(is_new)) / np.maximum(np.bincount(room, minlength=len(is_new)), 1)
    parts = of_class / np.sqrt(pilot.icc), (before - of_class[room]) / np.sqrt(1 - pilot.icc)
    return _became(pilot, before, parts, room, is_new, school, random)


def _became(
    pilot: Pilot, before: Real, parts: tuple[Real, Real], room: Whole, is_new: Flags, school: Whole, random: Generator
) -> Children:
    """`parts` are what classes and children brought with them, each of variance 1."""
    classes, new = len(is_new), is_new[room]
    of_class, of_child = parts
    effects = np.where(is_new, pilot.effect + pilot.spread * random.normal(size=classes), 0.0)
    noise = pilot.noise * random.normal(size=classes)
    between = np.sqrt(pilot.icc) * _later(of_class, pilot.r2_class, random)
    inside = np.sqrt(1 - pilot.icc) * _later(of_child, pilot.r2_child, random)
    carried = pilot.ahead * np.sqrt(pilot.r2_child)
    after = (between + noise + effects)[room] + inside + (carried + pilot.hidden) * new
    lost = _lost(pilot, new, after - np.sqrt(pilot.r2_child) * before, random)
    return Children(school[room], room, new, before + pilot.ahead * new, np.where(lost, np.nan, after), effects)


def _later(first: Real, explained: float, random: Generator) -> Real:
    """A second measure of variance 1, of which the first explains a share."""
    return np.asarray(np.sqrt(explained) * first + np.sqrt(1 - explained) * random.normal(size=len(first)))


def _lost(pilot: Pilot, new: Flags, unforeseen: Real, random: Generator) -> Flags:
    """Who has no result: by chance, or in the new arm the more the less the child gained."""
    drawn = random.normal(size=len(new))
    rate = np.clip(pilot.lost + pilot.lost_more * new, 0.0, 1.0)
    gained = (unforeseen - unforeseen.mean()) / (unforeseen.std() or 1.0)
    tendency = np.where(new, pilot.leaving * gained + np.sqrt(1 - pilot.leaving**2) * drawn, drawn)
    return np.asarray(tendency < ndtri(rate))
