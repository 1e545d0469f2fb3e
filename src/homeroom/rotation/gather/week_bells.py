"""The bells that grades may go by, on the grid of five minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import msgspec
from django.utils.translation import gettext

from homeroom.people.grades import grade_order
from homeroom.people.models import School
from homeroom.rotation.bells import clock
from homeroom.rotation.gather.notes import Notes
from homeroom.rotation.gather.week_places import Places
from homeroom.rotation.input_models import DayType as DayTypeRow
from homeroom.rotation.input_models import TemplateBlock
from homeroom.rotation.week.faults import GRID
from homeroom.rotation.week.instance import Block, DayType, Kind
from homeroom.rotation.week.instance import Template as SetOfBells


@dataclass(frozen=True)
class Bells:
    days: tuple[DayType, ...]
    templates: tuple[SetOfBells, ...]

    @property
    def grades(self) -> frozenset[str]:
        return frozenset(one.grade for one in self.templates)

    def of_grades(self, grades: Collection[str], notes: Notes) -> Bells:
        """Those of these grades, on days that any of them has bells for. A grade without bells on one of the days has
        none that can be planned."""
        own = [one for one in self.templates if one.grade in grades]
        days = tuple(day for day in self.days if any(one.day == day.key for one in own))
        whole = set(grades)
        for grade in sorted(grades):
            if lost := [day.name for day in days if not any((one.day, one.grade) == (day.key, grade) for one in own)]:
                words = gettext("Grade %(grade)s has no bells on %(days)s, so it is not planned: give it some.")
                notes.add("no-bells", words % {"grade": grade, "days": ", ".join(lost)})
                whole.remove(grade)
        kept = tuple(one for one in own if one.grade in whole)
        return replace(self, days=days if kept else (), templates=kept)

    def cores(self, day: int, grade: str) -> int:
        """Core blocks of the grade's day: of several bells the most."""
        own = [one for one in self.templates if (one.day, one.grade) == (day, grade)]
        return max((len(one.of(Kind.CORE)) for one in own), default=0)

    def lunches(self) -> tuple[int, int] | None:
        """From the first to the last lunch of all bells."""
        found = [block for one in self.templates for block in one.of(Kind.LUNCH)]
        return (min(one.start for one in found), max(one.end for one in found)) if found else None

    def placed(self, places: Places) -> tuple[SetOfBells, ...]:
        """Each block in the room where its whole grade goes."""
        rooms = {Kind.LUNCH: places.lunch, Kind.RECESS: places.yard, Kind.FLEXIBLE: places.lab, Kind.LAB: places.lab}
        return tuple(
            msgspec.structs.replace(
                one,
                blocks=tuple(msgspec.structs.replace(block, room=rooms.get(block.kind)) for block in one.blocks),
            )
            for one in self.templates
        )


def bells_of(school: School, notes: Notes) -> Bells:
    blocks: dict[int, list[TemplateBlock]] = defaultdict(list)
    rows = TemplateBlock.objects.filter(template__day_type__school=school).select_related("template__day_type")
    for one in rows.order_by("template", "starts_at", "pk"):
        blocks[one.template_id].append(one)
    days = DayTypeRow.objects.filter(school=school).order_by("pk")
    found, off = [], []
    for own in blocks.values():
        of = own[0].template
        if _fits(own):
            found.append(SetOfBells(of.pk, of.day_type_id, short(of.grade), of.name, tuple(map(_block, own))))
        else:
            off.append(f"{of.name} ({of.day_type.name})")
    if off:
        words = gettext("Bells that are not on five minutes, or overlap, are left out: %(named)s.")
        notes.add("bells-off-grid", words % {"named": ", ".join(off)})
    return Bells(tuple(DayType(one.pk, one.name, tuple(one.weekdays)) for one in days), tuple(found))


def short(code: str) -> str:
    """A grade as people write it: `3` for `03`, `K` for `KG`."""
    if code == "KG":
        return "K"
    return str(int(code)) if code.isascii() and code.isdigit() else code


def in_order(grades: Collection[str]) -> list[str]:
    return sorted(grades, key=grade_order)


def _block(one: TemplateBlock) -> Block:
    return Block(Kind(one.kind), clock(one.starts_at), clock(one.ends_at), one.sessions)


def _fits(blocks: Sequence[TemplateBlock]) -> bool:
    bells = [clock(at) for one in blocks for at in (one.starts_at, one.ends_at)]
    return bells == sorted(bells) and not any(bell % GRID for bell in bells)
