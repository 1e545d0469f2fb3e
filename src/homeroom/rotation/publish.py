"""Publish a draft of the flexible block, or end what was published: one transaction, all of it or nothing.

Plan, changes, caseload and the derived tables are of one version. A published plan is never changed: a newer version
takes its place. Where a named person has switched draws on, coins change some places in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext

from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.rotation import changes, drafts, draw, grants, placed
from homeroom.rotation.block.instance import Instance
from homeroom.rotation.block.plan import Plan
from homeroom.rotation.changes import Difference
from homeroom.rotation.check import check
from homeroom.rotation.drafts import By
from homeroom.rotation.errors import RotationError, gettext_noop
from homeroom.rotation.models import BlockPlan, Change, Placement
from homeroom.rotation.plan_models import State

ANEW = "planned anew"
SHOWN = 3  # rules that a refusal names; the page of the draft lists all
MEANWHILE = gettext_noop("The plan was changed while it was looked at. Look at it again, then publish it.")
UNSOUND = gettext_noop("The plan breaks rules that must be kept, %(n)s times: %(words)s")
NEWER = gettext_noop("Version %(version)s was published since. Copy this draft, and publish the copy.")
IS_OVER = gettext_noop("The plan would change %(iso_day)s, which is over. Leave days that are over as they were.")
NOT_HELD = gettext_noop("This plan does not hold any more, or never did. There is nothing to end.")


class Broken(Protocol):
    """A rule that is not kept, which can say so."""

    def words(self, instance: Instance) -> str: ...


class Checked(Protocol):
    """What the checker found. `broken` is empty where every rule that must be kept is kept."""

    @property
    def broken(self) -> Sequence[Broken]: ...


Check = Callable[[Instance, Plan], Checked]


def publish(draft: BlockPlan, by: By, check: Check = check, why: str = ANEW) -> BlockPlan:
    """Make the draft what holds in its week, in place of what held. `why` stands beside each change of a child's place.

    Raises RotationError where a rule would be broken, and where a newer version, or a day that is over, says otherwise.
    """
    with placed.in_turn():
        found = BlockPlan.objects.get(pk=draft.pk)
        if found.state != State.DRAFT:
            raise RotationError(drafts.NO_DRAFT)
        instance, plan = drafts.instance_of(found), drafts.read(found)
        draw.log(found, instance, plan)
        tossed = draw.toss(found, instance, plan)
        must_be_sound(check(instance, tossed.plan).broken, instance)
        earlier = BlockPlan.objects.filter(school=found.school_id, week=found.week, published_at__isnull=False)
        before = earlier.filter(state=State.PUBLISHED).first()
        differences = _differences(found, before)
        day = today()
        # Where nothing holds any more, days that are over stay as they were when something did.
        since = day if before is None and earlier.exists() else found.week
        seen_since = day if earlier.exists() else found.week

        def settle() -> None:
            _publish(found, plan, before, by)
            draw.settle(found, tossed)
            Change.objects.bulk_create((_change(found, one, why, by) for one in differences), drafts.AT_ONCE)
            grants.follow(found, before, seen_since)
            audit.did(by, "published", drafts.named(found), _children(found), f"version {found.version}: {why}")

        rows = placed.rows_of(found, since, tossed.places)
        placed.replace(found, rows, since, before, f"{drafts.named(found)}, version {found.version}", settle)
    return BlockPlan.objects.get(pk=found.pk)


def end(plan: BlockPlan, by: By) -> None:
    """From today on nothing holds in the plan's week, and nobody sees a child by it. Days that are over stay."""
    with placed.in_turn():
        found = BlockPlan.objects.get(pk=plan.pk)

        def settle() -> None:
            _end(found, by)
            grants.end(found, today())
            audit.did(by, "ended", drafts.named(found), _children(found), f"version {found.version}")

        placed.replace(found, placed.no_rows(), today(), None, f"{drafts.named(found)} ended", settle)


def published(school: int, week: date) -> BlockPlan | None:
    """What holds in the week."""
    return BlockPlan.objects.filter(school=school, week=week, state=State.PUBLISHED).first()


def must_be_sound(broken: Sequence[Broken], instance: Instance) -> None:
    """Raises RotationError, in the rules' words, where one that must be kept is not."""
    if broken:
        told = list(dict.fromkeys(one.words(instance) for one in broken))
        raise RotationError(gettext(UNSOUND) % {"n": len(broken), "words": " ".join(told[:SHOWN])})


def _differences(draft: BlockPlan, before: BlockPlan | None) -> list[Difference]:
    if before is None:
        return []
    if before.version > draft.version:
        raise RotationError(NEWER % {"version": before.version})
    found = changes.between(before, draft)
    over = [one.day for one in found if one.day < today()]
    if over:
        raise RotationError(IS_OVER % {"iso_day": min(over)})
    return found


def _publish(draft: BlockPlan, plan: Plan, before: BlockPlan | None, by: By) -> None:
    kept = BlockPlan.objects.select_for_update().filter(pk=draft.pk, state=State.DRAFT)
    if not kept or drafts.read(kept[0]) != plan:
        raise RotationError(MEANWHILE)
    if before is not None:
        _end(before, by)
    signed, now = drafts.signed(by), timezone.now()
    BlockPlan.objects.filter(pk=draft.pk).update(state=State.PUBLISHED, published_by=signed, published_at=now)


def _end(plan: BlockPlan, by: By) -> None:
    held = BlockPlan.objects.filter(pk=plan.pk, state=State.PUBLISHED)
    if not held.update(state=State.ENDED, ended_by=drafts.signed(by), ended_at=timezone.now()):
        raise RotationError(NOT_HELD)


def _change(plan: BlockPlan, one: Difference, why: str, by: By) -> Change:
    signed = drafts.signed(by)
    return Change(
        plan=plan,
        student_id=one.student,
        day=one.day,
        session=one.session,
        before=one.before,
        after=one.after,
        why=why,
        by=signed,
    )


def _children(plan: BlockPlan) -> list[int]:
    return list(Placement.objects.filter(plan=plan).values_list("student", flat=True).distinct())
