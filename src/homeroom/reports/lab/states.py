"""In which state a child is: a plain function of what is known, by the rules beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from homeroom.people.presence import SignedIn
from homeroom.reports.lab.report import Here
from homeroom.reports.lab.rules import IDLE, SILENT


@dataclass(frozen=True)
class Known:
    """What is known of one child: the sign-in, what adults wrote down, and whether there is a feed that could tell."""

    signed_in: SignedIn | None = None
    absent: bool = False
    helped: datetime | None = None
    is_told: bool = True


def state(known: Known) -> Here:
    """The first that fits. Idle is judged up to what was last heard: a device that fell silent makes nobody idle."""
    found = known.signed_in
    if found is None:
        if known.absent:
            return Here.ABSENT
        return Here.NOT_IN if known.is_told else Here.EXPECTED
    if waits(known):
        return Here.NEEDS_HELP
    if found.worked is not None and found.heard - found.worked >= timedelta(minutes=IDLE["minutes"]):
        return Here.IDLE
    return Here.WORKING


def waits(known: Known) -> bool:
    """Whether the child has asked for help, and nobody has noted any since."""
    asked = known.signed_in.asked if known.signed_in else None
    return asked is not None and (known.helped is None or known.helped < asked)


def is_silent(heard: datetime | None, at: datetime) -> bool:
    return heard is not None and at - heard > timedelta(seconds=SILENT["seconds"])
