"""Weeks of a flexible block, of any size, from a seed: the planner's tests and figures live on them.

Everything is invented, what a place is worth above all: no real school's children by modality and day are public. The
same wishes give the same bytes. Every rule can be kept, for whoever is not locked may be in supervised overflow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import product

import numpy as np

from homeroom.rotation.block.instance import Child, Equity, Instance, Slot
from homeroom.simulation.rotation import decided
from homeroom.simulation.rotation.enrolled import enrolled
from homeroom.simulation.rotation.school import Wanted, adults, programs, rooms, standards

SIZES = (8, 100, 600, 5000)
WEEK = date(2026, 11, 30)
STARTS = 9 * 60


def of_size(children: int, seed: int = 1) -> Instance:
    return make(Wanted(children, seed))


def make(wanted: Wanted) -> Instance:
    everyone, levels = enrolled(wanted)
    staff = adults(wanted)
    paired = decided.pairs(wanted, everyone)
    return Instance(
        school=1,
        week=WEEK,
        slots=_slots(wanted),
        standards=standards(),
        children=everyone,
        adults=staff,
        rooms=rooms(wanted),
        programs=programs(wanted),
        seats=(wanted.share(wanted.seats),) * len(wanted.slots),
        independent=(wanted.share(wanted.independent),) * len(wanted.slots),
        running=decided.running(wanted, everyone, staff),
        pairs=paired,
        locks=decided.locks(wanted, everyone, staff, paired),
        equity=_bands(everyone, levels),
    )


def _slots(wanted: Wanted) -> tuple[Slot, ...]:
    """Sessions follow one another, and count from 1 each day."""
    times = product(range(wanted.days), range(wanted.sessions))
    starts = [STARTS + session * wanted.minutes for session in range(wanted.sessions)]
    return tuple(
        Slot(key, WEEK + timedelta(days=day), session + 1, starts[session], starts[session] + wanted.minutes)
        for key, (day, session) in enumerate(times)
    )


def _bands(children: Sequence[Child], levels: Mapping[int, float]) -> tuple[Equity, ...]:
    """By class, grade and quarter of the start levels; a band that is everybody says nothing."""
    cuts = np.quantile(list(levels.values()), [0.25, 0.5, 0.75])
    bands: dict[str, list[int]] = {}
    for child in children:
        quarter = int(np.searchsorted(cuts, levels[child.number]))
        for name in (f"class {child.school_class}", f"grade {child.grade}", f"start {quarter + 1}"):
            bands.setdefault(name, []).append(child.number)
    return tuple(Equity(name, tuple(bands[name])) for name in sorted(bands) if len(bands[name]) < len(children))
