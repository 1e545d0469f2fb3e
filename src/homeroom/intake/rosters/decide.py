"""A second person's word about a held set: approve or reject. The sender's own does not count."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop

from homeroom.intake.errors import IntakeError
from homeroom.intake.roster_models import RosterChangeSet
from homeroom.intake.rosters import changes, standing
from homeroom.intake.rosters.receive import read_kept
from homeroom.intake.rosters.team import holds_data_team
from homeroom.intake.workshop import one_intake
from homeroom.people import audit, images
from homeroom.people.models import User

State = RosterChangeSet.State
NOT_HELD = gettext_noop("Change set %(number)s does not wait for a decision: it is %(state_words)s.")
SENDER = gettext_noop(
    "You sent this set. Somebody else of the data team must decide about it, so that one slip ends nothing."
)
NOT_DATA_TEAM = gettext_noop("Only the data team of all schools that this set changes may decide about it.")


def find(number: int) -> RosterChangeSet:
    """Raises IntakeError where there is none of this number."""
    found = RosterChangeSet.objects.filter(pk=number).first()
    if found is None:
        raise IntakeError(
            gettext_noop("There is no change set %(number)s. `homeroom roster list` names them.") % {"number": number}
        )
    return found


def why_not(change_set: RosterChangeSet, user: User) -> str:
    """Why this person may not decide about the set; nothing where they may."""
    if not holds_data_team(change_set, user):
        return NOT_DATA_TEAM
    return SENDER if change_set.sent_by_id == user.pk else ""


def approve(number: int, by: User) -> RosterChangeSet:
    """Take a held set in after all. Raises IntakeError where that can't be."""
    with one_intake(), transaction.atomic():
        change_set = _decidable(number, by)
        fresh = {one.report: one for one in change_set.deliveries.all()}
        read = read_kept(standing.files_of(change_set))
        if not read.usable:
            raise IntakeError(
                gettext_noop("Change set %(number)s can't be read any more: %(why_words)s.")
                % {"number": number, "why_words": read.obstacle or gettext_noop("a file is damaged")}
            )
        _in_order(change_set)
        change_set.decided_by = by
        changes.take(change_set, fresh, read, approved_by=by)
        change_set.decided_at = change_set.applied_at
        change_set.save(update_fields=["decided_at"])
        words = f"sent by {change_set.sent_by or 'nobody named'}; {'; '.join(change_set.reasons)}"
        audit.did(by, "approved", f"roster change set {number}", _children(change_set), words)
    return change_set


def reject(number: int, by: User) -> RosterChangeSet:
    """Take nothing of a held set in. Raises IntakeError where that can't be."""
    with one_intake(), transaction.atomic():
        change_set = _decidable(number, by)
        change_set.decided_by = by
        changes.settle_unused(
            change_set, State.REJECTED, gettext_noop("rejected by %(who)s") % {"who": by.get_username()}
        )
        audit.did(by, "rejected", f"roster change set {number}", (), "; ".join(change_set.reasons))
    return change_set


def _decidable(number: int, by: User) -> RosterChangeSet:
    change_set = find(number)
    if change_set.state != State.HELD:
        raise IntakeError(NOT_HELD % {"number": number, "state_words": change_set.state})
    if words := why_not(change_set, by):
        raise IntakeError(words)
    return change_set


def _in_order(change_set: RosterChangeSet) -> None:
    earlier = RosterChangeSet.objects.filter(state=State.HELD, pk__lt=change_set.pk).order_by("pk").first()
    if earlier and change_set.mode == "delta":
        raise IntakeError(
            gettext_noop("Decide about change set %(number)s first: this delta set counts on what it tells.")
            % {"number": earlier.pk}
        )


def _children(change_set: RosterChangeSet) -> set[int]:
    """The children whose own rows the set changed."""
    return {one.pk for one in images.unpacked(change_set.before or b"") if one.table == "student"}
