"""The day on which somebody is missing: what was published is planned anew for that day alone, looked at, accepted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from django.db import models, transaction
from django.utils.translation import gettext, gettext_noop
from msgspec.structs import replace as with_

from homeroom.people.clock import today as current_day
from homeroom.rotation import drafts, placed, rules
from homeroom.rotation.block.day_greedy import seated_greedily
from homeroom.rotation.block.day_groups import Day, of_today
from homeroom.rotation.block.day_plan import moved, plan_of_day, worth_of_day
from homeroom.rotation.block.instance import Lock, digest
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Place, Plan, StoppedBy
from homeroom.rotation.block.today import STABILITY, Today, as_it_is
from homeroom.rotation.check import check
from homeroom.rotation.drafts import By
from homeroom.rotation.errors import RotationError
from homeroom.rotation.gather.missing import today_of
from homeroom.rotation.gather.notes import Note, Notes
from homeroom.rotation.gather.ruled import tell_of_lost_locks
from homeroom.rotation.models import BlockPlan
from homeroom.rotation.plan_models import State
from homeroom.rotation.publish import must_be_sound, publish, published
from homeroom.rotation.solvers import run
from homeroom.rotation.solvers.run import Follow

MISSING: Final = "somebody is missing"
UNHEARD: Final = Follow()
THE_DAY = ", the day"  # how the names end of those who plan a day anew
SECONDS = 20.0
MEANWHILE = gettext_noop("The plan, or who is missing, has changed since. Look at the moves again.")
NOTHING = gettext_noop("The plan knows of all who are missing. There is nothing to accept.")


class Why(StrEnum):
    """Why a child's place is another. `OTHERS`: so that all have a place and the week's rules are kept."""

    UNPLACED = "unplaced"
    ADULT_AWAY = "adult away"
    TOO_SMALL = "group too small"
    LOCK = "lock"
    OTHERS = "others"


@dataclass(frozen=True)
class Move:
    """A child who is here goes elsewhere in one session than was planned."""

    child: int
    slot: int
    before: Place | None
    after: Place
    why: Why


@dataclass(frozen=True)
class Replan:
    """One day planned anew. `before` is what is published; `draft` keeps the proposal where it was kept.

    `unaffected` are the children's sessions that could have stayed as planned, with nobody new in their group;
    `unchanged` are those of them that do. `value` is what the day is worth to who is here, `was_worth` what it would
    have been with everybody here.
    """

    before: BlockPlan
    today: Today
    plan: Plan
    moves: tuple[Move, ...]
    unplaced: tuple[tuple[int, int], ...]
    unaffected: int
    unchanged: int
    value: float
    was_worth: float
    notes: tuple[Note, ...] = ()
    draft: BlockPlan | None = None

    @property
    def on(self) -> date:
        return self.today.on

    @property
    def nothing(self) -> bool:
        """Whether the plan knows of all who are missing, and of all that was decided: it stays as it is."""
        return self.plan == self.today.plan

    @property
    def stopped_by_the_clock(self) -> bool:
        return any(level.stopped_by is StoppedBy.CLOCK for level in self.plan.levels)

    @property
    def share_unchanged(self) -> float:
        return self.unchanged / self.unaffected if self.unaffected else 1.0

    @property
    def share_of_value(self) -> float:
        return self.value / self.was_worth if self.was_worth else 1.0


@dataclass(frozen=True)
class Situation:
    """One day of what is published: who is missing, and whether the plan knows of it."""

    today: Today
    known: bool
    notes: tuple[Note, ...]


def situation(plan: BlockPlan, on: date, stability: float = STABILITY) -> Situation:
    """Raises RotationError where the day is over or has no session, and for a plan whose making was not kept."""
    if not plan.instance:
        raise RotationError(gettext("It was not kept what this plan was made from. Plan the week anew instead."))
    if on < current_day():
        raise RotationError(gettext("%(day)s is over: it stays as it was.") % {"day": on})
    today, notes = today_of(plan, on, stability)
    kept = drafts.instance_of(plan)
    return Situation(today, with_(as_it_is(today), eased=kept.eased) == kept, tuple(notes))


def meanwhile() -> str:
    """What is said where a proposal does not stand any more."""
    return gettext(MEANWHILE)


def replan(
    plan: BlockPlan, on: date, *, stability: float = STABILITY, seconds: float = SECONDS, follow: Follow = UNHEARD
) -> Replan:
    """The plan with this day seated anew for who is here. `stability` is what moving one child who could stay must be
    worth. Without the extra [planner] a rule of thumb seats them.

    Raises RotationError where the day is over or has no session, where the planner broke, and where a rule that must be
    kept would be broken.
    """
    found = situation(plan, on, stability)
    today = found.today
    if found.known:
        return _told(plan, today, today.plan, found.notes)
    able = run.installed(run.DAY)
    seated = run.solve_day(today, seconds=seconds, follow=follow) if able else seated_greedily(today)
    today = with_(today, void=_lost(today, plan_of_day(of_today(today), seated)))
    made, instance = plan_of_day(of_today(today), seated), as_it_is(today)
    must_be_sound(check(instance, made).broken, instance)
    return _told(plan, today, made, found.notes)


def _lost(today: Today, made: Plan) -> tuple[Lock, ...]:
    """Locks that the day, as it was seated, does not keep: there is no way, for their groups are not there any more."""
    instance = as_it_is(today)
    lost = {(one.children[0], one.slot) for one in check(instance, made).broken if one.rule == rules.LOCKS.id}
    return tuple(lock for lock in instance.locks if (lock.child, lock.slot) in lost)


def propose(found: Replan, by: By) -> Replan:
    """Keep the proposal as a draft, in place of this person's earlier ones: what was looked at is what is accepted.

    Raises RotationError where something else was published meanwhile.
    """
    if found.nothing:
        return found
    with placed.in_turn(), transaction.atomic():
        _must_hold(found.before)
        draft = drafts.save(as_it_is(found.today), found.plan, by)
        for earlier in _proposals(draft).filter(made_by=draft.made_by, version__lt=draft.version):
            drafts.discard(earlier, by)
    return replace(found, draft=draft)


def proposed(plan: BlockPlan, on: date, draft: BlockPlan, *, stability: float = STABILITY) -> Replan:
    """A proposal as it was kept, against what is published. Raises RotationError where either, or who is missing, has
    changed since."""
    found, kept = situation(plan, on, stability), drafts.instance_of(draft).locks
    today = with_(found.today, void=tuple(lock for lock in as_it_is(found.today).locks if lock not in kept))
    own = draft.school_id == plan.school_id and draft.week == plan.week
    # What is published later than the draft was made is not what it was made from.
    later = plan.published_at is None or plan.published_at > draft.made_at
    fresh = not later and draft.input_hash == digest(as_it_is(today))
    if not (own and fresh and draft.state == State.DRAFT):
        raise RotationError(meanwhile())
    return replace(_told(plan, today, drafts.read(draft), found.notes), draft=draft)


def accept(found: Replan, by: By) -> BlockPlan:
    """Publish the proposal in the place of what it was made from, in one transaction: who sees whom follows.

    Raises RotationError where there is nothing to accept, and where something else was published meanwhile.
    """
    if found.nothing:
        raise RotationError(gettext(NOTHING))
    with placed.in_turn(), transaction.atomic():
        _must_hold(found.before)
        draft = found.draft or drafts.save(as_it_is(found.today), found.plan, by)
        return publish(draft, by, why=MISSING)


def _must_hold(plan: BlockPlan) -> None:
    if published(plan.school_id, plan.week) != plan:
        raise RotationError(meanwhile())


def _proposals(draft: BlockPlan) -> models.QuerySet[BlockPlan]:
    same = BlockPlan.objects.filter(school=draft.school_id, week=draft.week, state=State.DRAFT)
    return same.filter(solver__endswith=THE_DAY)


def _told(plan: BlockPlan, today: Today, made: Plan, notes: tuple[Note, ...]) -> Replan:
    day = of_today(today)
    moves = tuple(
        Move(after.child, after.slot, before, after, _why(day, after, before)) for before, after in moved(day, made)
    )
    lost = Notes()
    tell_of_lost_locks({lock.child for lock in today.void}, lost)
    could = {(child.number, slot) for child, slot in day.present() if day.unaffected(child.number, slot)}
    unplaced = (place for place in made.places if place.slot in day.slots and place.modality is Modality.OVERFLOW)
    return Replan(
        before=plan,
        today=today,
        plan=made,
        moves=moves,
        unplaced=tuple((place.child, place.slot) for place in unplaced),
        unaffected=len(could),
        unchanged=len(could - {(move.child, move.slot) for move in moves}),
        value=worth_of_day(day, made),
        was_worth=worth_of_day(day, today.plan),
        notes=(*notes, *lost.told),
    )


def _why(day: Day, place: Place, was: Place | None) -> Why:
    if was is None or was.modality is Modality.OVERFLOW:
        return Why.UNPLACED
    if day.affected(place.child, place.slot):
        return Why.ADULT_AWAY
    if any((lock.child, lock.slot) == (place.child, place.slot) for lock in day.today.locks):
        return Why.LOCK
    return Why.OTHERS if day.unaffected(place.child, place.slot) else Why.TOO_SMALL
