"""One more week of the made-up school: its children answer what is asked of them now, and the files come."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from homeroom.goals import evidence
from homeroom.intake.feeds.judge import judge
from homeroom.intake.receive import receive
from homeroom.people.clock import today
from homeroom.simulation.asked import lived
from homeroom.simulation.errors import SimulationError
from homeroom.site import demo_asked
from homeroom.site.demo_home import settings_text
from homeroom.site.estimating import estimate
from homeroom.site.nightly import tell_of_weeks
from homeroom.site.receiving import out, progress, show
from homeroom.site.work_out import work_out


def live_on() -> date:
    """Write, receive and work out the next week; from then on it is the Monday after. Gives that day.

    Raises SimulationError where this is no demonstration, or its year is over.
    """
    home = Path(settings.HOMEROOM_HOME)
    _must_be_made_up(home)
    school = lived.resume(home / "simulation")
    asked, week = demo_asked.standing(school), school.week
    late = "late files among them" if school.late else "no file late"
    out.print(f"The week of {week.monday}: {len(asked)} pieces of work are asked for; {late}.")
    paths = school.live(asked)
    with progress(as_json=False) as tell:
        for delivery in receive(paths, tell=tell):
            show(delivery, as_json=False)
    _move_on(home, week.monday + timedelta(weeks=1))
    work_out(everything=True)
    estimate()
    judge()
    added = evidence.nightly()
    out.print(f"{added:,} events of assignments were added.")
    tell_of_weeks()
    return today()


def _must_be_made_up(home: Path) -> None:
    try:
        made_up = tomllib.loads((home / "settings.toml").read_text("utf-8")).get("simulated") is True
    except (OSError, tomllib.TOMLDecodeError):
        made_up = False
    if not made_up:
        raise SimulationError(f"{home}: only a demonstration can live on. Make one with `homeroom demo`.")


def _move_on(home: Path, day: date) -> None:
    """The next command finds the new day in the settings; this process has it at once."""
    path = home / "settings.toml"
    old, new = settings_text(today()), settings_text(day)
    told = path.read_text("utf-8")
    if old not in told:
        raise SimulationError(f"{path}: its day was changed by hand. Make the demonstration anew.")
    path.write_text(told.replace(old, new), "utf-8")
    settings.HOMEROOM_TODAY = day
