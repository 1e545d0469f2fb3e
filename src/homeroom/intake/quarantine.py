"""Rows that wait for a person: list them, hand them out, judge them anew when the roster or a declaration has grown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from homeroom.facts.engine import session
from homeroom.intake import ledger
from homeroom.intake.correct import correct
from homeroom.intake.edfi import whole
from homeroom.intake.errors import installation, words_for_error
from homeroom.intake.feeds.schools import tallied
from homeroom.intake.layouts import declared, find
from homeroom.intake.models import ROSTERS, Delivery, RowGroup
from homeroom.intake.publish import link, publish
from homeroom.intake.read import read_rows
from homeroom.intake.who.decided import knowing
from homeroom.intake.working import malformed_causes, opened, read_whole
from homeroom.intake.workshop import one_intake, workshop
from homeroom.programs.declaration import Program

NONE_FITS = gettext_noop("No declaration fits this file any more: its rows wait on.")


def groups(delivery: int | None = None) -> list[RowGroup]:
    """Groups of rows that wait, or that stand with a field set aside; newest delivery first, most rows first."""
    waiting = (
        RowGroup.objects.filter(ended_as__in=("quarantined", ledger.SET_ASIDE))
        .select_related("delivery")
        .order_by("-delivery_id", "-rows", "pk")
    )
    return list(waiting.filter(delivery=delivery) if delivery else waiting)


def rows(group: RowGroup) -> tuple[list[str], list[list[str]]]:
    """A group's rows out of the kept original: the header with "line" and "why" before it, and the cells.

    A row that can't be split into cells stands as its raw text in the first of them.
    """
    numbers = ledger.unpacked(group.numbers).tolist()
    if group.delivery.layout == whole.INTERCHANGE:
        found = [[str(number), group.words, *cells] for number, cells in whole.rows(group.delivery, numbers)]
        return ["record", "why", gettext_noop("as it came")], found
    with workshop() as shop, session() as place, opened(group.delivery, shop, place) as (path, header):
        listed = [
            [str(number + header.lines), group.words, *cells]
            for number, cells in read_rows(place, path, header, numbers)
        ]
    return ["line", "why", *header.names], listed


def redrive(deliveries: Sequence[int] = (), programs: Sequence[Program] | None = None) -> Iterator[Delivery]:
    """Judge quarantined rows anew, and read again what was set aside: of all deliveries or of some.

    Yields each delivery looked at.
    """
    known = tuple(programs if programs is not None else declared())
    with one_intake():
        waiting = _waiting() | _with_fields_aside()
        for delivery in (waiting.filter(pk__in=deliveries) if deliveries else waiting).order_by("pk"):
            try:
                with installation(delivery.file):
                    if delivery.quarantined:
                        _judge(delivery, known)
                    correct(delivery.pk, known)
                    delivery.refresh_from_db()
            except Exception as error:
                # Its rows wait on, and the others are judged.
                delivery = Delivery.objects.get(pk=delivery.pk)
                delivery.message = words_for_error(delivery.file, error)
                delivery.save(update_fields=["message"])
            yield delivery


def overdue() -> list[int]:
    """Deliveries whose waiting rows were last judged before the newest roster, so perhaps without their children."""
    rosters = Delivery.objects.filter(program__in=ROSTERS, state=Delivery.State.PUBLISHED, published__gt=0)
    newest = rosters.order_by("-finished_at").values_list("finished_at", flat=True).first()
    return list(_waiting().filter(finished_at__lt=newest).values_list("pk", flat=True)) if newest else []


def _waiting() -> QuerySet[Delivery]:
    published = Delivery.objects.filter(state=Delivery.State.PUBLISHED, quarantined__gt=0)
    return published.exclude(program__in=ROSTERS)


def _with_fields_aside() -> QuerySet[Delivery]:
    return Delivery.objects.filter(state=Delivery.State.PUBLISHED, set_aside__gt=0).exclude(program__in=ROSTERS)


def _judge(delivery: Delivery, programs: Sequence[Program]) -> None:
    if delivery.layout == whole.INTERCHANGE:
        whole.judge(delivery)
        return
    numbers = np.concatenate([ledger.unpacked(g.numbers) for g in delivery.groups.filter(ended_as="quarantined")])
    message = "" if delivery.message == NONE_FITS else delivery.message
    with workshop() as shop, session() as place, opened(delivery, shop, place, programs) as (path, header):
        delivery.message = message
        found = find(header, programs)
        if found is None:
            _wait_on(delivery)
            return
        read = read_whole(place, path, header, found)
        link(place, found, knowing(found.program.slug))
        schools = tallied(place, found)
        place.relation("wanted", {"row": numbers.tolist()})
        place.run("delete from typed where row not in (select row::integer from wanted)")
        wanted = set(numbers.tolist())
        publish(place, found, delivery, malformed_causes([m for m in read.malformed if m.row in wanted]), schools)


def _wait_on(delivery: Delivery) -> None:
    """No declaration fits the file any more. Its rows go on waiting, and nobody else's wait for that."""
    delivery.message, delivery.finished_at = NONE_FITS, timezone.now()
    delivery.save(update_fields=["message", "finished_at"])
