"""What people's decisions come to now: one standing verdict a key, and the ids they taught."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from homeroom.intake.matching.claim import from_text, normal_id
from homeroom.intake.matching.known import Roster, Standing, Taught, roster
from homeroom.intake.who.models import IdentityDecision

Verdict = IdentityDecision.Verdict


def knowing(program: str) -> Roster:
    """The roster together with what people decided about this program's keys."""
    known = roster()
    by_key: dict[str, list[IdentityDecision]] = defaultdict(list)
    for decision in in_force(program):
        by_key[decision.vendor_key.key].append(decision)
    known.decided = {key: standing(decisions) for key, decisions in by_key.items()}
    known.taught = _taught(known.decided, by_key)
    return known


def in_force(program: str) -> Iterable[IdentityDecision]:
    """A program's decisions that nobody took back, oldest first."""
    said = IdentityDecision.objects.filter(vendor_key__program=program).exclude(verdict=Verdict.UNDONE)
    return said.filter(undone_by=None).select_related("vendor_key").order_by("pk")


def standing(decisions: Iterable[IdentityDecision]) -> Standing:
    """What one key's decisions in force come to, oldest first: the last word on the child holds."""
    now = Standing()
    for decision in decisions:
        if decision.verdict == Verdict.REJECT and decision.student_id:
            now = replace(now, rejected=now.rejected | {decision.student_id})
            if now.student == decision.student_id:
                now = replace(now, student=None, decision=None)
        elif decision.verdict in (Verdict.CONFIRM, Verdict.NOT_OURS):
            now = Standing(
                student=decision.student_id,
                not_ours=decision.verdict == Verdict.NOT_OURS,
                rejected=now.rejected - {decision.student_id or 0},
                decision=decision.pk,
            )
    return now


def _taught(
    decided: Mapping[str, Standing], by_key: Mapping[str, list[IdentityDecision]]
) -> Mapping[str, tuple[Taught, ...]]:
    found: dict[str, list[Taught]] = defaultdict(list)
    for key, now in decided.items():
        if now.student is None or now.decision is None:
            continue
        claim = from_text(by_key[key][0].vendor_key.claim)
        for value in claim.ids[:1]:
            name = (claim.given_name, claim.family_name)
            found[normal_id(value)].append(Taught(now.student, name, now.decision))
    return {value: tuple(taught) for value, taught in found.items()}
