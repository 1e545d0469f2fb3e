"""Speak to programs' doors in the background, again after a while where one is in trouble, and give up in time.

The events are the truth: what is queued for a door and not taken is still to be told. The queue of tasks is made anew
out of them whenever a worker begins, so a task that was lost with its worker is no loss.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.tasks import task

from homeroom.goals import sending
from homeroom.goals.channels import api, gradebook, program_apis
from homeroom.goals.channels.api import Pushed
from homeroom.goals.channels.why import Why
from homeroom.goals.events import HOMEROOM, change
from homeroom.goals.fold import State
from homeroom.goals.models import Assignment, AssignmentEvent, Goal
from homeroom.people.clock import now as this_moment
from homeroom.programs.assign import API

log = logging.getLogger(__name__)
Kind = AssignmentEvent.Kind
# Waits between tries: after the last one the work goes another way.
BACK_OFF = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=25))


@task
def push(goal: int, program: str, tries: int) -> None:
    """Tell a program's door of a goal's work that waits for it. `tries` is how often it was tried before."""
    waiting = sending.waiting_for_api(goal, program)
    if not waiting:
        return
    done = _push(goal, program, [one for one, _ in waiting])
    log.info("%s: %s taken, %s refused, %s", program, len(done.taken), len(done.refused), _code(done))
    with transaction.atomic():
        Goal.objects.select_for_update().get(pk=goal)
        _write(sending.waiting_for_api(goal, program), done, program, goal, tries)


def take_up_again() -> None:
    """Ask for all that doors are still to be told of. Called when a worker begins, with an empty queue of tasks."""
    queued = AssignmentEvent.objects.filter(kind=Kind.QUEUED, channel=API).order_by()
    for goal, program in queued.values_list("assignment__goal", "assignment__program").distinct():
        if sending.waiting_for_api(goal, program):
            push.enqueue(goal, program, 0)


def _push(goal: int, program: str, assignments: list[Assignment]) -> Pushed:
    """Outside of any transaction: the other side takes its time."""
    try:
        door = program_apis.of(program)
    except program_apis.SettingsError:
        return Pushed(stopped=Why("settings"))
    if door is None:
        return Pushed(stopped=Why("not_set_up"))
    school_class = Goal.objects.select_related("school_class__school").get(pk=goal).school_class
    return api.push(door, gradebook.lines(school_class, assignments))


def _write(waiting: list[tuple[Assignment, State]], done: Pushed, program: str, goal: int, tries: int) -> None:
    """Each assignment's event. What was called off meanwhile is not in `waiting`, and gets none."""
    taken, moment = set(done.taken), this_moment()
    change(sending.event(one, Kind.PUSHED, API, program, moment) for one, _ in waiting if one.pk in taken)
    for why in set(done.refused.values()):
        refused = [(one, state) for one, state in waiting if done.refused.get(one.pk) == why]
        sending.fail_over(refused, API, why, program)
    left = [(one, state) for one, state in waiting if one.pk not in taken and one.pk not in done.refused]
    if not left or done.stopped is None:
        return
    # A door that took something is only slow: that is no try that failed.
    tries = 0 if taken else tries
    if done.again and tries < len(BACK_OFF):
        wait = max(BACK_OFF[tries], timedelta(seconds=done.wait))
        push.using(run_after=moment + wait).enqueue(goal, program, tries + 1)
    else:
        sending.fail_over(left, API, done.stopped, HOMEROOM)


def _code(done: Pushed) -> str:
    return done.stopped.code if done.stopped else "all were tried"
