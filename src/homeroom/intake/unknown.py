"""Files whose header fits no layout: kept, listed, and judged again once their layout is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from homeroom.intake import ledger
from homeroom.intake.errors import IntakeError
from homeroom.intake.layout_models import UnknownLayout
from homeroom.intake.layouts import Header, declared, find
from homeroom.intake.models import Delivery
from homeroom.intake.reasons import words_for
from homeroom.intake.receive import once_more, quiet
from homeroom.intake.working import Tell, work
from homeroom.intake.workshop import one_intake
from homeroom.people import audit
from homeroom.people.models import User

REJECTED = "layout_rejected"

SAY_WHY = gettext_noop("Say why the file is rejected: whoever receives the next one reads it.")
NO_REASON = gettext_noop("Say why you reject the file: whoever receives the next one reads it.")
NOT_YET = gettext_noop("The layout can't be used yet. What is missing stands below.")
CLOSED = gettext_noop("The file as it was received can't be opened. Run `homeroom doctor`.")


def waiting() -> QuerySet[UnknownLayout]:
    """Held files that nobody has decided about, the newest first."""
    return _held().select_related("delivery").order_by("-delivery_id")


def must_wait(number: int) -> UnknownLayout:
    """The unknown file of this delivery. Raises IntakeError in words where it doesn't wait for a decision any more."""
    found = UnknownLayout.objects.select_related("delivery", "decided_by").filter(delivery=number).first()
    if found is None:
        raise IntakeError(
            gettext_noop("Delivery %(number)s is no file of an unknown layout. `homeroom layout list` names those.")
            % {"number": number}
        )
    if found.decision:
        who = found.decided_by.get_username() if found.decided_by else "a person who has left"
        when = f"{found.decided_at:%Y-%m-%d %H:%M}" if found.decided_at else "before"
        raise IntakeError(
            gettext_noop("Delivery %(number)s, %(file)s: %(who)s has %(decision_words)s it, %(when)s UTC.")
            % {
                "number": number,
                "file": found.delivery.file,
                "who": who,
                "decision_words": found.decision,
                "when": when,
            }
        )
    if found.delivery.state != Delivery.State.HELD:
        raise IntakeError(
            gettext_noop("Delivery %(number)s, %(file)s: it is %(state_words)s, no longer held.")
            % {"number": number, "file": found.delivery.file, "state_words": found.delivery.state}
        )
    return found


def reject(number: int, by: User | None, reason: str) -> Delivery:
    """Refuse a held file for good, with a person's reason: none of its rows becomes a fact."""
    if not reason.strip():
        raise IntakeError(SAY_WHY)
    with transaction.atomic():
        found = must_wait(number)
        decide([found], UnknownLayout.Decision.REJECTED, by, reason=reason.strip())
        delivery = found.delivery
        delivery.state, delivery.finished_at = Delivery.State.REFUSED, timezone.now()
        delivery.message = gettext_noop("A person rejected this file: %(reason)s") % {"reason": reason.strip()}
        rows = range(1, delivery.rows_in + 1)
        cause = ledger.Cause("ignored", REJECTED, "", words_for(REJECTED), rows)
        ledger.write(delivery, {"ignored": delivery.rows_in}, [cause])
        audit.did(by, "rejected layout", f"delivery {number}", [], reason.strip())
    return delivery


def decide(found: Sequence[UnknownLayout], decision: str, by: User | None, layout: str = "", reason: str = "") -> None:
    """Write down what a person made of these files, once: who was first has decided."""
    told = {"decision": decision, "layout": layout, "reason": reason[:255], "decided_by": by}
    undecided = UnknownLayout.objects.filter(pk__in=[one.pk for one in found], decision="")
    if not undecided.update(**told, decided_at=timezone.now()):
        raise IntakeError(gettext_noop("Somebody else has just decided about this file. Look at it again."))


def alike(found: UnknownLayout) -> list[UnknownLayout]:
    """All held files with this header, this one among them."""
    return list(_held().filter(signature=found.signature).select_related("delivery"))


def rejected_before(found: UnknownLayout) -> list[UnknownLayout]:
    """Earlier files with this header that a person rejected, the newest first."""
    rejected = UnknownLayout.objects.filter(signature=found.signature, decision=UnknownLayout.Decision.REJECTED)
    return list(rejected.select_related("delivery", "decided_by")[:3])


def judge_known(tell: Tell = quiet) -> Iterator[Delivery]:
    """Judge again every held file whose header fits a layout by now: one was accepted, or ships with a new version."""
    programs = declared()
    held = UnknownLayout.objects.filter(delivery__state=Delivery.State.HELD).order_by("delivery_id")
    known = [one.delivery_id for one in held if find(Header(tuple(one.names), one.delimiter), programs)]
    if not known:
        return
    with one_intake():
        for delivery in Delivery.objects.filter(pk__in=known, state=Delivery.State.HELD).order_by("pk"):
            yield work(once_more(delivery, None), programs, tell)


def _held() -> QuerySet[UnknownLayout]:
    return UnknownLayout.objects.filter(decision="", delivery__state=Delivery.State.HELD)
