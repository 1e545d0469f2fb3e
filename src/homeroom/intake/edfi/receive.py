"""Receive an Ed-Fi interchange: each kind by its own way, or refused by name with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext_noop

from homeroom.intake import originals
from homeroom.intake.edfi import assessments, whole
from homeroom.intake.ends import hold, refuse, refused, same_again
from homeroom.intake.errors import installation, words_for_error
from homeroom.intake.models import Delivery
from homeroom.intake.unpack import Incoming
from homeroom.people.models import User

PROGRAM = "edfi"
ROSTER = gettext_noop(
    "homeroom takes rosters as OneRoster, School Data Sync or Clever files. Send the roster in one of these."
)
# Interchanges that are known and not taken, each with the reason.
NOT_TAKEN = {
    "EducationOrganization": ROSTER,
    "MasterSchedule": ROSTER,
    "StaffAssociation": ROSTER,
    "StudentIntervention": gettext_noop("Interventions and health or education plans are not collected."),
    "StudentGradebook": gettext_noop("Gradebooks are not read."),
    "EducationOrgCalendar": gettext_noop("A school calendar is taken in with: homeroom calendar receive FILE"),
}


def receive(
    one: Incoming, kind: str, shop: Path, user: User | None, take: Callable[[Incoming], Delivery]
) -> Iterator[Delivery]:
    """Yield the deliveries that an interchange of this kind gives; `take` takes in a table drawn out of it."""
    try:
        if kind == "StudentAssessment":
            yield from _assessments(one, shop, take)
        elif kind in whole.REPORTS:
            yield _whole(one, whole.REPORTS[kind], user)
        else:
            yield _not_taken(one, kind)
    except Exception as error:
        yield refuse(one.path, words_for_error(one.name, error), one)


def _assessments(one: Incoming, shop: Path, take: Callable[[Incoming], Delivery]) -> Iterator[Delivery]:
    """The interchange is kept as it came; what was drawn out of it is kept too, as the rows that are accounted for."""
    kept = originals.keep(one.path, one.name)
    with installation(one.name):
        drawn = assessments.draw(kept.path, one.name, shop / f"drawn-{kept.sha256[:16]}")
    if not drawn:
        yield refused(
            one.name,
            gettext_noop("%(name)s: it holds no result. Ask the sender for it again.") % {"name": one.name},
            one.archive,
            kept,
        )
    stem = one.name.rpartition(".")[0]
    for table in drawn:
        yield take(replace(one, name=f"{stem}.{table.name}", path=table, archive=one.name))


def _whole(one: Incoming, report: str, user: User | None) -> Delivery:
    kept = originals.keep(one.path, one.name)
    delivery = Delivery(
        file=one.name, archive=one.archive, sha256=kept.sha256, size=kept.size, received_by=user,
        program=PROGRAM, report=report, layout=whole.INTERCHANGE,
    )  # fmt: skip
    before = Delivery.objects.filter(sha256=kept.sha256, state=Delivery.State.PUBLISHED).order_by("pk").first()
    if before:
        return same_again(delivery, before)
    with installation(one.name):
        delivery.save()
        return judge(delivery)


def judge(delivery: Delivery) -> Delivery:
    """Judge an interchange that is read whole. Whatever is wrong with the file, it ends held."""
    try:
        return whole.judge(delivery)
    except Exception as error:
        return hold(delivery, 0, words_for_error(delivery.file, error))


def _not_taken(one: Incoming, kind: str) -> Delivery:
    why = NOT_TAKEN.get(kind, gettext_noop("homeroom does not read this kind of interchange."))
    return refused(
        one.name,
        gettext_noop("%(name)s: an Ed-Fi interchange of %(kind_words)s. %(why_words)s Nothing was taken in.")
        % {"name": one.name, "kind_words": kind, "why_words": why},
        one.archive,
    )
