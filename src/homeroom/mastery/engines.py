"""The engines that an installation may choose from. What an engine has learned says which engine it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings

from homeroom.mastery import told_by_bkt
from homeroom.mastery.bkt import BKTParameters
from homeroom.mastery.estimates import Flags
from homeroom.mastery.evidence import Evidence
from homeroom.mastery.parameters import Parameters
from homeroom.mastery.told import Told, by_filter
from homeroom.mastery.told_by_bkt import by_bkt

FILTER, TRACING = "filter", "bkt"
Constants = Parameters | BKTParameters


@dataclass(frozen=True)
class EngineForm:
    """`start` gives the constants of an installation that could learn none; `read` reads what `to_json` wrote."""

    name: str
    start: Callable[[], Constants]
    read: Callable[[str], Constants]


ENGINES: Mapping[str, EngineForm] = {
    engine.name: engine
    for engine in (
        EngineForm(FILTER, Parameters, Parameters.from_json),
        EngineForm(TRACING, told_by_bkt.start, BKTParameters.from_json),
    )
}


def chosen() -> str:
    """The engine that `engine` in the settings names; the filter where it names none that there is."""
    name = getattr(settings, "HOMEROOM_ENGINE", FILTER)
    return name if name in ENGINES else FILTER


def tell(constants: Constants, evidence: Evidence, as_of: float, asked: Flags) -> Told:
    """What the engine of these constants tells of the children on the day `as_of` (days since 1970).

    `asked` (children × standards) names cells that are told even without the child's own evidence.
    """
    if isinstance(constants, Parameters):
        return by_filter(constants, evidence, as_of, asked)
    return by_bkt(constants, evidence, as_of, asked)
