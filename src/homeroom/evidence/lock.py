"""Plans are drafted, locked and amended. What is locked says for ever what was known of the outcomes at that moment."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from homeroom.evidence import canonical, ledger, plan_json
from homeroom.evidence.errors import EvidenceError
from homeroom.evidence.foreknown import children_of, foreknown
from homeroom.evidence.models import Amendment, Draw, Plan, Study
from homeroom.evidence.plan_json import StudyPlan
from homeroom.people import audit
from homeroom.people.known_by import child
from homeroom.people.models import Student, User

By = User | audit.CommandLine
TELLING = 4  # a shorter word stands in many texts that are about nobody


def signed(by: By) -> str:
    """Who did it, as a record keeps it."""
    return (by.get_username() if isinstance(by, User) else str(by))[:150]


def study_of(slug: str) -> Study:
    found = Study.objects.filter(slug=slug).first()
    if found is None:
        held = ", ".join(Study.objects.order_by("slug").values_list("slug", flat=True)) or "–"
        raise EvidenceError(gettext("No study is called %(slug)s. There are: %(held)s") % {"slug": slug, "held": held})
    return found


def newest(study: Study) -> Plan | None:
    """The plan that is locked now."""
    return study.plans.filter(locked_at__isnull=False).order_by("-version").first()


def plan_of(draw: Draw) -> Plan:
    """The plan that a draw is analysed by: the newest that is locked, for amendments come after draws, too."""
    return newest(draw.study) or draw.plan


@transaction.atomic
def keep(plan: StudyPlan, by: By) -> Plan:
    """Keep a plan as its study's draft, in place of an earlier draft. Of a locked study it becomes the next version.

    Raises EvidenceError where the study is closed, or where what is drawn by now would be another kind of thing.
    """
    told = {"question": plan.question[:500], "kind": plan.kind, "unit": plan.unit, "made_by": signed(by)}
    study, _ = Study.objects.select_for_update().get_or_create(slug=plan.study, defaults=told)
    if study.state in (Study.State.CLOSED, Study.State.REPORTED):
        raise EvidenceError(gettext("%(study)s is closed: its plan changes no more.") % {"study": study.slug})
    if study.draws.exists() and (plan.kind, plan.unit) != (study.kind, study.unit):
        raise EvidenceError(gettext("What is drawn can't become another kind of study: begin a new one."))
    last = newest(study)
    text = plan_json.text(plan)
    kept, _ = Plan.objects.update_or_create(
        study=study,
        locked_at=None,
        defaults={"text": text, "sha256": canonical.sha256(text), "made_by": signed(by)},
        create_defaults={
            "version": last.version + 1 if last else 1,
            "text": text,
            "sha256": canonical.sha256(text),
            "made_by": signed(by),
        },
    )
    if last is None:
        Study.objects.filter(pk=study.pk).update(question=plan.question[:500], kind=plan.kind, unit=plan.unit)
    audit.did(by, "planned", f"study {study.pk}, plan {kept.version}", (), plan.study)
    return kept


@transaction.atomic
def discard(study: Study, by: By) -> bool:
    """Throw the draft of a change away; what is locked holds on. A study that was never locked keeps its only plan."""
    draft = study.plans.filter(locked_at=None, version__gt=1).first()
    if draft is None:
        return False
    audit.did(by, "threw away", f"study {study.pk}, plan {draft.version}", (), study.slug)
    draft.delete()
    return True


@transaction.atomic
def lock(study: Study, by: By, reason: str = "") -> Plan:
    """Lock the draft for ever. A second one is an amendment and needs its reason.

    Raises EvidenceError, in words, where something is missing, a child is named, or the records have been changed.
    """
    Study.objects.select_for_update().get(pk=study.pk)
    ledger.sound(study)
    draft = study.plans.filter(locked_at=None).first()
    if draft is None:
        raise EvidenceError(gettext("%(study)s has no plan that waits to be locked.") % {"study": study.slug})
    if draft.version > 1 and not reason.strip():
        raise EvidenceError(gettext("This plan changes a locked one: say the reason."))
    plan = plan_json.load(draft.text)
    _lockable(plan, draft.text)
    _lock(draft, plan, by)
    if draft.version > 1:
        ledger.append(_amendment(draft, by, reason))
        audit.did(by, "amended", f"study {study.pk}, amendment {draft.version}", (), reason)
    Study.objects.filter(pk=study.pk, state=Study.State.DRAFT).update(state=Study.State.LOCKED)
    words = {"question": plan.question[:500], "kind": plan.kind, "unit": plan.unit}
    Study.objects.filter(pk=study.pk).update(**words)
    study.refresh_from_db()
    return draft


def _lock(draft: Plan, plan: StudyPlan, by: By) -> None:
    known = foreknown(plan)
    draft.locked_by, draft.locked_at = signed(by), timezone.now()
    draft.label, draft.rests_on = known.label, known.as_json()
    ledger.append(draft)
    audit.did(by, "locked", ledger.audited(draft), (), f"{known.label}, sha256 {draft.sha256}")


def _amendment(draft: Plan, by: By, reason: str) -> Amendment:
    told = {"made_by": signed(by), "made_at": timezone.now(), "reason": reason.strip()[:1000]}
    return Amendment(study=draft.study, plan=draft, **told)


def _lockable(plan: StudyPlan, text: str) -> None:
    missing = plan_json.gaps(plan)
    if missing:
        raise EvidenceError("\n".join([gettext("This plan can't be locked yet."), *missing]))
    if names_a_child(plan, text):
        raise EvidenceError(
            gettext("The plan names a child of its classes. Take the name or id out: it is kept for ever.")
        )


def names_a_child(plan: StudyPlan, text: str) -> bool:
    """Whether an id, account or name of a child of these classes stands in the text."""
    children = Student.objects.filter(pk__in=children_of(plan.named)).prefetch_related("identifiers")
    words = {word for one in children for word in child(one).words if len(word) >= TELLING}
    found = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(words))) + r")(?!\w)", re.IGNORECASE)
    return bool(words) and found.search(text) is not None
