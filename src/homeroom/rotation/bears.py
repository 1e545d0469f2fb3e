"""Which rules bear on one child's place: every rule has a place in the answer to why a child is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext

from homeroom.mastery.rules import Rule
from homeroom.rotation import rules, why
from homeroom.rotation.block.board import Facts
from homeroom.rotation.block.instance import Child
from homeroom.rotation.block.modality import ADULT_LED, GROUPED, Modality
from homeroom.rotation.block.plan import Place, Plan

EVERYWHERE = (rules.KNOWN, rules.AS_TOLD, rules.FEW_CHANGES)
LED = (rules.GROUP_SIZE, rules.QUALIFIED, rules.FREE, rules.ONE_STANDARD, rules.ROOM_SEATS, rules.SAME_GROUP)
BY_MODALITY: Mapping[Modality, tuple[Rule, ...]] = {
    Modality.TECHNOLOGY: (rules.GIVEN_WORK, rules.SEATS, rules.LICENCES, rules.CAPS),
    Modality.TUTORING: LED,
    Modality.TEACHER_LED: (*LED, rules.OWN_CLASS),
    Modality.INDEPENDENT: (rules.INDEPENDENT_PLACES, rules.CAPS),
    Modality.PEER: (rules.PEER_SIZE, rules.SAME_GROUP, rules.CAPS),
    Modality.SERVICE: (rules.SERVICE,),
    Modality.OVERFLOW: (),
}


def bearing(facts: Facts, plan: Plan, place: Place) -> list[str]:
    """Ids of the rules that bear on the place, those that tell of the child alone first."""
    child = facts.children[place.child]
    found = [*_of_the_child(facts, child, place), *_of_the_place(facts, plan, child, place)]
    every = (rules.ONE_PLACE, *found, *BY_MODALITY[place.modality], *EVERYWHERE)
    return list(dict.fromkeys(rule.id for rule in every))


def said(facts: Facts, ids: list[str]) -> list[str]:
    """The sentences with the numbers of the week, each once. What only some may know is a rule of the school."""
    return list(dict.fromkeys(words(facts, one) for one in ids))


def words(facts: Facts, rule: str) -> str:
    if rule in why.PRIVATE:
        return gettext("A rule of your school.")
    return rules.in_words(rule, facts.instance)


def _of_the_child(facts: Facts, child: Child, place: Place) -> Iterator[Rule]:
    if child.away:
        yield rules.AWAY
    if facts.locks.get((place.child, place.slot)):
        yield rules.LOCKS
    if child.language:
        yield rules.LANGUAGE
    if place.modality in GROUPED:
        yield from ((rules.APART,) if facts.apart.get(place.child) else ())
        yield from ((rules.TOGETHER,) if facts.together.get(place.child) else ())


def _of_the_place(facts: Facts, plan: Plan, child: Child, place: Place) -> Iterator[Rule]:
    if place.modality in ADULT_LED:
        yield from ((rules.ADULT_FLOOR,) if child.floor else ())
        yield from ((rules.EQUITY,) if any(child.number in band.children for band in facts.instance.equity) else ())
        group = next((one for one in plan.groups if one.key == place.group), None)
        if group is not None and group.goes_on:
            yield rules.GOES_ON
    if place.modality in (Modality.TECHNOLOGY, Modality.INDEPENDENT) and place.standard is not None:
        yield rules.NO_REPEAT
    program = facts.programs.get(place.program)
    if program is not None:
        yield from ((rules.LEAST_MINUTES,) if program.least.get(child.grade) else ())
        yield from ((rules.MOST_MINUTES,) if program.most.get(child.grade) else ())
