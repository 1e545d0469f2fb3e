"""The demonstration's plans: a week for every class, the flexible block of last week and this one, and a tutor who is
away today. What the plans are worth rests on invented assumptions, as the children are invented."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console

from homeroom.people.models import Role, School, User
from homeroom.rotation import delivered, drafts, inputs, week_drafts, week_publish
from homeroom.rotation.block.instance import Instance
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Plan
from homeroom.rotation.block.thumb import thumb
from homeroom.rotation.errors import RotationError
from homeroom.rotation.files.take import take
from homeroom.rotation.models import Placement, Rotation
from homeroom.rotation.planning import begin_week, keep_week, plan_block, plan_week
from homeroom.rotation.publish import publish, published
from homeroom.rotation.solvers.run import WEEK, installed
from homeroom.rotation.work_out import work_out
from homeroom.simulation.calendar import YEAR_ENDS
from homeroom.simulation.rotation.inputs import MORNING
from homeroom.simulation.school import SCHOOL, SECOND
from homeroom.site.demo_asked import standing_on

out = Console(soft_wrap=True, highlight=False)
A_WEEK = timedelta(weeks=1)
# Each grade and class has its turn, and no more. Somebody waits: where the clock ends it earlier, the plan says so.
BLOCK_TURNS, BLOCK_SECONDS, WEEK_SECONDS = 0, 8.0, 60.0
# Nobody ticked the sheets of the last day; of the others every so-manieth child was away.
TICKED_DAYS, AWAY_ONE_IN = 4, 23
# Programs tell by themselves; of services no sheet is kept.
UNTICKED = (Modality.TECHNOLOGY, Modality.SERVICE)


def plan(folder: Path, monday: date) -> None:
    """Take in what the files say, then plan. `monday` is today."""
    first, second = (School.objects.get(sourced_id=one.sourced_id) for one in (SCHOOL, SECOND))
    by = coordinator(first)
    for school in (first, second):
        take(folder / school.sourced_id, school, by)
    out.print("\nPlanned, from invented bells, rooms and assumptions:")
    for school in (first, second):
        out.print(f"  {school.name}: {_week(school, monday, by)}", markup=False)
    take(folder / first.sourced_id, first, by)  # once more: a lock fits no session before the week has bells
    with standing_on(monday - A_WEEK):
        _block(first, monday - A_WEEK, by, thumb)
    _tick(first, monday - A_WEEK, by)
    _block(first, monday, by, lambda instance: plan_block(instance, BLOCK_SECONDS, turns=BLOCK_TURNS))
    work_out()
    take(folder / first.sourced_id / MORNING, first, by)
    out.print("  A tutor and some children are away: Today in the lab plans the day anew.")


def coordinator(school: School) -> User:
    """Who plans."""
    return User.objects.filter(staff__roles__kind=Role.Kind.LAB_COORDINATOR, staff__roles__school=school)[0]


def _week(school: School, monday: date, by: User) -> str:
    """The week is published where there is one; else its draft says what is in the way."""
    draft = begin_week(school, by, week_drafts.Dates(monday - A_WEEK, YEAR_ENDS), "Fall")
    if installed(WEEK):
        was = week_drafts.opened(draft)
        keep_week(was, plan_week(was, WEEK_SECONDS), by)
    was = week_drafts.opened(Rotation.objects.get(pk=draft.pk))
    if broken := week_publish.hard_breaks(was):
        return f"no week is possible as it is; rules that its draft breaks: {len(broken)}"
    week_publish.publish(was.kept, by, was.step)
    return f"a week of {len(was.instance.grades)} grades by {was.kept.solver}, published"


def _block(school: School, monday: date, by: User, make: Callable[[Instance], Plan]) -> None:
    try:
        instance = inputs.instance_of(school, monday)
        found = make(instance)
        publish(drafts.save(instance, found, by), by)
    except RotationError as why:
        out.print(f"  Flexible block of {monday}: {why}", markup=False)
        return
    children, worth = len(instance.children), ", ".join(f"{one.aim} {one.value:.4g}" for one in found.levels)
    out.print(f"  Flexible block of {monday}: {children} children by {found.made_by}: {worth}", markup=False)


def _tick(school: School, monday: date, by: User) -> None:
    """The week's sheets, as the adults hand them in."""
    rows = Placement.objects.filter(plan=published(school.pk, monday)).exclude(modality__in=UNTICKED)
    sheets: dict[tuple[date, int], list[int]] = {}
    for day, session, student in rows.order_by("day", "session", "student").values_list("day", "session", "student"):
        sheets.setdefault((day, session), []).append(student)
    days = sorted({day for day, _ in sheets})[:TICKED_DAYS]
    for (day, session), children in sheets.items():
        if day in days:
            away = [one for place, one in enumerate(children) if (place + day.day) % AWAY_ONE_IN == 0]
            delivered.tick(set(children) - set(away), day, session, by)
            delivered.tick(away, day, session, by, took_place=False)
