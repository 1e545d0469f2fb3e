"""Rows that wait for a person: list them, hand them out, judge them anew when the roster or a declaration has grown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from homeroom.facts.engine import session
from homeroom.intake import ledger
from homeroom.intake.errors import IntakeError, installation, words_for_error
from homeroom.intake.layouts import find
from homeroom.intake.models import Delivery, RowGroup
from homeroom.intake.publish import publish
from homeroom.intake.read import read_rows, read_typed
from homeroom.intake.receive import malformed_causes, one_intake, opened, workshop
from homeroom.programs.declaration import Program, load_all


def groups(delivery: int | None = None) -> list[RowGroup]:
    """Quarantined groups, newest delivery first, most rows first."""
    waiting = RowGroup.objects.filter(ended_as="quarantined").select_related("delivery").order_by("-delivery_id", "-rows", "pk")
    return list(waiting.filter(delivery=delivery) if delivery else waiting)


def rows(group: RowGroup) -> tuple[list[str], list[list[str]]]:
    """A group's rows out of the kept original: the header with "line" and "why" before it, and the cells.

    A row that can't be split into cells stands as its raw text in the first of them.
    """
    with workshop() as shop, session() as place, opened(group.delivery, shop, place) as (path, header):
        numbers = ledger.unpacked(group.numbers).tolist()
        listed = [
            [str(number + ledger.HEADER_LINES), group.words, *cells]
            for number, cells in read_rows(place, path, header, numbers)
        ]
    return ["line", "why", *header.names], listed


def redrive(deliveries: Sequence[int] = (), programs: Sequence[Program] | None = None) -> Iterator[Delivery]:
    """Judge quarantined rows anew: all of them, or those of some deliveries. Yields each delivery looked at."""
    known = tuple(programs if programs is not None else load_all())
    with one_intake():
        waiting = Delivery.objects.filter(state=Delivery.State.PUBLISHED, quarantined__gt=0).exclude(
            program="oneroster"
        )
        for delivery in (waiting.filter(pk__in=deliveries) if deliveries else waiting).order_by("pk"):
            try:
                with installation(delivery.file):
                    _judge(delivery, known)
            except Exception as error:
                # Its rows wait on, and the others are judged.
                delivery = Delivery.objects.get(pk=delivery.pk)
                delivery.message = words_for_error(delivery.file, error)
                delivery.save(update_fields=["message"])
            yield delivery


def _judge(delivery: Delivery, programs: Sequence[Program]) -> None:
    numbers = np.concatenate([ledger.unpacked(g.numbers) for g in delivery.groups.filter(ended_as="quarantined")])
    message = delivery.message
    with workshop() as shop, session() as place, opened(delivery, shop, place) as (path, header):
        delivery.message = message
        found = find(header, programs)
        if found is None:
            raise IntakeError(
                f"delivery {delivery.pk}, {delivery.file}: no declaration fits it any more. Its rows wait on."
            )
        read = read_typed(place, path, header, found)
        place.relation("wanted", {"row": numbers.tolist()})
        place.run("delete from typed where row not in (select row::integer from wanted)")
        wanted = set(numbers.tolist())
        publish(place, found, delivery, malformed_causes([m for m in read.malformed if m.row in wanted]))
