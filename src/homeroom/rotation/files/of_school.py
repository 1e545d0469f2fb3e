"""Files of the school itself: day types, their dates, bells, rooms, licences, rules, assumptions."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import time
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from homeroom.people.models import School
from homeroom.rotation import rule_values
from homeroom.rotation.bells import clock
from homeroom.rotation.files import cells as cell
from homeroom.rotation.files.cells import Cells
from homeroom.rotation.files.place import Place
from homeroom.rotation.files.table import Fields, Table, overlap, refuse
from homeroom.rotation.input_models import (
    Assumption,
    DayType,
    DayTypeOn,
    Licence,
    PlanRule,
    Room,
    Template,
    TemplateBlock,
)

SHORTEST_SESSION = 5
VALUE = re.compile(r"([a-z_0-9]+) *= *(\d{1,7})")


class DayTypes(Table):
    name, model = "day_types", DayType
    columns, needed, key = ("day_type", "weekdays"), ("day_type",), ("school_id", "name")

    def read(self, cells: Cells, place: Place) -> dict[str, Any]:
        name, weekdays = cell.text(cells, "day_type"), cell.weekdays(cells, "weekdays")
        return {"school_id": place.school.pk, "name": name, "weekdays": weekdays}

    def near(self, fields: Fields) -> Iterator[Hashable]:
        yield from fields["weekdays"]

    def clash(self, fields: Fields, others: Sequence[Fields], place: Place) -> None:
        for other in others:
            refuse(gettext("the day type “%(name)s” has one of these weekdays already") % {"name": other["name"]})

    def held(self, school: School) -> QuerySet[DayType]:
        return DayType.objects.filter(school=school)

    def cells(self, one: DayType) -> Iterable[object]:
        return one.name, cell.day_names(one.weekdays)


class DayTypeDates(Table):
    name, model = "day_type_dates", DayTypeOn
    columns, needed, key = ("day", "day_type"), ("day", "day_type"), ("school_id", "day")

    def read(self, cells: Cells, place: Place) -> dict[str, Any]:
        return {"school_id": place.school.pk, "day": cell.day(cells, "day"), "day_type_id": place.day_type(cells)}

    def held(self, school: School) -> QuerySet[DayTypeOn]:
        return DayTypeOn.objects.filter(school=school).select_related("day_type")

    def cells(self, one: DayTypeOn) -> Iterable[object]:
        return one.day, one.day_type.name


class Templates(Table):
    name, model = "templates", TemplateBlock
    columns = ("day_type", "grade", "template", "kind", "starts_at", "ends_at", "sessions")
    needed, key = columns[:-1], ("template_id", "starts_at")

    def read(self, cells: Cells, place: Place) -> dict[str, Any]:
        kind, (starts, ends) = cell.one_of(cells, "kind", TemplateBlock.Kind.values), cell.span(cells)
        sessions = cell.number(cells, "sessions", 1, 20, 1)
        if sessions > 1 and kind != TemplateBlock.Kind.FLEXIBLE:
            raise cell.CellError("sessions", gettext("only a flexible block has several sessions"))
        if (clock(ends) - clock(starts)) / sessions < SHORTEST_SESSION:
            words = gettext("its sessions are shorter than %(minutes)s minutes")
            raise cell.CellError("sessions", words % {"minutes": SHORTEST_SESSION})
        told = {"kind": kind, "starts_at": starts, "ends_at": ends, "sessions": sessions}
        return told | {"template_id": place.template(cells)}

    def near(self, fields: Fields) -> Iterator[Hashable]:
        yield fields["template_id"]

    def clash(self, fields: Fields, others: Sequence[Fields], place: Place) -> None:
        for other in others:
            if overlap(fields, other):
                words = gettext("it goes past the bell: a block of these bells lasts from %(starts)s to %(ends)s")
                refuse(words % {"starts": _time(other["starts_at"]), "ends": _time(other["ends_at"])})

    def tidy(self, school: School) -> None:
        Template.objects.filter(day_type__school=school, blocks=None, entries=None).delete()

    def held(self, school: School) -> QuerySet[TemplateBlock]:
        return TemplateBlock.objects.filter(template__day_type__school=school).select_related("template__day_type")

    def cells(self, one: TemplateBlock) -> Iterable[object]:
        of = one.template
        return of.day_type.name, of.grade, of.name, one.kind, one.starts_at, one.ends_at, one.sessions


class Rooms(Table):
    name, model = "rooms", Room
    columns, needed, key = ("room", "kind", "seats", "devices"), ("room", "kind", "seats"), ("school_id", "name")

    def read(self, cells: Cells, place: Place) -> dict[str, Any]:
        name, kind = cell.text(cells, "room"), cell.one_of(cells, "kind", Room.Kind.values)
        seats, devices = cell.number(cells, "seats", 1), cell.number(cells, "devices", otherwise=0)
        return {"school_id": place.school.pk, "name": name, "kind": kind, "seats": seats, "devices": devices}

    def held(self, school: School) -> QuerySet[Room]:
        return Room.objects.filter(school=school)

    def cells(self, one: Room) -> Iterable[object]:
        return one.name, one.kind, one.seats, one.devices


class Licences(Table):
    name, model = "licences", Licence
    columns = ("program", "grades", "concurrent", "least_minutes", "most_minutes")
    needed, key = ("program",), ("school_id", "program", "grades")

    def read(self, cells: Cells, place: Place) -> dict[str, Any]:
        least, most = cell.number(cells, "least_minutes", otherwise=0), cell.number_or_none(cells, "most_minutes")
        if most is not None and most < least:
            raise cell.CellError("most_minutes", gettext("it is under the column least_minutes"))
        told = {"program": place.program(cells), "grades": cell.grades(cells, "grades")}
        limits = {"concurrent": cell.number_or_none(cells, "concurrent", 1), "least_minutes": least}
        return {"school_id": place.school.pk, **told, **limits, "most_minutes": most}

    def near(self, fields: Fields) -> Iterator[Hashable]:
        yield fields["program"]

    def clash(self, fields: Fields, others: Sequence[Fields], place: Place) -> None:
        for other in others:
            if not fields["grades"] or not other["grades"] or set(fields["grades"]) & set(other["grades"]):
                refuse(gettext("another licence of the program is for one of these grades already"))

    def held(self, school: School) -> QuerySet[Licence]:
        return Licence.objects.filter(school=school)

    def cells(self, one: Licence) -> Iterable[object]:
        return one.program, one.grades, one.concurrent, one.least_minutes, one.most_minutes


class Rules(Table):
    name, model = "rules", PlanRule
    columns, needed, key = ("rule", "value", "owner"), ("rule", "value"), ("school_id", "kind")

    def read(self, cells: Cells, place: Place) -> dict[str, Any]:
        kind = cell.one_of(cells, "rule", rule_values.RULES)
        value = dict(_value(one) for one in cell.parts(cells, "value"))
        if reason := rule_values.wrong(kind, value):
            raise cell.CellError("value", reason)
        owner = cell.text(cells, "owner", longest=150, blank=True) or place.by
        told = {"kind": kind, "value": value, "strength": rule_values.RULES[kind].strength}
        return {"school_id": place.school.pk, **told, "owner": owner}

    def held(self, school: School) -> QuerySet[PlanRule]:
        return PlanRule.objects.filter(school=school)

    def cells(self, one: PlanRule) -> Iterable[object]:
        return one.kind, [f"{name}={value}" for name, value in sorted(one.value.items())], one.owner


class Assumptions(Table):
    name, model = "assumptions", Assumption
    columns, needed = ("assumption", "subject", "value", "said_by"), ("assumption", "value")
    key = ("school_id", "modality", "subject")

    def read(self, cells: Cells, place: Place) -> dict[str, Any]:
        modality = cell.one_of(cells, "assumption", (*rule_values.RESPONSES, *rule_values.FACTORS))
        value = cell.decimal(cells, "value", rule_values.LARGEST_ASSUMPTION)
        said_by = cell.text(cells, "said_by", longest=150, blank=True) or place.by
        told = {"modality": modality, "subject": place.subject(cells), "value": value}
        return {"school_id": place.school.pk, **told, "said_by": said_by}

    def held(self, school: School) -> QuerySet[Assumption]:
        return Assumption.objects.filter(school=school)

    def cells(self, one: Assumption) -> Iterable[object]:
        return one.modality, one.subject, float(one.value), one.said_by


def _value(said: str) -> tuple[str, int]:
    match = VALUE.fullmatch(said)
    if not match:
        words = gettext("“%(said)s” is no value: write it as technology=3")
        raise cell.CellError("value", words % {"said": said[:60]})
    return match[1], int(match[2])


def _time(at: time) -> str:
    return f"{at:%H:%M}"
