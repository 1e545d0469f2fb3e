"""What the rows of a file may name: the school's children, adults, rooms, day types, and programs, by their names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext, gettext_noop

from homeroom.intake.layouts import declared
from homeroom.people.models import Enrollment, Role, School, Staff, Student
from homeroom.rotation import bells
from homeroom.rotation.block.instance import Limits
from homeroom.rotation.files.cells import CellError, Cells, grade, text
from homeroom.rotation.gather.notes import Notes
from homeroom.rotation.gather.ruled import ruled
from homeroom.rotation.input_models import DayType, Qualification, Room, Template
from homeroom.standards.models import Framework

LONGEST_ID = 255
NO_CHILD = gettext_noop("“%(said)s” is no child of this school")
NO_ADULT = gettext_noop("“%(said)s” is no adult of this school")
NO_ROOM = gettext_noop("“%(said)s” is no room of this school")
NO_DAY_TYPE = gettext_noop("“%(said)s” is no day type of this school")


@dataclass
class Place:
    """One school as files know it. `by` stands for whoever is named in no column.

    `seen` are the children whom the person may see who brings the rows: to it there are no others, and of pairs only
    its own. None for a command on the server, which sees all.
    """

    school: School
    by: str
    seen: Collection[int] | None = None
    _templates: dict[tuple[int, str, str], Template] = field(default_factory=dict)

    def child(self, cells: Cells, column: str = "student") -> int:
        return _known(cells, column, self.children, NO_CHILD)

    def adult(self, cells: Cells, column: str = "staff") -> int:
        return _known(cells, column, self.adults, NO_ADULT)

    def adult_or_none(self, cells: Cells, column: str = "staff") -> int | None:
        return self.adult(cells, column) if cells.get(column) else None

    def room(self, cells: Cells, column: str = "room") -> int | None:
        """Blank: none."""
        return _known(cells, column, self.rooms, NO_ROOM) if cells.get(column) else None

    def day_type(self, cells: Cells) -> int:
        return _known(cells, "day_type", self.day_types, NO_DAY_TYPE)

    def program(self, cells: Cells, *, blank: bool = False) -> str:
        """By its slug or its name."""
        said = text(cells, "program", blank=blank)
        if said and said.casefold() not in self.programs:
            raise CellError("program", gettext("“%(said)s” is no program that is declared here") % {"said": said})
        return self.programs[said.casefold()] if said else ""

    def subject(self, cells: Cells) -> str:
        """As its standards spell it; blank: every one."""
        said = text(cells, "subject", blank=True)
        if said and said.casefold() not in self.subjects:
            words = gettext("“%(said)s” has no standards here; there are: %(known)s")
            raise CellError("subject", words % {"said": said, "known": ", ".join(self.subjects)})
        return self.subjects[said.casefold()] if said else ""

    def template(self, cells: Cells) -> int:
        """The number of the template that the row names; it is made where it is new."""
        key = self.day_type(cells), grade(text(cells, "grade"), "grade"), text(cells, "template")
        if key not in self._templates:
            day_type, own_grade, name = key
            found = Template.objects.get_or_create(day_type_id=day_type, grade=own_grade, name=name)
            self._templates[key] = found[0]
        return self._templates[key].pk

    @cached_property
    def children(self) -> Mapping[str, int]:
        """All whom the school ever enrolled, so that what was said of one who left can still be read."""
        own = Student.objects.filter(Q(enrollments__school_class__school=self.school) | Q(schools=self.school))
        found = own.distinct().values_list("sourced_id", "pk")
        return {said: number for said, number in found if self.seen is None or number in self.seen}

    @cached_property
    def adults(self) -> Mapping[str, int]:
        reach = [one for one in (self.school.pk, self.school.parent_id) if one]
        roles = Role.objects.filter(Q(school=None) | Q(school__in=reach)).values("staff")
        teaching = Enrollment.objects.filter(school_class__school=self.school, staff__isnull=False).values("staff")
        return dict(Staff.objects.filter(Q(pk__in=roles) | Q(pk__in=teaching)).values_list("sourced_id", "pk"))

    @cached_property
    def taught(self) -> frozenset[tuple[int, int]]:
        """(adult, child) of the school's classes, whenever that was."""
        rows = Enrollment.objects.filter(school_class__school=self.school)
        adults: dict[int, list[int]] = {}
        for group, staff in rows.filter(staff__isnull=False).values_list("school_class", "staff"):
            adults.setdefault(group, []).append(staff)
        children = rows.filter(student__isnull=False).values_list("school_class", "student")
        return frozenset((staff, child) for group, child in children for staff in adults.get(group, ()))

    def forget(self) -> None:
        """Ask anew for what the file before this one may have brought."""
        for name in ("rooms", "day_types", "bells", "qualified", "limits"):
            self.__dict__.pop(name, None)

    @cached_property
    def rooms(self) -> Mapping[str, int]:
        return dict(Room.objects.filter(school=self.school).values_list("name", "pk"))

    @cached_property
    def day_types(self) -> Mapping[str, int]:
        return dict(DayType.objects.filter(school=self.school).values_list("name", "pk"))

    @cached_property
    def qualified(self) -> frozenset[int]:
        return frozenset(Qualification.objects.values_list("staff", flat=True))

    @cached_property
    def limits(self) -> Limits:
        return ruled(self.school, Notes()).limits

    @cached_property
    def programs(self) -> Mapping[str, str]:
        known = declared()
        return {one.name.casefold(): one.slug for one in known} | {one.slug: one.slug for one in known}

    @cached_property
    def subjects(self) -> Mapping[str, str]:
        return {one.casefold(): one for one in Framework.objects.order_by("-pk").values_list("subject", flat=True)}

    @cached_property
    def bells(self) -> bells.Bells:
        return bells.of(self.school)


def _known(cells: Cells, column: str, known: Mapping[str, int], otherwise: str) -> int:
    said = text(cells, column, longest=LONGEST_ID)
    if said not in known:
        raise CellError(column, gettext(otherwise) % {"said": said[:60]})
    return known[said]
