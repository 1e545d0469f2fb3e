"""The flexible block's part of the night: minutes delivered are worked out, and the coming week is proposed."""

from __future__ import annotations

from django.conf import settings

from homeroom.rotation import nightly
from homeroom.rotation.inputs import instance_of
from homeroom.rotation.models import DayType
from homeroom.rotation.nightly import Planner, Proposed
from homeroom.rotation.planning import plan_block
from homeroom.rotation.work_out import work_out
from homeroom.site.receiving import out


def planner() -> Planner:
    """Each school's solver has as much time as the settings say: enough for the tighter bound."""
    return Planner(instance_of, lambda instance: plan_block(instance, settings.HOMEROOM_PLANNER_SECONDS, tight=True))


def rotate(planner: Planner | None = None) -> None:
    """Nothing where no school has day types. Without a planner no week is proposed. What fails here stops nothing."""
    if not DayType.objects.exists():
        return
    try:
        if work_out():
            out.print("flexible block: minutes worked out")
        for found in nightly.propose(planner) if planner else ():
            out.print(f"flexible block, week of {found.week}: {_told(found)}", markup=False)
    except Exception as error:  # as with the other figures: a night goes on to tidy up and erase
        out.print(f"flexible block: it could not be worked out ({type(error).__name__}).")


def _told(found: Proposed) -> str:
    """Counts alone: the log of a night names no child."""
    if found.failed:
        return f"school {found.school} could not be planned. {found.failed}"
    if found.draft is None:
        return f"nothing has changed for school {found.school}"
    version = f"version {found.draft.version} proposed for school {found.school}"
    return f"{version}, {len(found.differences):,} places differ" if found.differences else version
