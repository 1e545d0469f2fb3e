"""What a sheet, or a group's log, says of sessions that are over: ticked child by child, or a whole group at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Q

from homeroom.people import audit
from homeroom.people.clock import today
from homeroom.rotation import drafts
from homeroom.rotation.block.modality import Modality
from homeroom.rotation.drafts import By
from homeroom.rotation.errors import RotationError, gettext_noop
from homeroom.rotation.models import Delivered, Placement, PlanGroup
from homeroom.rotation.plan_models import State

NOT_YET = gettext_noop("%(iso_day)s has not come yet. Tick it when it is over.")
NO_PLACE = gettext_noop("%(n)s of the children have no place in session %(session)s of %(iso_day)s. Look again.")


@transaction.atomic
def tick(
    students: Collection[int],
    day: date,
    session: int,
    by: By,
    *,
    took_place: bool = True,
    minutes: int | None = None,
    modality: Modality | None = None,
) -> int:
    """Write down that a session took place with these children, or did not. What was said before gives way.

    Without `minutes` it is the whole session; without `modality` what was planned. Gives the number of children.
    Raises RotationError where one of them has no published place then, and for days that have not come.
    """
    if day > today():
        raise RotationError(NOT_YET % {"iso_day": day})
    places = _published(Q(student__in=students, day=day, session=session))
    lost = set(students) - {one.student_id for one in places}
    if lost:
        raise RotationError(NO_PLACE % {"n": len(lost), "session": session, "iso_day": day})
    for one in places:
        Delivered.objects.update_or_create(
            student_id=one.student_id,
            day=day,
            session=session,
            defaults={
                "school_id": one.plan.school_id,
                "modality": modality or one.modality,
                "took_place": took_place,
                "minutes": _minutes(one, minutes) if took_place else 0,
                "by": drafts.signed(by),
            },
        )
    _tell(by, "ticked" if took_place else "ticked as not held", places)
    return len(places)


@transaction.atomic
def untick(students: Collection[int], day: date, session: int, by: By) -> int:
    """Nothing is recorded of the session any more, which is not that it took no time. Gives the number of children."""
    gone = Delivered.objects.filter(student__in=students, day=day, session=session)
    children = sorted(gone.values_list("student", flat=True))
    gone.delete()
    audit.did(by, "unticked", f"sheet of {day}, session {session}", children, "")
    return len(children)


def tick_group(
    group: PlanGroup, day: date, session: int, by: By, *, away: Collection[int] = (), minutes: int | None = None
) -> int:
    """The whole group at once, but for children who were away: theirs did not take place."""
    members = set(Placement.objects.filter(group=group, day=day, session=session).values_list("student", flat=True))
    with transaction.atomic():
        told = tick(members - set(away), day, session, by, minutes=minutes)
        return told + tick(members & set(away), day, session, by, took_place=False)


def _published(which: Q) -> list[Placement]:
    held = Placement.objects.filter(which, plan__state=State.PUBLISHED).select_related("plan")
    return list(held.order_by("student_id"))


def _minutes(place: Placement, minutes: int | None) -> int:
    longest = drafts.minutes_of(place)
    if minutes is None:
        return longest
    if not 0 < minutes <= longest:
        raise RotationError(f"{minutes} minutes do not fit a session of {longest}. Say 1 to {longest}.")
    return minutes


def _tell(by: By, action: str, places: list[Placement]) -> None:
    if places:
        one = places[0]
        children = [place.student_id for place in places]
        audit.did(by, action, f"sheet of {one.day}, session {one.session}", children, drafts.named(one.plan))
