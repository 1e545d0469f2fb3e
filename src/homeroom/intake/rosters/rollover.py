"""A change of term, declared ahead: for some schools and days a roster may change more than in a usual week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from homeroom.intake.errors import IntakeError
from homeroom.intake.roster_models import RosterChangeSet, RosterRollover
from homeroom.intake.rosters.team import schools_of
from homeroom.intake.rosters.weigh import Weight
from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.people.models import School, User

LONGEST = timedelta(days=21)
# The oldest children leave, the youngest come, some staff change: more than this share is no change of term.
MOST_ENDED = dict.fromkeys(("students", "staff", "contacts", "relationships"), 0.40)
FREE = ("sessions", "classes", "students", "staff", "enrollments", "contacts", "relationships")

NO_DAYS = gettext_noop("A rollover needs a first and a last day.")


def declare(schools: Sequence[School], begins_on: date, ends_on: date, by: User) -> RosterRollover:
    """Declare one. Raises IntakeError where it names no school, lies in the past or lasts too long."""
    if not schools:
        raise IntakeError(gettext_noop("A rollover needs at least one school. Name the schools whose classes change."))
    if begins_on < today():
        raise IntakeError(
            gettext_noop("%(first_day)s is past. A rollover is declared ahead; a set that is held already is approved.")
            % {"first_day": begins_on}
        )
    if ends_on < begins_on or ends_on - begins_on >= LONGEST:
        raise IntakeError(
            gettext_noop("A rollover lasts from its first day up to %(days)s days. Choose a nearer last day.")
            % {"days": LONGEST.days}
        )
    with transaction.atomic():
        made = RosterRollover.objects.create(begins_on=begins_on, ends_on=ends_on, declared_by=by)
        made.schools.set(schools)
        names = ", ".join(school.name for school in schools)
        audit.did(by, "declared", f"rollover {begins_on} to {ends_on}", (), f"rosters may change widely at {names}")
    return made


def may_declare(user: User) -> None:
    """Raises IntakeError for whoever is not of the data team."""
    if not schools_of(user):
        raise IntakeError(gettext_noop("Only the data team declares a rollover."))


def expects(weight: Weight, change_set: RosterChangeSet, on: date) -> str:
    """Why so much of a change is expected, or nothing. Faulty rows never are; nor is what the sender declared alone."""
    declared = RosterRollover.objects.filter(begins_on__lte=on, ends_on__gte=on)
    if weight.school is not None:
        declared = declared.filter(schools=weight.school)
    if change_set.sent_by_id is not None:
        declared = declared.exclude(declared_by=change_set.sent_by_id)
    found = declared.first()
    return (
        gettext_noop("a rollover declared for %(first_day)s to %(last_day)s")
        % {"first_day": found.begins_on, "last_day": found.ends_on}
        if found and _bounded(weight)
        else ""
    )


def _bounded(weight: Weight) -> bool:
    most = MOST_ENDED.get(weight.entity, 1.0) * weight.standing
    faulty = weight.invalid > 10 and weight.invalid > 0.1 * weight.standing
    return weight.entity in FREE and weight.ended <= most and not faulty
