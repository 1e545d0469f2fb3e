"""Why a child is in a place: codes that a placement keeps, and the sentences that they are said with.

A code names no child, and says nothing that only some may know: who is kept apart or together, who needs a language and
which band is watched over are all "a rule of your school".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext_lazy, ngettext

from homeroom.mastery.rules import Sentence
from homeroom.rotation import rules
from homeroom.rotation.block.instance import Child, Instance, Lock
from homeroom.rotation.block.modality import ADULT_LED, GROUPED, Modality
from homeroom.rotation.block.plan import Place, Plan

type Code = Mapping[str, str | int]  # as JSON keeps it: "code", and what its sentence names

PRIVATE = frozenset({rules.APART.id, rules.TOGETHER.id, rules.LANGUAGE.id, rules.EQUITY.id})
# A place whose price is under the first share of what the place is worth was hardly asked for; over the second, much.
ASKED_FOR, MUCH_ASKED_FOR = 0.05, 0.5
MODALITIES: Mapping[str, Sentence] = {
    Modality.TECHNOLOGY: gettext_lazy("work in a program"),
    Modality.TUTORING: gettext_lazy("a tutor's group"),
    Modality.TEACHER_LED: gettext_lazy("a group of the class's teacher"),
    Modality.INDEPENDENT: gettext_lazy("independent work"),
    Modality.PEER: gettext_lazy("a peer project"),
    Modality.SERVICE: gettext_lazy("a meeting with an adult"),
    Modality.OVERFLOW: gettext_lazy("supervised overflow"),
}
SENTENCES: Mapping[str, Sentence] = {
    "need": gettext_lazy("The chance that {standard} is known is {percent} %."),
    "goal": gettext_lazy("It serves the class's goal of the week."),
    "service": gettext_lazy("The child meets an adult at that time."),
    "lock": gettext_lazy("It was decided beforehand."),
    "floor": gettext_lazy("Without it the child would have fewer sessions with an adult than were set."),
    "school": gettext_lazy("A rule of your school asks for it."),
    "rule": gettext_lazy("A rule asks for it: {rule}"),
    "overflow": gettext_lazy("No place was found: what was open would have broken a rule."),
    "price-none": gettext_lazy("Nobody else waited for this place."),
    "price-some": gettext_lazy("Others could have used this place, too."),
    "price-much": gettext_lazy("This place was one that many could have used."),
    "no-other": gettext_lazy("Any other place would break a rule."),
    "as-good": gettext_lazy("Second best, and as good: {modality}."),
    "runner-up": gettext_lazy("Second best: {modality}. The plan would lose {percent} % of what this place is worth."),
}


def said(codes: Iterable[Code]) -> str:
    """All of the codes, a sentence each, in the language spoken. A code of a newer version is left out."""
    return " ".join(sentence for code in codes if (sentence := _sentence(code)))


def _sentence(code: Code) -> str:
    kind = str(code.get("code", ""))
    if kind == "shared":
        count = int(code["count"])
        words = ngettext(
            "{count} other child of the group needs it, too.", "{count} others of the group need it, too.", count
        )
        return words.format(count=count)
    if kind == "forced":
        return _forced(str(code["rule"]))
    words = str(SENTENCES.get(kind, ""))
    modality = str(MODALITIES.get(str(code.get("modality", "")), ""))
    return words.format(**{**code, "modality": modality})


def _forced(rule: str) -> str:
    own = {rules.SERVICE.id: "service", rules.LOCKS.id: "lock", rules.ADULT_FLOOR.id: "floor"}.get(rule)
    if own is not None:
        return str(SENTENCES[own])
    if rule in PRIVATE or rule not in rules.RULES:
        return str(SENTENCES["school"])
    words = str(SENTENCES["rule"])
    return words.format(rule=rules.RULES[rule].words)


def because(instance: Instance, plan: Plan, place: Place) -> list[Code]:
    """What the week and the plan alone say of a place: the need, who shares it, and what forced it."""
    (child,) = (one for one in instance.children if one.number == place.child)
    forced = forced_by(instance, plan, place)
    return [
        *([{"code": "overflow"}] if place.modality is Modality.OVERFLOW else []),
        *_need(instance, child, place),
        *_shared(plan, place),
        *([{"code": "forced", "rule": forced}] if forced else []),
    ]


def _need(instance: Instance, child: Child, place: Place) -> Iterator[Code]:
    for need in child.needs:
        if need.standard == place.standard:
            code = instance.standards[need.standard].code
            yield {"code": "need", "standard": code, "percent": round(100 * need.p)}
            if need.on_goal:
                yield {"code": "goal"}


def _shared(plan: Plan, place: Place) -> Iterator[Code]:
    for group in plan.groups:
        if group.key == place.group and place.modality in ADULT_LED:
            yield {"code": "shared", "count": len(group.children) - 1}


def forced_by(instance: Instance, plan: Plan, place: Place) -> str:
    """The id of the rule that left no choice, or nothing. A service comes first, then a lock, a pair, the floor."""
    (child,) = (one for one in instance.children if one.number == place.child)
    if place.modality is Modality.SERVICE:
        return rules.SERVICE.id
    if any(_is_of(lock, place) for lock in instance.locks):
        return rules.LOCKS.id
    pairs = (pair for pair in instance.pairs if pair.together and place.child in (pair.one, pair.other))
    if place.modality in GROUPED and any(pairs):
        return rules.TOGETHER.id
    led = sum(one.child == place.child and one.modality in ADULT_LED for one in plan.places)
    return rules.ADULT_FLOOR.id if place.modality in ADULT_LED and led <= child.floor else ""


def _is_of(lock: Lock, place: Place) -> bool:
    return (lock.child, lock.slot) == (place.child, place.slot)


def priced(price: float, worth: float) -> Code:
    """What a seat's price says, against what the place is worth to the child who has it."""
    share = price / worth if worth > 0 else 0.0
    return {"code": "price-none" if share < ASKED_FOR else "price-some" if share < MUCH_ASKED_FOR else "price-much"}


def second_best(modality: str, cost: float, worth: float) -> Code:
    """The runner-up, and what it costs the plan; no modality where there is none."""
    if not modality:
        return {"code": "no-other"}
    percent = round(100 * cost / worth) if worth > 0 else 0
    if percent <= 0:
        return {"code": "as-good", "modality": modality}
    return {"code": "runner-up", "modality": modality, "percent": percent}
