"""Put the report of one plan together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from django.utils.translation import ngettext

from homeroom.people.clock import today
from homeroom.people.models import User
from homeroom.people.visibility import Scope
from homeroom.reports.languages.kept import said
from homeroom.reports.rotation.block import told
from homeroom.reports.rotation.block.bands import unmet_bands
from homeroom.reports.rotation.block.names import Names, names
from homeroom.reports.rotation.block.report import (
    NOBODY,
    BlockReport,
    Found,
    GroupTold,
    MeetingTold,
    ObjectionTold,
    PlanTold,
    ProgramTold,
    SessionTold,
)
from homeroom.reports.seen import program_name
from homeroom.reports.values import count
from homeroom.rotation import drafts, inputs, rules
from homeroom.rotation.block.instance import Instance, Slot
from homeroom.rotation.block.modality import GROUPED, Modality
from homeroom.rotation.block.plan import Place
from homeroom.rotation.check import Checked, Missed, check
from homeroom.rotation.errors import RotationError
from homeroom.rotation.models import BlockPlan, Objection, Pair

WEEK = timedelta(days=7)
OF_PAIRS = (rules.APART.id, rules.TOGETHER.id)


def block_plan(kept: BlockPlan, scope: Scope, day: date | None = None, *, to_principal: bool = False) -> BlockReport:
    """The plan on one of its days, or on all of them. `scope` are the children whose names the reader may see; which
    bands are short of adults' time is told to a principal alone."""
    instance, plan = drafts.instance_of(kept), drafts.read(kept)
    checked = check(instance, plan)
    codes = [one.code for one in instance.standards]
    known = names(scope, [place.adult for place in plan.places], kept.school_id, codes)
    days = tuple(dict.fromkeys(slot.on for slot in instance.slots))
    seen = [slot for slot in instance.slots if day in (None, slot.on)]
    by_slot: dict[int, list[Place]] = defaultdict(list)
    for place in plan.places:
        by_slot[place.slot].append(place)
    going_on = {group.key for group in plan.groups if group.goes_on}
    placed = {place.child for place in plan.places}
    return BlockReport(
        school=kept.school_id,
        school_name=kept.school.name,
        plan=plan_told(kept),
        day=day,
        days=days,
        sessions=tuple(_session(instance, slot, by_slot[slot.key], known, going_on) for slot in seen),
        unmet=tuple(_unmet(checked, instance, known, to_principal=to_principal)),
        overflow=tuple(_overflow(checked, instance, known)),
        broken=tuple(_broken(checked, instance, known, scope)),
        quality=told.quality(plan.levels, plan.made_by, plan.seconds, plan.price_of_floor),
        since=tuple(_since(kept, known)),
        objections=tuple(objections(kept, known)),
        unseen=len(placed - known.children.keys()),
    )


def plan_told(kept: BlockPlan) -> PlanTold:
    return PlanTold(
        number=kept.pk,
        week=kept.week,
        version=kept.version,
        state=kept.state,
        state_words=str(told.STATES[kept.state]),
        made=told.made(kept),
        since=told.since(kept),
        how=told.how(kept),
    )


def _session(
    instance: Instance, slot: Slot, places: Sequence[Place], known: Names, going_on: Iterable[int]
) -> SessionTold:
    of: dict[Modality, list[Place]] = defaultdict(list)
    for place in places:
        of[place.modality].append(place)
    start, end = told.clock(slot.start), told.clock(slot.end)
    return SessionTold(
        slot=slot.key,
        day=slot.on,
        number=slot.session,
        starts_at=start,
        ends_at=end,
        seats=instance.seats[slot.key],
        places=instance.independent[slot.key],
        groups=tuple(_groups(instance, places, known, set(going_on))),
        programs=tuple(_programs(instance, of[Modality.TECHNOLOGY], known)),
        meetings=tuple(_meetings(of[Modality.SERVICE], known)),
        independent=known.shown(place.child for place in of[Modality.INDEPENDENT]),
        overflow=known.shown(place.child for place in of[Modality.OVERFLOW]),
    )


def _groups(instance: Instance, places: Sequence[Place], known: Names, going_on: set[int]) -> Iterator[GroupTold]:
    """By kind and adult, in the order in which the kinds are told everywhere."""
    together: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        if place.group is not None and place.modality in GROUPED:
            together[place.group].append(place)
    order = list(Modality)
    firsts = {key: members[0] for key, members in together.items()}
    for key in sorted(firsts, key=lambda key: (order.index(firsts[key].modality), known.adult(firsts[key].adult), key)):
        first = firsts[key]
        code = "" if first.standard is None else instance.standards[first.standard].code
        yield GroupTold(
            kind=str(told.KINDS[first.modality]),
            adult=known.adult(first.adult),
            room=known.room(first.room),
            code=code,
            title=known.titles.get(code, ""),
            members=known.shown(place.child for place in together[key]),
            goes_on=key in going_on,
        )


def _programs(instance: Instance, places: Sequence[Place], known: Names) -> Iterator[ProgramTold]:
    licences = {one.slug: one.concurrent for one in instance.programs}
    for slug in sorted({place.program for place in places}, key=program_name):
        there = [place.child for place in places if place.program == slug]
        yield ProgramTold(program_name(slug), known.shown(there), licences.get(slug))


def _meetings(places: Sequence[Place], known: Names) -> Iterator[MeetingTold]:
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in places:
        together[known.adult(place.adult), known.room(place.room)].append(place.child)
    for (adult, room), children in sorted(together.items()):
        yield MeetingTold(adult, room, known.shown(children))


def _unmet(checked: Checked, instance: Instance, known: Names, *, to_principal: bool) -> Iterator[Found]:
    """Sessions with an adult first, most of them missing first; then the other floors, counted alone."""
    short: dict[float, list[int]] = defaultdict(list)
    others: dict[tuple[str, str], list[Missed]] = defaultdict(list)
    for one in checked.missed:
        if one.rule == rules.ADULT_FLOOR.id:
            short[one.short].append(one.children[0])
        else:
            others[one.rule, one.program].append(one)
    for missing in sorted(short, reverse=True):
        words = ngettext("%(count)s session short", "%(count)s sessions short", int(missing))
        where = words % {"count": count(missing)}
        rule = rules.ADULT_FLOOR.id
        yield Found(rule, told.missed(rule, instance), where, known.shown(short[missing]))
    if to_principal:
        yield from unmet_bands(others.pop((rules.EQUITY.id, ""), ()), instance)
    for (rule, program), many in sorted(others.items()):
        where = program_name(program) if program else ""
        numbers = {child for one in many for child in one.children} if program else ()
        counted = known.shown(numbers).count
        words = ngettext("%(count)s child", "%(count)s children", counted) % {"count": count(counted)}
        yield Found(rule, told.missed(rule, instance), f"{where}: {words}" if program else "")


def _overflow(checked: Checked, instance: Instance, known: Names) -> Iterator[Found]:
    lost: dict[int, list[int]] = defaultdict(list)
    for child, slot in checked.overflow:
        lost[slot].append(child)
    for key in sorted(lost):
        at = instance.slots[key]
        yield Found("overflow", told.no_place(len(lost[key]), at.on, at.session), "", known.shown(lost[key]))


def _broken(checked: Checked, instance: Instance, known: Names, scope: Scope) -> Iterator[Found]:
    """What the checker found, a rule and session at a time. Who must be apart or together only its owner reads."""
    own, names_of = own_pairs(scope), defaultdict[tuple[str, int | None, bool], set[int]](set)
    for one in checked.broken:
        mine = one.rule in OF_PAIRS and tuple(one.children) in own
        names_of[one.rule, one.slot, mine].update(one.children)
    for (rule, slot, mine), children in names_of.items():
        private = rule in told.PRIVATE and not mine
        words = rules.in_words(rule, instance) if mine else told.broken(rule, instance)
        where = _where(instance, slot)
        yield Found(rule, words, where, known.shown(() if private else children))


def _where(instance: Instance, slot: int | None) -> str:
    if slot is None or slot not in range(len(instance.slots)):
        return ""
    return told.session_words(instance.slots[slot].on, instance.slots[slot].session)


def own_pairs(scope: Scope) -> set[tuple[int, ...]]:
    """The pairs that the reader has written down: to everybody else each is a rule of the school."""
    owner = User.objects.filter(pk=scope.user_id).values("username")
    return set(Pair.objects.filter(owner__in=owner).values_list("one", "other"))


def _since(kept: BlockPlan, known: Names) -> Iterator[Found]:
    """What has changed since the plan was made, while its week is not over."""
    if kept.week + WEEK <= today() or kept.state == "ended":
        return
    try:
        notes = inputs.left_since(kept)
    except RotationError as why:
        yield Found("since", said(str(why)) or str(why))
        return
    for note in notes:
        yield Found(note.code, note.words, "", known.shown(note.students) if note.students else NOBODY)


def objections(kept: BlockPlan, known: Names) -> Iterator[ObjectionTold]:
    """Of the plan's week, whichever version they were about; those without an answer first."""
    days = kept.week, kept.week + WEEK
    rows = Objection.objects.filter(day__gte=days[0], day__lt=days[1], student__in=known.children).order_by("pk")
    for one in sorted(rows, key=lambda row: (bool(row.answer), row.pk)):
        yield ObjectionTold(
            number=one.pk,
            child=known.children[one.student_id],
            where=told.session_words(one.day, one.session),
            reason=one.reason,
            by=one.by,
            answer=one.answer,
            answered_by=one.answered_by,
        )
