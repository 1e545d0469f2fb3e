"""Files about people: when adults are there, what they may lead, services, pairs, absences, locks. Never why."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from homeroom.people.models import School, Student
from homeroom.rotation.bells import clock
from homeroom.rotation.block.modality import ADULT_LED, Modality
from homeroom.rotation.files import cells as cell
from homeroom.rotation.files.cells import Cells
from homeroom.rotation.files.place import Place
from homeroom.rotation.files.table import Fields, Table, days_overlap, overlap, refuse
from homeroom.rotation.gather.ruled import CHOSEN
from homeroom.rotation.input_models import (
    Absence,
    GroupLanguage,
    Pair,
    PlanLock,
    Qualification,
    Service,
    StaffTime,
    TemplateBlock,
)

A_DAY = 24 * 60
MOST_MEETINGS = 5


def of_school(school: School) -> QuerySet[Student, Any]:
    """Whom the school ever enrolled, or names as its own."""
    own = Q(enrollments__school_class__school=school) | Q(schools=school)
    return Student.objects.filter(own).order_by().values("pk")


class StaffTimes(Table):
    name, model = "staff_times", StaffTime
    columns = ("staff", "weekday", "starts_at", "ends_at", "kind", "room", "begins_on", "ends_on")
    needed = columns[:5]
    key = ("school_id", "staff_id", "weekday", "starts_at", "kind", "begins_on")

    def read(self, cells: Cells, place: Place) -> dict[str, Any]:
        kind, (starts, ends) = cell.one_of(cells, "kind", StaffTime.Kind.values), cell.span(cells)
        told = {"staff_id": place.adult(cells), "weekday": cell.weekday(cells, "weekday"), "room_id": place.room(cells)}
        return {"school_id": place.school.pk, **told, "starts_at": starts, "ends_at": ends, "kind": kind} | cell.dates(
            cells
        )

    def near(self, fields: Fields) -> Iterator[Hashable]:
        yield fields["staff_id"], fields["weekday"], fields["kind"] == StaffTime.Kind.AVAILABLE

    def clash(self, fields: Fields, others: Sequence[Fields], place: Place) -> None:
        for other in others:
            if overlap(fields, other) and days_overlap(fields, other):
                refuse(gettext("the adult has another duty, or is there already, at a part of this time"))

    def held(self, school: School) -> QuerySet[StaffTime]:
        return StaffTime.objects.filter(school=school).select_related("staff", "room")

    def cells(self, one: StaffTime) -> Iterable[object]:
        when = cell.DAYS[one.weekday], one.starts_at, one.ends_at, one.kind
        return one.staff.sourced_id, *when, _room(one), one.begins_on, one.ends_on


class Qualifications(Table):
    name, model = "qualifications", Qualification
    columns, needed = ("staff", "subject", "grades", "language"), ("staff",)
    key = ("staff_id", "subject", "language")

    def read(self, cells: Cells, place: Place) -> dict[str, Any]:
        language = cell.text(cells, "language", longest=16, blank=True) or "en"
        told = {"subject": place.subject(cells), "grades": cell.grades(cells, "grades"), "language": language}
        return {"staff_id": place.adult(cells), **told}

    def held(self, school: School) -> QuerySet[Qualification]:
        adults = Place(school, "").adults.values()
        return Qualification.objects.filter(staff__in=list(adults)).select_related("staff")

    def cells(self, one: Qualification) -> Iterable[object]:
        return one.staff.sourced_id, one.subject, one.grades, one.language


class Services(Table):
    name, model = "services", Service
    columns = ("student", "staff", "minutes", "meetings", "windows", "never_from", "room", "begins_on", "ends_on")
    needed, key, children = columns[:3], ("student_id", "provider_id", "begins_on"), ("student_id",)

    def read(self, cells: Cells, place: Place) -> dict[str, Any]:
        minutes, meetings = cell.number(cells, "minutes", 1, A_DAY), cell.number(cells, "meetings", 1, MOST_MEETINGS, 1)
        windows, kinds = cell.windows(cells, "windows"), cell.parts(cells, "never_from")
        long_enough = {one["weekday"] for one in windows if _length(one) >= minutes}
        if windows and len(long_enough) < meetings:
            words = gettext("its windows are too short, or on too few days, for its meetings: one a day")
            raise cell.CellError("windows", words)
        told = {"student_id": place.child(cells), "provider_id": place.adult(cells), "room_id": place.room(cells)}
        kept = [cell.one_of({"never_from": one}, "never_from", TemplateBlock.Kind.values) for one in kinds]
        when = {"minutes": minutes, "meetings": meetings, "windows": windows, "never_from": sorted(set(kept))}
        return told | when | cell.dates(cells)

    def near(self, fields: Fields) -> Iterator[Hashable]:
        yield fields["student_id"]

    def clash(self, fields: Fields, others: Sequence[Fields], place: Place) -> None:
        own = _forced(fields)
        for other in (one for one in others if days_overlap(fields, one)):
            for weekday, (starts, ends) in _forced(other).items():
                if weekday in own and own[weekday][0] < ends and starts < own[weekday][1]:
                    words = gettext("on %(day)s the child is to be at two services at once")
                    refuse(words % {"day": cell.DAY_WORDS[weekday]})

    def held(self, school: School) -> QuerySet[Service]:
        return Service.objects.filter(student__in=of_school(school)).select_related("student", "provider", "room")

    def cells(self, one: Service) -> Iterable[object]:
        when = one.minutes, one.meetings, one.windows, one.never_from
        return one.student.sourced_id, one.provider.sourced_id, *when, _room(one), one.begins_on, one.ends_on


class GroupLanguages(Table):
    name, model = "languages", GroupLanguage
    columns, needed = ("student", "group_language", "begins_on", "ends_on"), ("student", "group_language")
    key, children = ("student_id", "begins_on"), ("student_id",)

    def read(self, cells: Cells, place: Place) -> dict[str, Any]:
        language = cell.text(cells, "group_language", longest=16)
        return {"student_id": place.child(cells), "language": language} | cell.dates(cells)

    def near(self, fields: Fields) -> Iterator[Hashable]:
        yield fields["student_id"]

    def clash(self, fields: Fields, others: Sequence[Fields], place: Place) -> None:
        if any(days_overlap(fields, other) for other in others):
            refuse(gettext("another row names a language for the child on some of these days"))

    def held(self, school: School) -> QuerySet[GroupLanguage]:
        return GroupLanguage.objects.filter(student__in=of_school(school)).select_related("student")

    def cells(self, one: GroupLanguage) -> Iterable[object]:
        return one.student.sourced_id, one.language, one.begins_on, one.ends_on


class Pairs(Table):
    name, model = "pairs", Pair
    columns, needed = ("student", "other", "kind", "begins_on", "ends_on", "owner"), ("student", "other", "kind")
    key, children = ("one_id", "other_id", "kind"), ("one_id", "other_id")

    def read(self, cells: Cells, place: Place) -> dict[str, Any]:
        kind = cell.one_of(cells, "kind", Pair.Kind.values)
        one, other = sorted((place.child(cells), place.child(cells, "other")))
        if one == other:
            raise cell.CellError("other", gettext("both are the same child"))
        owner = cell.text(cells, "owner", longest=150, blank=True) or place.by
        if place.seen is not None and owner != place.by:
            words = gettext("whose pair it is writes it down: leave it blank, or name yourself")
            raise cell.CellError("owner", words)
        return {"one_id": one, "other_id": other, "kind": kind, "owner": owner} | cell.dates(cells)

    def keep_off(self, was: Fields, place: Place) -> None:
        if place.seen is not None and was["owner"] != place.by:
            advice = gettext("Only whoever wrote it down can see it and change it.")
            refuse(gettext("a rule of your school says this of the two already"), advice)

    def near(self, fields: Fields) -> Iterator[Hashable]:
        yield fields["one_id"], fields["other_id"]

    def clash(self, fields: Fields, others: Sequence[Fields], place: Place) -> None:
        if any(days_overlap(fields, other) for other in others):
            refuse(gettext("the same two children are to be both apart and together"))

    def held(self, school: School) -> QuerySet[Pair]:
        return Pair.objects.filter(one__in=of_school(school)).select_related("one", "other")

    def cells(self, one: Pair) -> Iterable[object]:
        both = sorted((one.one.sourced_id, one.other.sourced_id))
        return *both, one.kind, one.begins_on, one.ends_on, one.owner


class Absences(Table):
    name, model = "absences", Absence
    columns, needed = ("student", "staff", "day", "starts_at", "ends_at", "said_by"), ("day",)
    key, children = ("student_id", "staff_id", "day", "starts_at"), ("student_id",)

    def read(self, cells: Cells, place: Place) -> dict[str, Any]:
        if bool(cells.get("student")) == bool(cells.get("staff")):
            raise cell.CellError("staff", gettext("name a child or an adult, and not both"))
        starts, ends = cell.clock_or_none(cells, "starts_at"), cell.clock_or_none(cells, "ends_at")
        if starts and ends and ends <= starts:
            raise cell.CellError("ends_at", gettext("it ends before it starts"))
        child = place.child(cells) if cells.get("student") else None
        said_by = cell.text(cells, "said_by", longest=150, blank=True) or place.by
        who = {"student_id": child, "staff_id": place.adult_or_none(cells)}
        return who | {"day": cell.day(cells, "day"), "starts_at": starts, "ends_at": ends, "said_by": said_by}

    def held(self, school: School) -> QuerySet[Absence]:
        adults = list(Place(school, "").adults.values())
        own = Q(student__in=of_school(school)) | Q(staff__in=adults)
        return Absence.objects.filter(own).select_related("student", "staff")

    def cells(self, one: Absence) -> Iterable[object]:
        child, staff = one.student and one.student.sourced_id, one.staff and one.staff.sourced_id
        return child, staff, one.day, one.starts_at, one.ends_at, one.said_by


class Locks(Table):
    """A lock has to fit the school's bells and rules on the day that the file comes."""

    name, model = "locks", PlanLock
    columns = ("student", "day", "session", "modality", "staff", "program", "origin")
    needed, key, children = columns[:4], ("student_id", "day", "session"), ("student_id",)

    def read(self, cells: Cells, place: Place) -> dict[str, Any]:
        modality = cell.one_of(cells, "modality", sorted(CHOSEN))
        told = {"student_id": place.child(cells), "day": cell.day(cells, "day"), "modality": modality}
        told |= {"session": cell.number(cells, "session", 1, 100), "staff_id": place.adult_or_none(cells)}
        told |= {"program": place.program(cells, blank=True)}
        self._fits(told, place)
        return told | {"origin": cell.text(cells, "origin", longest=150, blank=True) or place.by}

    def near(self, fields: Fields) -> Iterator[Hashable]:
        monday = fields["day"] - timedelta(days=fields["day"].weekday())
        yield "child", fields["student_id"], monday
        if fields["staff_id"]:
            yield "adult", fields["staff_id"], fields["day"], fields["session"]

    def clash(self, fields: Fields, others: Sequence[Fields], place: Place) -> None:
        same = [one for one in others if one["student_id"] == fields["student_id"]]
        self._under_caps(fields, same, place)
        beside = [one["student_id"] for one in others if one["student_id"] != fields["student_id"]]
        apart = Q(one=fields["student_id"], other__in=beside) | Q(other=fields["student_id"], one__in=beside)
        if beside and Pair.objects.filter(apart, kind=Pair.Kind.APART).exists():
            refuse(gettext("it is against the rule apart: another child of the group may not be with this one"))

    def held(self, school: School) -> QuerySet[PlanLock]:
        return PlanLock.objects.filter(student__in=of_school(school)).select_related("student", "staff")

    def cells(self, one: PlanLock) -> Iterable[object]:
        staff = one.staff and one.staff.sourced_id
        return one.student.sourced_id, one.day, one.session, one.modality, staff, one.program, one.origin

    def _fits(self, told: Mapping[str, Any], place: Place) -> None:
        staff, modality = told["staff_id"], told["modality"]
        if told["session"] not in {one.number for one in place.bells.sessions_of_school(told["day"])}:
            words = gettext("the school has no such session of a flexible block on that day")
            raise cell.CellError("session", words)
        if staff is not None and modality not in ADULT_LED:
            words = gettext("no adult leads %(modality)s: leave it blank")
            raise cell.CellError("staff", words % {"modality": modality})
        if told["program"] and modality != Modality.TECHNOLOGY:
            words = gettext("no program belongs to %(modality)s: leave it blank")
            raise cell.CellError("program", words % {"modality": modality})
        if modality == Modality.TEACHER_LED and staff is not None and (staff, told["student_id"]) not in place.taught:
            words = gettext("it is against the rule own-class: the adult does not teach the child's class")
            raise cell.CellError("staff", words)
        if modality == Modality.TUTORING and staff is not None and staff not in place.qualified:
            words = gettext("it is against the rule qualified: the adult has no qualification on record")
            raise cell.CellError("staff", words)

    def _under_caps(self, fields: Fields, others: Sequence[Fields], place: Place) -> None:
        limits = place.limits
        most = {Modality.TECHNOLOGY: limits.technology, Modality.INDEPENDENT: limits.independent}
        most |= {Modality.PEER: limits.peer}
        alike = [one for one in others if one["modality"] == fields["modality"]]
        programs = [one for one in alike if fields["program"] and one["program"] == fields["program"]]
        if len(alike) >= most.get(fields["modality"], len(others) + 1) or len(programs) >= limits.program:
            refuse(gettext("it is against the rule caps: too many sessions of this kind in the child's week"))


def _room(one: StaffTime | Service) -> str:
    return one.room.name if one.room else ""


def _length(window: Mapping[str, Any]) -> int:
    return _minute(window["to"]) - _minute(window["from"])


def _forced(fields: Fields) -> dict[int, tuple[int, int]]:
    """By weekday the time at which the child must be at the service, however it is placed: from and to."""
    windows = [one for one in fields["windows"] if _length(one) >= fields["minutes"]]
    if len(windows) != fields["meetings"] or len({one["weekday"] for one in windows}) != len(windows):
        return {}
    spans = ((one["weekday"], _minute(one["to"]) - fields["minutes"], one) for one in windows)
    return {weekday: (start, _minute(one["from"]) + fields["minutes"]) for weekday, start, one in spans}


def _minute(said: str) -> int:
    return clock(cell.clock({"at": said}, "at"))
