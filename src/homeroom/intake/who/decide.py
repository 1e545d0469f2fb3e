"""What a person can say about a key, and what follows at once: rows taken in, rows taken back, in one transaction.

Every decision is a row that stays. What is true of a key is what its decisions in force come to (`decided`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from homeroom.facts import store
from homeroom.intake import ledger, quarantine
from homeroom.intake.errors import IntakeError
from homeroom.intake.layouts import declared
from homeroom.intake.ledger import Cause, Move
from homeroom.intake.match import NOT_OURS, UNMATCHED
from homeroom.intake.matching.claim import from_text, vendor_key
from homeroom.intake.models import Delivery, IdentityLink
from homeroom.intake.undo import take_back
from homeroom.intake.who.decided import standing
from homeroom.intake.who.models import IdentityDecision, VendorKey
from homeroom.intake.who.rows import ignored_for, rows_of
from homeroom.intake.workshop import one_intake
from homeroom.people import audit
from homeroom.people.models import Student, User
from homeroom.people.visibility import visible_to
from homeroom.programs.declaration import Program

Verdict = IdentityDecision.Verdict
MOVED = gettext_noop("Who this row speaks of was looked at again.")
WORDS: Mapping[str, str] = {
    Verdict.CONFIRM: gettext_noop("linked a program's key to a child"),
    Verdict.REJECT: gettext_noop("said that a program's key is not this child"),
    Verdict.NOT_OURS: gettext_noop("said that a program's key is no child of ours"),
    Verdict.UNDONE: gettext_noop("took a decision back"),
}


class DecidedMeanwhile(IntakeError):  # noqa: N818  it reads as what it says
    """Somebody else has decided about the key since the page was shown."""


@dataclass(frozen=True)
class Outcome:
    """A decision with what it did: how many rows left the facts or came back, and the deliveries judged anew."""

    decision: IdentityDecision
    moved: int
    deliveries: tuple[Delivery, ...]


def confirm(
    key: int,
    student: int,
    by: User,
    *,
    reason: str = "",
    seen: int | None = None,
    programs: Sequence[Program] | None = None,
) -> Outcome:
    """This key is this child. `seen` is the newest decision that the person saw on the key (0: none).

    Raises IntakeError where the child may not be chosen by this person, DecidedMeanwhile where the ground has moved.
    """
    return _decide(key, by, Verdict.CONFIRM, child(student, by), reason, seen, programs)


def reject(
    key: int,
    student: int,
    by: User,
    *,
    reason: str = "",
    seen: int | None = None,
    programs: Sequence[Program] | None = None,
) -> Outcome:
    """This key is not this child: where it is linked so, its rows leave the facts and wait again."""
    return _decide(key, by, Verdict.REJECT, child(student, by), reason, seen, programs)


def not_ours(
    key: int, by: User, *, reason: str = "", seen: int | None = None, programs: Sequence[Program] | None = None
) -> Outcome:
    """This key is no child of ours: its rows end as ignored, those too that come later."""
    return _decide(key, by, Verdict.NOT_OURS, None, reason, seen, programs)


def undo(decision: int, by: User, *, reason: str = "", programs: Sequence[Program] | None = None) -> Outcome:
    """Take a decision back. Its facts go, its rows wait again, and whatever else is known of the key decides anew."""
    with _at_once():
        was = undoable(decision)
        student = child(was.student_id, by) if was.student_id else None
        return _say(was.vendor_key, by, Verdict.UNDONE, student, reason, _known(programs), undoes=was)


def undoable(decision: int) -> IdentityDecision:
    """A decision that can be taken back."""
    was = IdentityDecision.objects.select_related("vendor_key").filter(pk=decision).first()
    if was is None or was.verdict == Verdict.UNDONE:
        raise IntakeError(
            gettext_noop("There is no decision %(decision)s that could be undone.") % {"decision": decision}
        )
    if IdentityDecision.objects.filter(undoes=was).exists():
        raise DecidedMeanwhile(gettext_noop("This decision has been undone already."))
    return was


def open_key(key: int, seen: int | None) -> VendorKey:
    """A key about which nobody has decided since decision `seen`."""
    found = VendorKey.objects.filter(pk=key).first()
    if found is None:
        raise DecidedMeanwhile(
            gettext_noop("Nothing waits under this number any more: its rows have found their child.")
        )
    if seen is not None and newest(found) != seen:
        raise DecidedMeanwhile(gettext_noop("Somebody else has decided about this key meanwhile. Look at it again."))
    return found


def key_of(link: int) -> VendorKey:
    """The key of a link that nobody has looked at so far, so that it can be decided about."""
    made = IdentityLink.objects.filter(pk=link, withdrawn_at=None).first()
    if made is None:
        raise DecidedMeanwhile(gettext_noop("This link does not stand any more."))
    return VendorKey.objects.get_or_create(program=made.program, key=made.key, defaults={"claim": made.claim})[0]


def newest(key: VendorKey) -> int:
    """The number of the newest decision on a key; 0 where there is none."""
    return key.decisions.order_by("-pk").values_list("pk", flat=True).first() or 0


def _decide(
    key: int,
    by: User,
    verdict: IdentityDecision.Verdict,
    student: Student | None,
    reason: str,
    seen: int | None,
    programs: Sequence[Program] | None,
) -> Outcome:
    with _at_once():
        return _say(open_key(key, seen), by, verdict, student, reason, _known(programs))


def _say(
    key: VendorKey,
    by: User,
    verdict: IdentityDecision.Verdict,
    student: Student | None,
    reason: str,
    programs: Sequence[Program],
    undoes: IdentityDecision | None = None,
) -> Outcome:
    """Write the decision down, take back what it contradicts, and judge anew whatever waits because of the key."""
    ignored = standing(_in_force(key)).not_ours
    said = IdentityDecision.objects.create(
        vendor_key=key, verdict=verdict, student=student, undoes=undoes, by=by, reason=reason[:255]
    )
    against = list(_links_against(said))
    moved = _take_back(key, against, ignored and not standing(_in_force(key)).not_ours, programs)
    IdentityLink.objects.filter(pk__in=[link.pk for link in against]).update(withdrawn_at=timezone.now())
    children = {pk for pk in (said.student_id, *(link.student_id for link in against)) if pk}
    audit.did(by, verdict, f"who is key {key.pk} of {key.program}", children, reason or WORDS[verdict])
    again = sorted({*key.waiting.values_list("delivery", flat=True), *moved})
    judged = tuple(quarantine.redrive(again, programs)) if again else ()
    return Outcome(said, sum(map(len, moved.values())), judged)


def _in_force(key: VendorKey) -> QuerySet[IdentityDecision]:
    return key.decisions.exclude(verdict=Verdict.UNDONE).filter(undone_by=None).order_by("pk")


def _links_against(said: IdentityDecision) -> QuerySet[IdentityLink]:
    """The standing links that a decision contradicts: those of its key, and those that the key's decisions taught."""
    key = said.vendor_key
    links = IdentityLink.objects.filter(program=key.program, withdrawn_at=None)
    if said.verdict == Verdict.UNDONE:
        return links.filter(decision=said.undoes)
    touched = links.filter(Q(key=key.key) | Q(decision__vendor_key=key))
    if said.verdict == Verdict.CONFIRM:
        return touched.exclude(student=said.student_id)
    return touched.filter(student=said.student_id) if said.verdict == Verdict.REJECT else touched


def _take_back(
    key: VendorKey, against: Sequence[IdentityLink], was_ignored: bool, programs: Sequence[Program]
) -> dict[int, list[int]]:
    """Put the rows of contradicted links, and those once ignored for this key, among the waiting: delivery -> rows."""
    wanted = {link.key: link.vendor_key for link in against}
    if was_ignored:
        wanted[key.key] = vendor_key(from_text(key.claim))
    if not wanted:
        return {}
    found = rows_of(key.program, wanted, programs)
    for pk, rows in ignored_for(NOT_OURS, found).items():
        ledger.move(Move(pk, Cause("quarantined", UNMATCHED, "", MOVED, rows)))
    if found:
        take_back(found, ends_as="quarantined", code=UNMATCHED, words=MOVED, programs=programs)
    return found


def child(student: int, by: User) -> Student:
    """A child whom this person may choose."""
    found = visible_to(by).filter(pk=student).first()
    if found is None:
        raise IntakeError(
            gettext_noop("This child is not among those whom you may see. Choose another, or ask the data team.")
        )
    return found


def _known(programs: Sequence[Program] | None) -> Sequence[Program]:
    return tuple(programs if programs is not None else declared())


@contextmanager
def _at_once() -> Iterator[None]:
    """One transaction around everything that a decision does, and nobody else publishes meanwhile."""
    with one_intake(), store.publishing(), transaction.atomic():
        yield
