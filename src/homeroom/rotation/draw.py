"""Draw which children change places, so that something can be learned of what helps: off until a named person says so.

A week is drawn once, when it is first published. The pairs and the seed are written down and committed first; then the
coins are tossed and the plan is published, in one transaction. Whoever has the log can toss them again: see
`draw_pairs.is_swapped`.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import School, User
from homeroom.rotation import changes, drafts, draw_pairs
from homeroom.rotation.block.instance import Instance
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Plan
from homeroom.rotation.draw_effect import Pair
from homeroom.rotation.draw_pairs import Swap, is_swapped
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import BlockPlan, DrawnPair, DrawSwitch, Placement
from homeroom.rotation.response import Learned

MOST = 0.05  # of child-sessions
CHANGED = ("modality", "group", "staff", "room", "program", "standard", "works")
Key = tuple[int, date, int]  # child, day, session


@dataclass(frozen=True)
class Tossed:
    """What the coins said: which pairs change places, and the places that differ, as rows with the keys they have."""

    plan: Plan
    swapped: Mapping[int, bool]
    places: Mapping[int, Placement]


@transaction.atomic
def switch_on(school: School, share: float, by: User) -> DrawSwitch:
    """From now on weeks of this school are drawn, with pairs of `share` of the child-sessions at most."""
    if not 0 < share <= MOST:
        raise RotationError(gettext("Say a share over 0 %, and of 5 % at most."))
    _off(school, by)
    made = DrawSwitch.objects.create(school=school, share=share, on_by=drafts.signed(by))
    audit.did(by, "switched draws on", f"school {school.pk}", [], f"of {share:.1%} of child-sessions")
    return made


@transaction.atomic
def switch_off(school: School, by: User) -> None:
    if _off(school, by):
        audit.did(by, "switched draws off", f"school {school.pk}", [], "no week is drawn any more")


def switch(school: int) -> DrawSwitch | None:
    """The switch that is on."""
    return DrawSwitch.objects.filter(school=school, off_at=None).first()


def log(draft: BlockPlan, instance: Instance, plan: Plan, learned: Learned | None = None) -> None:
    """Write down which pairs could be swapped, before any coin is tossed. It is committed when this returns.

    A draft that was not published after all keeps its seed: nobody gets other coins by trying again.
    """
    waiting, on = DrawnPair.objects.filter(plan=draft, swapped=None), switch(draft.school_id)
    seeds = list(waiting.values_list("seed", flat=True)[:1])
    wanted = on is not None and not _was_published(draft)
    if not (seeds or wanted):
        return
    with transaction.atomic(durable=True):
        waiting.delete()
        if on is not None and wanted:
            _log(draft, instance, plan, on.share, seeds[0] if seeds else secrets.randbits(62), learned)


def _log(draft: BlockPlan, instance: Instance, plan: Plan, share: float, seed: int, learned: Learned | None) -> None:
    found = draw_pairs.pairs(instance, plan, share, seed, today(), learned)
    DrawnPair.objects.bulk_create(_row(draft, instance, one, number, seed) for number, one in enumerate(found, 1))
    children = [child for one in found for child in (one.one, one.other)]
    if children:
        audit.did(None, "wrote down pairs", drafts.named(draft), children, f"{len(found)} pairs, seed {seed}")


def toss(draft: BlockPlan, instance: Instance, plan: Plan) -> Tossed:
    """The coins of the pairs that were written down, and the plan with them. Writes nothing."""
    rows = list(DrawnPair.objects.filter(plan=draft, swapped=None).order_by("number"))
    found = {one.pk: is_swapped(one.seed, one.number) for one in rows}
    swaps = [_swap(instance, one) for one in rows if found[one.pk]]
    if not swaps:
        return Tossed(plan, found, {})
    after = draw_pairs.swapped(instance, plan, swaps)
    at = {(one.slot, child) for one in swaps for child in (one.one, one.other)}
    places = [place for place in after.places if (place.slot, place.child) in at]
    return Tossed(after, found, {one.pk: one for one in drafts.as_rows(draft, instance, places)})


def settle(draft: BlockPlan, tossed: Tossed) -> None:
    """Write what the coins said, within the transaction that publishes the plan."""
    for number, said in tossed.swapped.items():
        DrawnPair.objects.filter(pk=number).update(swapped=said)
    Placement.objects.bulk_update(tossed.places.values(), CHANGED, drafts.AT_ONCE)
    if tossed.places:
        drafts.say_levels(draft, tossed.plan)


def by_lot(plan: BlockPlan) -> Mapping[Key, tuple[int, float]]:
    """The pair's number and propensity for each place of the plan that a coin decided.

    A later version of the week has those that it left as they were drawn: the others somebody has decided since.
    """
    tossed = Q(plan__school=plan.school_id, plan__week=plan.week, swapped__isnull=False)
    pairs = DrawnPair.objects.filter(tossed | Q(plan=plan)).select_related("plan").defer("plan__instance")
    moved: dict[int, set[Key]] = {plan.pk: set()}
    found: dict[Key, tuple[int, float]] = {}
    for one in pairs.order_by("plan", "number"):
        if one.plan_id not in moved:
            moved[one.plan_id] = {(each.student, each.day, each.session) for each in changes.between(one.plan, plan)}
        for student in (one.one_id, one.other_id):
            key = student, one.day, one.session
            if key not in moved[one.plan_id]:
                found[key] = one.number, one.propensity
    return found


def drawn(schools: Iterable[int], first: date, last: date) -> list[Pair]:
    """All pairs whose coin was tossed, out of the log. The plan that was drawn says what each child got by it."""
    found = []
    rows = DrawnPair.objects.filter(
        plan__school__in=list(schools), day__range=(first, last), swapped__isnull=False
    ).order_by("plan", "number")
    for one in rows:
        places = Placement.objects.filter(
            plan=one.plan_id, day=one.day, session=one.session, student__in=(one.one_id, one.other_id)
        )
        child = {Modality(modality): student for student, modality in places.values_list("student", "modality")}
        if len(child) == len({one.one_id, one.other_id}):
            found.append(Pair(one.day, one.session, child))
    return found


def disagreeing(pairs: Iterable[DrawnPair]) -> Sequence[DrawnPair]:
    """Pairs whose coin, tossed again from the log alone, says something else than what was written."""
    return [one for one in pairs if one.swapped is not None and one.swapped != is_swapped(one.seed, one.number)]


def _off(school: School, by: User) -> int:
    return DrawSwitch.objects.filter(school=school, off_at=None).update(off_by=drafts.signed(by), off_at=timezone.now())


def _was_published(draft: BlockPlan) -> bool:
    return BlockPlan.objects.filter(school=draft.school_id, week=draft.week, published_at__isnull=False).exists()


def _row(draft: BlockPlan, instance: Instance, swap: Swap, number: int, seed: int) -> DrawnPair:
    slot = instance.slots[swap.slot]
    return DrawnPair(
        plan=draft,
        number=number,
        one_id=swap.one,
        other_id=swap.other,
        day=slot.on,
        session=slot.session,
        seed=seed,
        propensity=0.5,
    )


def _swap(instance: Instance, row: DrawnPair) -> Swap:
    (slot,) = (one.key for one in instance.slots if (one.on, one.session) == (row.day, row.session))
    return Swap(slot, row.one_id, row.other_id)
