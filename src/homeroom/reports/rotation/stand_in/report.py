"""The report: each class that would be without its adult, and who could take it, the least price first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from homeroom.reports.values import count
from homeroom.rotation.week.stand_in import Price


@dataclass(frozen=True)
class Offer:
    """`leaves`: classes that would be without this adult meanwhile."""

    adult: str
    price: Price
    leaves: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The price: minutes that are lost, of whom."""
        lost = [
            (self.price.of_classes, gettext("%(minutes)s min of other classes")),
            (self.price.of_lunch, gettext("%(minutes)s min of lunch")),
            (self.price.of_duty, gettext("%(minutes)s min of duty")),
            (self.price.of_preparation, gettext("%(minutes)s min to prepare")),
        ]
        told = [words % {"minutes": count(minutes)} for minutes, words in lost if minutes]
        return ", ".join(told) if told else gettext("free: takes nothing from anybody")


@dataclass(frozen=True)
class Without:
    """A class between two bells whose adult is away."""

    start: int
    end: int
    school_class: str
    what: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True)
class StandIn:
    """`day_type` is blank where the day has no bells. `version` is that of the week it was asked of."""

    school: int
    school_name: str
    version: int
    on: date
    day_type: str
    adult: str
    gaps: tuple[Without, ...]
    away: tuple[str, ...] = ()

    @property
    def lead(self) -> str:
        if not self.day_type:
            return gettext("No bells are known for this day: it is no school day, or has no day type.")
        if not self.adult:
            return gettext("Choose who is away.")
        if not self.gaps:
            return gettext("No class is left without an adult.")
        without = sum(not one.offers for one in self.gaps)
        told = {"gaps": count(len(self.gaps)), "without": count(without)}
        return gettext("Times to fill: %(gaps)s. With nobody to fill them: %(without)s.") % told
