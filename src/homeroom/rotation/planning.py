"""The best plan that can be made here: by a solver, or by the rule of thumb where none is installed."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from django.db import transaction

from homeroom.people import audit
from homeroom.people.models import School
from homeroom.rotation import week_drafts
from homeroom.rotation.block.instance import Instance
from homeroom.rotation.block.plan import Plan
from homeroom.rotation.block.thumb import thumb
from homeroom.rotation.drafts import By
from homeroom.rotation.gather.school_week import school_week
from homeroom.rotation.models import Rotation
from homeroom.rotation.solvers.run import BLOCK, SILENT, Follow, installed, solve_block, solve_week
from homeroom.rotation.week import plan as weeks
from homeroom.rotation.week.thumb import THUMB, by_thumb

QUESTIONS = 10  # about as many as a week asks its solver, so each gets this part of the time


def plan_block(
    instance: Instance,
    seconds: float = 60.0,
    seed: int = 0,
    follow: Follow = SILENT,
    before: Plan | None = None,
    turns: int | None = None,
    *,
    tight: bool = False,
) -> Plan:
    """`before` is what holds in the week now, `turns` a limit that is the same next time. A tight bound takes a quarter
    of a minute more for 600 children. Raises RotationError where the solver found nothing."""
    if not installed(BLOCK):
        return thumb(instance)
    return solve_block(instance, seconds=seconds, seed=seed, before=before, turns=turns, tight=tight, follow=follow)


def begin_week(school: School, by: By, dates: week_drafts.Dates, name: str = "") -> Rotation:
    """A draft by rule of thumb, for a solver or a person to go on from."""
    instance = school_week(school).instance
    return week_drafts.save(instance, by_thumb(instance), by, dates, name)


def plan_week(was: week_drafts.Opened, seconds: float = 60.0, seed: int = 0, follow: Follow = SILENT) -> weeks.Answer:
    """All that is not locked, as near as can be to what a person or a solver put there. Raises RotationError where no
    solver is installed, or it found nothing."""
    task = was.draft.rest(seed)
    if was.kept.solver == THUMB or not was.plan.entries:
        task = msgspec.structs.replace(task, previous=None)
    limited = msgspec.structs.replace(task, limit=seconds / QUESTIONS)
    return solve_week(limited, seconds=seconds, follow=follow)


@transaction.atomic
def keep_week(was: week_drafts.Opened, answer: weeks.Answer, by: By) -> None:
    """Put what was found into the draft as one step. Raises RotationError where somebody changed it meanwhile."""
    found = answer.plan or answer.draft
    if found is not None:
        locked = {(one.day, one.school_class, one.start) for one in was.plan.entries if one.locked}
        entries = tuple(
            msgspec.structs.replace(one, locked=(one.day, one.school_class, one.start) in locked)
            for one in found.entries
        )
        plan = msgspec.structs.replace(found, entries=entries)
        week_drafts.change(was.kept, lambda draft: replace(draft, plan=plan), by, "planned", was.step)
        proved = {"levels": msgspec.to_builtins(found.levels), "solver": found.made_by, "seed": found.seed}
        Rotation.objects.filter(pk=was.kept.pk).update(**proved)
    if answer.status is not weeks.Status.UNKNOWN:
        rules = answer.conflict.rules if answer.conflict else ()
        Rotation.objects.filter(pk=was.kept.pk).update(conflict=list(rules))
    audit.did(by, "planned", week_drafts.named(was.kept), [], f"version {was.kept.version}: {answer.status}")
