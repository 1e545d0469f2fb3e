"""Whose school and which table were asked for, and what of it the reader may see: children, and pairs of the own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from homeroom.pages.access import reader, viewer
from homeroom.pages.schools import school_of
from homeroom.people.models import Role, School, Student
from homeroom.people.names import folded
from homeroom.people.viewing import Viewer
from homeroom.people.visibility import LARGEST, eyes, scope, visible_to
from homeroom.rotation.files.cells import CellError
from homeroom.rotation.files.of_people import of_school
from homeroom.rotation.files.one import of_children
from homeroom.rotation.files.place import Place
from homeroom.rotation.files.table import Table
from homeroom.rotation.input_models import Pair
from homeroom.rotation.ready import BY_NAME

KINDS = (Role.Kind.LAB_COORDINATOR, Role.Kind.PRINCIPAL, Role.Kind.DATA_TEAM)


@dataclass(frozen=True)
class Asked:
    """One table of one school as the reader sees it."""

    school: School
    table: Table
    looking: Viewer
    by: str

    @cached_property
    def children(self) -> Mapping[int, Student]:
        """The school's children whom the reader sees today, by number; none for a table that names none."""
        found = visible_to(self.looking).filter(pk__in=of_school(self.school)) if self.table.children else ()
        return {one.pk: one for one in found}

    @cached_property
    def place(self) -> Place:
        return Place(self.school, self.by, frozenset(self.children))

    @cached_property
    def records(self) -> Sequence[Any]:
        """The rows that the reader sees."""
        return [one for one in self.table.held(self.school).order_by("pk") if self.shows(one)]

    def shows(self, record: Any) -> bool:
        if isinstance(record, Pair) and {one.get_username() for one in eyes(self.looking)} != {record.owner}:
            return False
        return of_children(self.table, [record]) <= self.children.keys()

    def record(self, number: int) -> Any:
        """To whoever may not see the row it does not exist."""
        found = self.table.held(self.school).filter(pk=number).first() if 0 < number <= LARGEST else None
        if found is None or not self.shows(found):
            raise Http404
        return found

    def reasons(self, children: Sequence[int]) -> str:
        """Why the reader sees these children, for the log."""
        return "; ".join(sorted(set(scope(self.looking, children).students.values())))

    def id_of(self, said: str, column: str) -> str:
        """The roster's id of the child who is called so, by it or by name; what nobody is called stays as it is."""
        called = [one for one in self.children.values() if folded(one.name) == folded(said)]
        if said in self.place.children or not called:
            return said
        if len(called) > 1:
            raise CellError(column, gettext("several children are called so: give the id in the roster"))
        return called[0].sourced_id

    def name_of(self, sourced_id: str) -> str:
        """The child's name, or the id where another is called so, too."""
        child = self.children[self.place.children[sourced_id]]
        alike = sum(one.name == child.name for one in self.children.values())
        return child.name if alike == 1 and child.name else sourced_id


def asked(request: HttpRequest, number: int, table: str) -> Asked:
    school = school_of(request, number, KINDS)
    if table not in BY_NAME:
        raise Http404
    return Asked(school, BY_NAME[table], viewer(request), reader(request).get_username())
