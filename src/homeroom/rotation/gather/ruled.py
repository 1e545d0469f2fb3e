"""A school's own rules and assumptions as the planner takes them, its floors and bands, its pairs and locks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.utils.translation import gettext, ngettext
from msgspec.structs import replace

from homeroom.people.enrolled import here
from homeroom.people.models import School
from homeroom.rotation import rule_values as rules
from homeroom.rotation.block.instance import Adult, Assumptions, Child, Equity, Limits, Lock, Pair, Sizes
from homeroom.rotation.block.modality import ADULT_LED, Modality
from homeroom.rotation.gather.notes import Notes
from homeroom.rotation.gather.week import Week, of_school
from homeroom.rotation.input_models import Assumption, GroupLanguage, PlanLock, PlanRule
from homeroom.rotation.input_models import Pair as PairRow

FEWEST, _ = rules.SIZES.teacher_led  # children of a band
CHOSEN = frozenset(Modality) - {Modality.SERVICE, Modality.OVERFLOW}


@dataclass(frozen=True)
class Ruled:
    """The values that hold for one school, its own or the usual ones."""

    sizes: Sizes
    limits: Limits
    independent: int | None
    floor: int
    lowest_floor: int
    equity: float


def ruled(school: School, notes: Notes) -> Ruled:
    """Values that are no rule's are left out, and told."""
    rows = PlanRule.objects.filter(school=school).order_by("kind")
    held: dict[str, Mapping[str, object]] = {}
    for one in rows:
        said = one.value if isinstance(one.value, dict) else {}
        if rules.wrong(one.kind, said) or one.strength != rules.RULES[one.kind].strength:
            words = gettext("The rule %(kind)s can't be kept as it is written, so the usual one holds: mend it.")
            notes.add("rule-not-used", words % {"kind": one.kind})
        else:
            held[one.kind] = said

    def number(kind: str, name: str) -> int:
        return rules.value_of(held, kind, name) or 0

    return Ruled(
        Sizes(
            (number(rules.GROUP_SIZE, "tutoring_least"), number(rules.GROUP_SIZE, "tutoring_most")),
            number(rules.GROUP_SIZE, "small"),
            (number(rules.GROUP_SIZE, "teacher_led_least"), number(rules.GROUP_SIZE, "teacher_led_most")),
            (number(rules.PEER_SIZE, "least"), number(rules.PEER_SIZE, "most")),
        ),
        Limits(**{name: number(rules.CAPS, name) for name in rules.RULES[rules.CAPS].values}),
        rules.value_of(held, rules.INDEPENDENT_PLACES, "places"),
        number(rules.ADULT_FLOOR, "sessions"),
        number(rules.ADULT_FLOOR, "lowest_quarter"),
        number(rules.EQUITY, "percent") / 100,
    )


def assumptions(school: School, notes: Notes) -> Assumptions:
    """The school's own values in place of the usual ones; the planner takes one for all subjects."""
    response, factors, unused = dict(rules.ASSUMED.response), dict[str, float](), list[str]()
    for one in Assumption.objects.filter(school=school).order_by("modality", "subject"):
        if one.subject:
            unused.append(f"{one.modality}, {one.subject}")
        elif one.modality in rules.RESPONSES:
            response[Modality(one.modality)] = one.value
        elif one.modality in rules.FACTORS:
            factors[one.modality] = one.value
        else:
            unused.append(one.modality)
    if unused:
        words = gettext("Assumptions that the plan can't use, since it takes one for all subjects: %(named)s.")
        notes.add("assumption-not-used", words % {"named": "; ".join(unused)})
    return replace(Assumptions(response=response), **factors)


def lowest_quarter(week: Week, level: Mapping[int, float]) -> frozenset[int]:
    """Of each grade the quarter that has mastered least; a child of whom nothing is known is not in it."""
    by_grade: dict[str, list[int]] = defaultdict(list)
    for one in week.pupils:
        if one.number in level:
            by_grade[one.grade].append(one.number)
    return frozenset(
        number
        for some in by_grade.values()
        for number in sorted(some, key=lambda number: (level[number], number))[: len(some) // 4]
    )


def bands(week: Week, lowest: Collection[int], least: float) -> tuple[Equity, ...]:
    """Classes, grades and the lowest quarter, where these are some of the children. No other flag is read.

    Of fewer than make a teacher's group there is no band: one child whom nobody can lead would hold back all others.
    """
    found: dict[str, list[int]] = defaultdict(list)
    for one in week.pupils:
        found[f"class {one.school_class}"].append(one.number)
        found[f"grade {one.grade}"].append(one.number)
        if one.number in lowest:
            found["start level lowest"].append(one.number)
    own = {name: some for name, some in found.items() if FEWEST <= len(some) < len(week.pupils)}
    return tuple(Equity(name, tuple(own[name]), least) for name in sorted(own)) if least else ()


def languages(week: Week) -> dict[int, str]:
    """By child the language of who leads its groups; where it changes in the week, the one that the week ends with."""
    begun = Q(begins_on=None) | Q(begins_on__lte=week.days[-1])
    rows = GroupLanguage.objects.filter(here(week.days[0]), begun, student__in=of_school(week))
    return dict(rows.order_by(F("begins_on").asc(nulls_first=True)).values_list("student", "language"))


def pairs(week: Week, notes: Notes) -> tuple[Pair, ...]:
    here_now = set(week.numbers)
    begun = Q(begins_on=None) | Q(begins_on__lte=week.days[-1])
    rows = PairRow.objects.filter(here(week.days[0]), begun, one__in=of_school(week)).order_by("one", "other", "kind")
    found, left = [], 0
    for one, other, kind in rows.values_list("one", "other", "kind"):
        if {one, other} <= here_now:
            found.append(Pair(one, other, kind == PairRow.Kind.TOGETHER))
        else:
            left += 1
    if left:
        words = ngettext(
            "%(count)s pair names a child who has no flexible block this week.",
            "%(count)s pairs name a child who has no flexible block this week.",
            left,
        )
        notes.add("pair-not-used", words % {"count": left})
    return tuple(found)


def locks(week: Week, children: Sequence[Child], adults: Sequence[Adult], notes: Notes) -> tuple[Lock, ...]:
    """What was decided beforehand and can be kept; whatever can't be is told."""
    by_number, by_adult = {one.number: one for one in children}, {one.number: one for one in adults}
    slot_of = {(one.on, one.session): one.key for one in week.slots}
    found: list[Lock] = []
    lost: list[int] = []
    for one in PlanLock.objects.filter(day__in=week.days, student__in=of_school(week)).order_by(
        "student", "day", "session"
    ):
        slot, child = slot_of.get((one.day, one.session)), by_number.get(one.student_id)
        if slot is not None and child is not None and can_be_kept(one, slot, child, by_adult):
            found.append(Lock(child.number, slot, Modality(one.modality), one.staff_id, one.program))
        else:
            lost.append(one.student_id)
    tell_of_lost_locks(lost, notes)
    return tuple(found)


def tell_of_lost_locks(lost: Collection[int], notes: Notes) -> None:
    """The children whose locks can't be kept."""
    if lost:
        words = ngettext(
            "%(count)s lock can't be kept: the child, the adult or the work is not there in that session.",
            "%(count)s locks can't be kept: the child, the adult or the work is not there in that session.",
            len(lost),
        )
        notes.add("lock-not-used", words % {"count": len(lost)}, lost)


def can_be_kept(one: PlanLock, slot: int, child: Child, adults: Mapping[int, Adult]) -> bool:
    """Whether child, adult and work of the lock are there in the slot."""
    if one.modality not in CHOSEN or slot in child.away or slot in {served.slot for served in child.services}:
        return False
    if one.modality == Modality.TECHNOLOGY:
        return any(slot in given.slots and one.program in ("", given.program) for given in child.given)
    if one.staff_id is None:
        return True
    adult = adults.get(one.staff_id)
    return one.modality in ADULT_LED and adult is not None and slot in adult.slots and adult.leads == one.modality
