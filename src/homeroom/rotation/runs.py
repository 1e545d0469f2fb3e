"""Plans that are made in the background: asked for by a page, made by `homeroom work`, followed, cancelled.

The queue is Django's; the run's row is the truth. A worker that begins makes the queue anew out of the open rows.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.utils import timezone
from django.utils.translation import gettext_noop

from homeroom.intake.job_run import Stopping
from homeroom.people import audit
from homeroom.people.models import School, User
from homeroom.rotation import drafts, inputs
from homeroom.rotation.block.plan import StoppedBy
from homeroom.rotation.drafts import By
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import PlanningRun, Rotation
from homeroom.rotation.planning import keep_week, plan_block, plan_week
from homeroom.rotation.publish import published
from homeroom.rotation.solvers.run import BLOCK, Follow, Line, installed
from homeroom.rotation.week.plan import Status
from homeroom.rotation.week_drafts import opened

log = logging.getLogger(__name__)
Kind, State = PlanningRun.Kind, PlanningRun.State
OPEN = (State.QUEUED, State.RUNNING)
SECONDS = 60.0  # of CPU, where nobody says otherwise
MOST_TRIES = 3
LOOK = 1.0  # seconds between two looks into the row
MADE = gettext_noop("Done: the plan is kept as a draft. Nothing is published.")
BY_THUMB = gettext_noop(
    "The planner is not installed, so this draft is the rule of thumb's. For a better one install homeroom[planner]."
)
CUT_SHORT = gettext_noop(
    "The planner ended before it was done. The best plan that was found until then is kept as a draft. Plan again for "
    "a better one."
)
KEPT = gettext_noop("Cancelled. The best plan that was found until then is kept as a draft.")
CANCELLED = gettext_noop("Cancelled before there was a plan. The plan before stays.")
WAITS = gettext_noop("stopped, waits to be taken up again")
CUT_OFF = gettext_noop("Planning was cut off %(n)s times. The plan before stays. Try again with less time.")
SAID = {
    Status.PLANNED: gettext_noop("Done: the week is kept as a draft. Nothing is published."),
    Status.IMPOSSIBLE: gettext_noop("There is no such week: its rules can't all be kept. The draft says which."),
    Status.UNKNOWN: gettext_noop("Time was over before a week was found. The draft stays as it was. Allow more time."),
}
NO_BLOCK = gettext_noop("No class has a flexible block in the week of %(iso_day)s. Enter its bells, then plan again.")


def ask_block(school: School, week: date, by: By, *, seconds: float = SECONDS, seed: int = 0) -> PlanningRun:
    """A draft of the school's flexible block in the week of this Monday; where one is being made, that."""
    which = {"school": school, "kind": Kind.BLOCK, "week": week}
    return _ask(which, {"seconds": seconds, "seed": seed}, by, f"week {week}")


def ask_week(rotation: Rotation, by: By, *, seconds: float = SECONDS, seed: int = 0) -> PlanningRun:
    """Plan what is not locked in this draft of a week; where that is being done, that."""
    which = {"school": rotation.school, "kind": Kind.WEEK, "rotation": rotation}
    return _ask(which, {"seconds": seconds, "seed": seed}, by, f"version {rotation.version}")


def cancel(run: PlanningRun, by: By) -> None:
    """The best plan until then is kept. What no worker has begun is over at once."""
    with transaction.atomic():
        asked = PlanningRun.objects.filter(pk=run.pk, state__in=OPEN).update(cancel_asked=True)
        ended = {"state": State.CANCELLED, "ended_at": timezone.now(), "words": CANCELLED}
        PlanningRun.objects.filter(pk=run.pk, state=State.QUEUED).update(**ended)
        if asked:
            audit.did(by, "cancelled", f"planning run {run.pk}", [], run.kind)


def take_up_again() -> None:
    """Ask for all that is open once more. Called when a worker begins, with an empty queue of tasks."""
    PlanningRun.objects.filter(state=State.RUNNING).update(state=State.QUEUED, stage=WAITS)
    for number in PlanningRun.objects.filter(state=State.QUEUED).order_by("pk").values_list("pk", flat=True):
        take_up.enqueue(number)


@task
def take_up(number: int) -> None:
    carry_out(number)


def carry_out(number: int) -> None:
    """Make what was asked for, unless it was begun, ended or cancelled meanwhile. Whatever happens, its row tells."""
    begun = {"state": State.RUNNING, "tries": F("tries") + 1, "started_at": timezone.now(), "stage": "", "left": None}
    if not PlanningRun.objects.filter(pk=number, state=State.QUEUED).update(**begun):
        return
    run = PlanningRun.objects.select_related("school", "rotation", "asked_by").get(pk=number)
    heard = Hearing(run)
    try:
        if run.tries > MOST_TRIES:
            raise RotationError(CUT_OFF % {"n": MOST_TRIES})
        words = MAKES[Kind(run.kind)](run, heard)
        heard.end(State.CANCELLED if heard.cancelled else State.DONE, words)
    except Stopped:
        PlanningRun.objects.filter(pk=number).update(state=State.QUEUED, stage=WAITS)
    except RotationError as why:
        heard.end(State.CANCELLED if heard.cancelled else State.FAILED, str(why))
    except Exception as error:
        heard.end(State.FAILED, _unforeseen(run, error))


class Stopped(BaseException):
    """The worker is to end: what was found is left, and the next worker begins anew."""


@dataclass
class Hearing:
    """Writes down how far a run is, and says when a person or the worker's end wants it over."""

    run: PlanningRun
    cancelled: bool = False
    looked: float = field(default_factory=time.monotonic)

    @property
    def follow(self) -> Follow:
        return Follow(self.tell, self.enough)

    def tell(self, line: Line) -> None:
        told = {"stage": line.stage[:64], "best": line.best, "bound": line.bound, "gap": line.gap, "left": line.left}
        PlanningRun.objects.filter(pk=self.run.pk).update(**told)

    def enough(self) -> bool:
        if not self.cancelled and time.monotonic() - self.looked >= LOOK:
            self.looked = time.monotonic()
            self.cancelled = PlanningRun.objects.filter(pk=self.run.pk, cancel_asked=True).exists()
        return self.cancelled or Stopping.asked

    def end(self, state: PlanningRun.State, words: str) -> None:
        ended = {"state": state, "words": words, "ended_at": timezone.now(), "left": None}
        PlanningRun.objects.filter(pk=self.run.pk).update(**ended)


def _block(run: PlanningRun, heard: Hearing) -> str:
    assert run.week is not None  # noqa: S101 (asked for so)
    instance = inputs.instance_of(run.school, run.week)
    if not (instance.slots and instance.children):
        raise RotationError(NO_BLOCK % {"iso_day": run.week})
    held = published(run.school_id, run.week)
    before = None if held is None else drafts.read(held)
    plan = _unless_stopped(lambda: plan_block(instance, run.seconds, run.seed, heard.follow, before))
    draft = drafts.save(instance, plan, run.asked_by)
    PlanningRun.objects.filter(pk=run.pk).update(plan=draft)
    if heard.cancelled:
        return KEPT
    if any(level.stopped_by is StoppedBy.BROKEN for level in plan.levels):
        return CUT_SHORT
    return MADE if installed(BLOCK) else BY_THUMB


def _week(run: PlanningRun, heard: Hearing) -> str:
    assert run.rotation is not None  # noqa: S101 (asked for so)
    was = opened(run.rotation)
    answer = _unless_stopped(lambda: plan_week(was, run.seconds, run.seed, heard.follow))
    keep_week(was, answer, run.asked_by)
    return SAID[answer.status]


MAKES: dict[PlanningRun.Kind, Callable[[PlanningRun, Hearing], str]] = {Kind.BLOCK: _block, Kind.WEEK: _week}


def _unless_stopped[Made](make: Callable[[], Made]) -> Made:
    """What is made; but what the worker's end cut short is neither a plan nor a failure."""
    try:
        made = make()
    except RotationError:
        if Stopping.asked:
            raise Stopped from None
        raise
    if Stopping.asked:
        raise Stopped
    return made


def _ask(which: Mapping[str, object], how: Mapping[str, object], by: By, words: str) -> PlanningRun:
    with transaction.atomic():
        open_ones = PlanningRun.objects.select_for_update().filter(state__in=OPEN, cancel_asked=False, **which)
        if found := open_ones.first():
            return found
        who = by if isinstance(by, User) else None
        made = PlanningRun.objects.create(**which, **how, asked_by=who)
        audit.did(by, "asked for", f"planning run {made.pk}", [], f"{made.kind}, {words}")
        take_up.enqueue(made.pk)
    return made


def _unforeseen(run: PlanningRun, error: Exception) -> str:
    """Only the kind and place of an error are told: its text may hold a child's name."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
    log.error("planning run %s: %s", run.pk, what)
    return gettext_noop("Planning came to a stop (%(what)s). The plan before stays. Try again.") % {"what": what}
