"""Play who is in the lab: a session begins at every full hour of the clock, whatever the day, and lasts 50 minutes.

What one child does in one hour is drawn from the child's number and the hour, so whoever asks twice is told the same.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from homeroom.people.presence import Presence, SignedIn
from homeroom.simulation.catalogue import FORGE, LESSONS, TRAIL
from homeroom.simulation.chance import one_of, stream

PROGRAMS = (TRAIL, LESSONS, FORGE)
MINUTE, SESSION = 60, 50 * 60
# Devices tell of themselves this often, children do something about this often. Seconds.
BEAT, STEP = 10, 20
MISSES, COMES_LATE, RESTS, ASKS, FALLS_SILENT = 0.05, 0.1, 0.18, 0.07, 0.05


@dataclass(frozen=True)
class Stretch:
    """Seconds of the session, from one up to another; empty where both are the same."""

    begins: int = 0
    ends: int = 0

    def last_before(self, second: int) -> int:
        """`second`, or where the stretch began if it falls into it."""
        return self.begins if self.begins <= second < self.ends else second


@dataclass(frozen=True)
class Played:
    """What one child does in one session, in seconds after its begin."""

    comes: int
    opens: int
    first: str
    second: str
    changes: int
    rests: Stretch
    silent: Stretch
    asks: int | None

    def at(self, second: int, begins: datetime) -> SignedIn | None:
        """The child as the feed sees it in this second; none before it came."""
        if second < self.comes:
            return None
        heard = self.silent.last_before(_beat(second, BEAT))
        worked = self.rests.last_before(_beat(heard, STEP))
        opened = self.changes if heard >= self.changes else self.opens
        has_opened = heard >= self.opens
        asked = self.asks is not None and heard >= self.asks

        def moment(of: int) -> datetime:
            return begins + timedelta(seconds=of)

        return SignedIn(
            at=moment(self.comes),
            heard=moment(max(heard, self.comes)),
            worked=moment(max(worked, self.comes)),
            program=(self.second if heard >= self.changes else self.first) if has_opened else "",
            since=moment(opened) if has_opened else None,
            asked=moment(self.asks) if asked and self.asks is not None else None,
        )


class PlayedFeed:
    """A feed of sign-ins of nobody real."""

    def presence(self, students: Collection[int], at: datetime) -> Presence:
        begins = timezone.localtime(at).replace(minute=0, second=0, microsecond=0)
        second = int((at - begins).total_seconds())
        heard = begins + timedelta(seconds=_beat(second, BEAT))
        if second >= SESSION:
            return Presence(heard, played=True)
        told = {child: played(child, begins) for child in students}
        seen = {child: one.at(second, begins) for child, one in told.items() if one}
        return Presence(heard, {child: one for child, one in seen.items() if one}, played=True)


def played(child: int, begins: datetime) -> Played | None:
    """What this child does in the session of this hour; None where it stays away."""
    random = stream(child, f"lab {begins:%Y-%m-%d %H}")
    misses, late, rests, asks, silent = (float(share) for share in random.random(5))
    if misses < MISSES:
        return None
    comes = int(random.integers(3, 10)) * MINUTE if late < COMES_LATE else int(random.integers(15, 95))
    opens = comes + int(random.integers(10, 50))
    rest, quiet = (int(random.integers(8, 36)) * MINUTE for _ in range(2))
    return Played(
        comes=comes,
        opens=opens,
        first=one_of(random, PROGRAMS),
        second=one_of(random, PROGRAMS),
        changes=25 * MINUTE + int(random.integers(0, 60)),
        rests=Stretch(rest, rest + int(random.integers(6, 12)) * MINUTE) if rests < RESTS else Stretch(),
        silent=Stretch(quiet, quiet + int(random.integers(2, 6)) * MINUTE) if silent < FALLS_SILENT else Stretch(),
        asks=int(random.integers(4, 45)) * MINUTE if asks < ASKS else None,
    )


def _beat(second: int, length: int) -> int:
    return second - second % length
