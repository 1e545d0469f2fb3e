"""Draw a study's arms and write it down: the list, the seed, the result and who was there, in one transaction."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from homeroom.evidence import canonical, ledger, plan_json
from homeroom.evidence.eligible import Home, eligible
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.homes import homes_on
from homeroom.evidence.lock import By, newest, signed
from homeroom.evidence.models import Draw, Plan, Study, StudyChild
from homeroom.evidence.plan_json import StudyPlan
from homeroom.evidence.randomize import ALGORITHM, Arm, Drawn, Eligible, draw, list_hash
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import Class

REASON = "drawn for a study"


@transaction.atomic
def assign(study: Study, by: By, *, seed: str = "", on: date | None = None, reason: str = "") -> Draw:
    """Draw the arms of the locked plan, or write down those that were found. Another draw needs its reason; both stay.

    Raises EvidenceError where no plan is locked, nothing can be drawn, or the records have been changed.
    """
    Study.objects.select_for_update().get(pk=study.pk)
    ledger.sound(study)
    plan = newest(study)
    if plan is None:
        raise EvidenceError(
            gettext("Lock the plan first: what is drawn before it is fixed can be drawn until it fits.")
        )
    told, earlier = plan_json.load(plan.text), study.draws.order_by("number").last()
    _possible(told, earlier, reason)
    made = _made(study, plan, told, by, on or today(), seed, reason)
    Study.objects.filter(pk=study.pk).update(state=Study.State.RUNNING)
    study.refresh_from_db()
    return made


def last_draw(study: Study) -> Draw:
    """The draw that holds. Raises EvidenceError where there is none."""
    found = study.draws.order_by("number").last()
    if found is None:
        raise EvidenceError(gettext("%(study)s has no draw yet.") % {"study": study.slug})
    return found


def _possible(plan: StudyPlan, earlier: Draw | None, reason: str) -> None:
    if earlier is not None and not reason.strip():
        raise EvidenceError(
            gettext("This study was drawn before: say why it is drawn again. Both draws stay on record.")
        )
    if earlier is not None and plan.by_lot and not earlier.by_lot:
        raise EvidenceError(gettext("The arms of this study were not drawn, and stay marked so: begin another study."))


def _made(study: Study, plan: Plan, told: StudyPlan, by: By, on: date, seed: str, reason: str) -> Draw:
    classes = list(Class.objects.filter(sourced_id__in=told.named).select_related("school").order_by("sourced_id"))
    inside = homes_on(classes, on)
    pseudonyms = {child: secrets.token_hex(8) for child in inside}
    if told.by_lot:
        homes = [Home(pseudonyms[child], home.home) for child, home in inside.items()]
        listed = eligible(told, classes, homes)
        drawn = draw(listed, _arms(told), seed or str(secrets.randbits(62)))
        if not drawn.arm_of:
            raise EvidenceError(gettext("Nothing can be divided between the arms: there are too few in every stratum."))
    else:
        listed, drawn = _found(told)
    sizes = Counter(home.home for home in inside.values())
    row = _row(study, plan, told, listed, drawn, sizes)
    row.on, row.reason, row.made_by, row.made_at = on, reason.strip()[:1000], signed(by), timezone.now()
    ledger.append(row)
    members = [
        StudyChild(draw=row, student_id=child, pseudonym=pseudonyms[child], home=home.home, also=list(home.also))
        for child, home in inside.items()
    ]
    StudyChild.objects.bulk_create(members, batch_size=500)
    audit.did(by, "drew", ledger.audited(row), inside, f"{REASON}, sha256 {row.hash}")
    return row


def _arms(plan: StudyPlan) -> list[Arm]:
    return [Arm(one.name, one.share) for one in plan.arms]


def _found(plan: StudyPlan) -> tuple[list[Eligible], Drawn]:
    """Arms that nobody drew: each class as the plan has it."""
    arm_of = {one: arm.name for arm in plan.arms for one in arm.classes}
    listed = [Eligible(one) for one in sorted(arm_of)]
    return listed, Drawn(arm_of, (), "", list_hash(listed), "")


def _row(
    study: Study, plan: Plan, told: StudyPlan, listed: Sequence[Eligible], drawn: Drawn, sizes: Mapping[str, int]
) -> Draw:
    return Draw(
        study=study,
        plan=plan,
        number=study.draws.count() + 1,
        by_lot=told.by_lot,
        seed=drawn.seed,
        algorithm=ALGORITHM if told.by_lot else "",
        list_sha256=drawn.list_sha256,
        eligible=canonical.text(sorted([*asdict(one).values()] for one in listed)),
        arms=canonical.text([[one.name, one.share] for one in told.arms]),
        result=canonical.text(dict(drawn.arm_of)),
        undrawn=canonical.text(list(drawn.undrawn)),
        sizes=canonical.text(dict(sizes)),
    )
