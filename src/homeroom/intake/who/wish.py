"""A decision as a person asked for it on the page: looked at there and then, carried out in the background.

It may be carried out twice, where the worker was killed in between; the second time finds that it was done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.utils.translation import gettext_noop

from homeroom.intake.errors import IntakeError
from homeroom.intake.who import decide
from homeroom.intake.who.decide import Outcome
from homeroom.intake.who.models import IdentityDecision, VendorKey
from homeroom.people.models import User

VERDICTS = {
    "confirm": IdentityDecision.Verdict.CONFIRM,
    "reject": IdentityDecision.Verdict.REJECT,
    "not ours": IdentityDecision.Verdict.NOT_OURS,
}
NO_CHOICE = gettext_noop("Choose a child first, then say whether it is this one.")


@dataclass(frozen=True)
class Wish:
    """What a person said about a key: a verdict, with the newest decision that stood then; or which one to undo."""

    say: str
    key: int
    student: int = 0
    decision: int = 0
    seen: int = 0
    reason: str = ""

    def arguments(self) -> dict[str, object]:
        return asdict(self)


def wish(say: str, key: int, *, student: int, decision: int, seen: int | None, reason: str, by: User) -> Wish:
    """A wish that can be carried out as things are. Raises IntakeError where it can't."""
    if say == "undo":
        was = decide.undoable(decision)
        _may(was.student_id, by)
        return Wish(say, was.vendor_key_id, decision=decision, reason=reason)
    if say not in VERDICTS or (say != "not ours" and not student):
        decide.open_key(key, seen)
        raise IntakeError(NO_CHOICE)
    found = decide.open_key(key, seen)
    _may(student, by)
    return Wish(say, key, student=student, seen=decide.newest(found), reason=reason)


def carry_out(arguments: Mapping[str, object], by: User | None) -> Outcome:
    """Do what was wished, unless it was done. Raises IntakeError where the ground has moved since."""
    if by is None:
        raise IntakeError(gettext_noop("The account that asked for it is gone. Nothing was changed: decide anew."))
    wanted = Wish(**arguments)  # type: ignore[arg-type]  # as `arguments` wrote them
    if made := _made(wanted, by):
        return Outcome(made, 0, ())
    if wanted.say == "undo":
        return decide.undo(wanted.decision, by, reason=wanted.reason)
    if wanted.say == "not ours":
        return decide.not_ours(wanted.key, by, reason=wanted.reason, seen=wanted.seen)
    act = decide.confirm if wanted.say == "confirm" else decide.reject
    return act(wanted.key, wanted.student, by, reason=wanted.reason, seen=wanted.seen)


def _may(student: int | None, by: User) -> None:
    if student:
        decide.child(student, by)


def _made(wanted: Wish, by: User) -> IdentityDecision | None:
    """The decision that this very wish came to, where it was carried out before."""
    if wanted.say == "undo":
        return IdentityDecision.objects.filter(undoes=wanted.decision, by=by).first()
    key = VendorKey.objects.filter(pk=wanted.key).first()
    later = key.decisions.filter(pk__gt=wanted.seen, undone_by=None).order_by("pk") if key else ()
    first = next(iter(later), None)
    told = (VERDICTS[wanted.say], wanted.student or None, by.pk)
    return first if first and (first.verdict, first.student_id, first.by_id) == told else None
