"""One row by a form: it goes through the same reader as a line of a file, with the same checks and words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from homeroom.people import audit
from homeroom.people.models import School, User
from homeroom.rotation.files.cells import Cells
from homeroom.rotation.files.naming import refused
from homeroom.rotation.files.place import Place
from homeroom.rotation.files.table import Table
from homeroom.rotation.files.taking import NEW, Taking
from homeroom.standards.account import FaultError

WHY = "what plans are made from"


@transaction.atomic
def add(table: Table, cells: Cells, place: Place, by: User) -> None:
    """Raises FaultError where the row can't be taken, or is there already."""
    taking = _only(table, cells, locked(place))
    taking.write()
    audit.did(by, "added", what(table, place.school), taking.children, WHY)


@transaction.atomic
def change(table: Table, record: Any, cells: Cells, place: Place, by: User) -> None:
    """What names the record goes on naming it. Raises FaultError where the row can't be taken, or another says it."""
    taking = Taking(table, locked(place))
    taking.stands_for(record)
    _read(taking, cells)
    [fields] = taking.told()
    about = of_children(table, [record])
    table.become(record, fields)
    table.tidy(place.school)
    audit.did(by, "changed", what(table, place.school), about | of_children(table, [record]), WHY)


@transaction.atomic
def remove(table: Table, record: Any, place: Place, by: User) -> None:
    """Raises FaultError where a week that is planned would lose a part of itself."""
    table.keep_off(table.of(record), locked(place))
    if why := refused(record):
        raise FaultError(why)
    about = of_children(table, [record])
    record.delete()
    table.tidy(place.school)
    audit.did(by, "removed", what(table, place.school), about, WHY)


def of_children(table: Table, records: Iterable[Any]) -> set[int]:
    """The numbers of the children whom these records name."""
    found = {getattr(one, name) for one in records for name in table.children}
    return {number for number in found if number is not None}


def what(table: Table, school: School) -> str:
    """As the audit log names it."""
    return f"planning row {school.pk}, {table.name}"


def locked(place: Place) -> Place:
    """Whoever else changes the school's rows waits: each is checked against all that are there."""
    School.objects.select_for_update().get(pk=place.school.pk)
    return place


def _only(table: Table, cells: Cells, place: Place) -> Taking:
    taking = Taking(table, place)
    _read(taking, cells)
    return taking


def _read(taking: Taking, cells: Cells) -> None:
    if taking.row(1, cells) != NEW:
        raise FaultError(gettext("there is such a row already: change that one"))
