"""One child in a plan: where in each session, why there, what else there is, and what if."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec
from django.utils.translation import gettext, ngettext

from homeroom.people.models import Student
from homeroom.people.visibility import Scope
from homeroom.reports.class_week.report import Named
from homeroom.reports.rotation.block import told
from homeroom.reports.rotation.block.make import objections, plan_told
from homeroom.reports.rotation.block.names import Names, names
from homeroom.reports.rotation.block.report import ObjectionTold, PlanTold, Shown
from homeroom.reports.values import count
from homeroom.rotation import bears, disagree, drafts, elsewhere, why
from homeroom.rotation.block.board import Facts
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.block.plan import Place
from homeroom.rotation.elsewhere import Known, Other
from homeroom.rotation.models import BlockPlan, Placement
from homeroom.rotation.what_if import WhatIf, what_if


@dataclass(frozen=True)
class Line:
    """A session of the child's week. `slot` names it; `words` are blank where the child is away."""

    slot: int
    day: date
    session: int
    time: str
    words: str


@dataclass(frozen=True)
class OtherTold:
    """Another place. `broken` are the rules it would break if nobody else moved."""

    key: str
    words: str
    broken: tuple[str, ...]
    cost: str


@dataclass(frozen=True)
class MoveTold:
    """Somebody who would move. A child whom the reader does not see has no name here."""

    child: Named | None
    before: str
    after: str


@dataclass(frozen=True)
class IfTold:
    """`shown` is the same as long as the same would move."""

    key: str
    shown: str
    moves: tuple[MoveTold, ...]
    broken: tuple[str, ...]
    costs: tuple[str, ...]


@dataclass(frozen=True)
class LockTold:
    words: str
    by: str
    is_a_persons: bool


@dataclass(frozen=True)
class SessionWhy:
    """Why the child is there in one session, and what else there is."""

    line: Line
    kind: str
    why: tuple[str, ...]
    company: Shown
    rules: tuple[str, ...]
    others: tuple[OtherTold, ...]
    what_if: IfTold | None
    lock: LockTold | None
    placement: int | None


@dataclass(frozen=True)
class ChildBlock:
    school: int
    plan: PlanTold
    child: Named
    lines: tuple[Line, ...]
    chosen: SessionWhy | None
    objections: tuple[ObjectionTold, ...]

    @property
    def children(self) -> list[int]:
        """Everybody who is named."""
        found = {self.child.number}
        if self.chosen:
            found |= {child.number for child in self.chosen.company.children}
            moves = self.chosen.what_if.moves if self.chosen.what_if else ()
            found |= {one.child.number for one in moves if one.child}
        return sorted(found)


def child_block(kept: BlockPlan, child: Student, scope: Scope, slot: int | None, to: str = "") -> ChildBlock:
    """`slot` is the session that is asked about, and `to` the key of another place in it. `scope` holds the child, and
    whom else the reader sees."""
    facts, plan = Facts(drafts.instance_of(kept)), drafts.read(kept)
    known = elsewhere.known(facts, plan)
    named = names(scope, (one.number for one in facts.instance.adults), kept.school_id, ())
    named = _with_providers(named, scope, plan.places, kept)
    own = {place.slot: place for place in known.plan.places if place.child == child.pk}
    lines = tuple(_line(facts, slot.key, own.get(slot.key), named) for slot in facts.instance.slots)
    chosen = next((line for line in lines if line.slot == slot and line.words), None)
    return ChildBlock(
        school=kept.school_id,
        plan=plan_told(kept),
        child=named.children[child.pk],
        lines=lines,
        chosen=_why(kept, known, own[chosen.slot], chosen, named, to) if chosen else None,
        objections=tuple(one for one in objections(kept, named) if one.child.number == child.pk),
    )


def place_of(known: Known, child: int, slot: int, to: str) -> Place | None:
    """Another place of this key, if there is such a one now."""
    found, own = elsewhere.places(known, child, slot).get(to), known.at.get((child, slot))
    return None if found is None or (own is not None and elsewhere.same(found, own)) else found


def _with_providers(named: Names, scope: Scope, places: Sequence[Place], kept: BlockPlan) -> Names:
    """Adults whom children only meet lead no group, so the week does not list them."""
    missing = {place.adult for place in places} - named.adults.keys() - {None}
    return names(scope, [*named.adults, *missing], kept.school_id, ()) if missing else named


def _line(facts: Facts, key: int, place: Place | None, named: Names) -> Line:
    slot = facts.instance.slots[key]
    times = told.span(told.clock(slot.start), told.clock(slot.end))
    return Line(key, slot.on, slot.session, times, _words(facts, place, named) if place else "")


def _words(facts: Facts, place: Place, named: Names) -> str:
    code = "" if place.standard is None else facts.instance.standards[place.standard].code
    return told.where(place.modality, named.adult(place.adult), named.room(place.room), place.program, code)


def _why(kept: BlockPlan, known: Known, place: Place, line: Line, named: Names, to: str) -> SessionWhy:
    facts = known.facts
    others = elsewhere.others(known, place.child, place.slot)
    asked = place_of(known, place.child, place.slot, to) if to else None
    group = [one.child for one in known.plan.places if place.group is not None and _with(one, place)]
    found = Placement.objects.filter(plan=kept, student=place.child, day=line.day, session=line.session).first()
    return SessionWhy(
        line=line,
        kind=str(told.KINDS[place.modality]),
        why=tuple(_sentences(known, place, others)),
        company=named.shown(number for number in group if number != place.child),
        rules=tuple(bears.said(facts, bears.bearing(facts, known.plan, place))),
        others=tuple(_other(facts, one, named, known.checked.value) for one in others),
        what_if=_if(known, to, what_if(known, asked), named) if asked else None,
        lock=_lock(place.child, line, named),
        placement=found.pk if found else None,
    )


def _with(one: Place, place: Place) -> bool:
    return (one.group, one.slot) == (place.group, place.slot)


def _sentences(known: Known, place: Place, others: list[Other]) -> Iterator[str]:
    """Need, company and what forced it; then what the seat is worth to others, and what came second."""
    facts = known.facts
    codes = why.because(facts.instance, known.plan, place)
    if place.modality not in (Modality.SERVICE, Modality.OVERFLOW):
        worth = facts.worth.place(place.child, place.slot, place.modality, place.standard)
        runner_up = elsewhere.second(others)
        codes.append(why.priced(elsewhere.waits(known, place), worth))
        modality, cost = (runner_up.place.modality, runner_up.cost) if runner_up else ("", 0.0)
        codes.append(why.second_best(modality, cost, worth))
    yield from (why.said([code]) for code in codes)


def _other(facts: Facts, one: Other, named: Names, value: float) -> OtherTold:
    words = _words(facts, one.place, named)
    if one.begins:
        words = gettext("a new group: %(place)s") % {"place": words}
    rules = tuple(bears.said(facts, [broken.rule for broken in one.broken]))
    return OtherTold(one.key, words, rules, _cost(one.cost, value))


def _cost(cost: float, value: float) -> str:
    """In percent of what the whole plan is worth."""
    share = 100 * abs(cost) / value if value > 0 else 0.0
    if share < 0.005:
        return gettext("The plan would be worth as much.")
    words = gettext("The plan would be worth %(percent)s %% less.")
    more = gettext("The plan would be worth %(percent)s %% more.")
    return (words if cost > 0 else more) % {"percent": f"{share:.2f}"}


def _if(known: Known, key: str, found: WhatIf, named: Names) -> IfTold:
    facts = known.facts
    moves = []
    for place in found.moved:
        now = known.at.get((place.child, place.slot))
        before = _words(facts, now, named) if now else told.where("")
        moves.append(MoveTold(named.children.get(place.child), before, _words(facts, place, named)))
    return IfTold(
        key=key,
        shown=shown(found),
        moves=tuple(moves),
        broken=tuple(bears.said(facts, [one.rule for one in found.broken])),
        costs=tuple(_costs(found, known.checked.value)),
    )


def shown(found: WhatIf) -> str:
    return hashlib.sha256(msgspec.json.encode(found.moved)).hexdigest()[:16]


def _costs(found: WhatIf, value: float) -> Iterator[str]:
    yield _cost(found.cost, value)
    if found.overflow > 0:
        words = ngettext("%(count)s more child-session has no place.", "%(count)s more have no place.", found.overflow)
        yield words % {"count": count(found.overflow)}
    if found.short > 0:
        words = ngettext(
            "%(count)s more session with an adult is missing under a floor.",
            "%(count)s more sessions with an adult are missing under a floor.",
            found.short,
        )
        yield words % {"count": count(found.short)}


def _lock(child: int, line: Line, named: Names) -> LockTold | None:
    kept = disagree.locked(child, line.day, line.session)
    if kept is None:
        return None
    adult = kept.staff.name if kept.staff else ""
    words = told.where(kept.modality, adult, "", kept.program)
    return LockTold(words, kept.origin, disagree.is_a_persons(kept))
